import type { CodeReading } from './code.ts';

/** Why a text is no quote code. */
export type CodeFault = Extract<CodeReading, { ok: false }>['reason'];

const SENTENCES: Record<CodeFault, string> = {
  shape: 'This is not a quote code. One looks like AT-7K3M-9QX2.',
  'check-symbol': 'One letter or digit of this code is wrong. Compare it with the quote.',
};

/** Say in a sentence why a text is no quote code. */
export function describeCodeFault(fault: CodeFault): string {
  return SENTENCES[fault];
}
