import type { ShownFinding } from '#lib/features/quotes/schema.ts';

const WORST_FIRST = ['fraud', 'problem', 'advice', 'ok'] as const;

/** Findings in the order in which a pilot should read them. */
export function worstFirst<Finding extends Pick<ShownFinding, 'level'>>(
  findings: readonly Finding[],
): Finding[] {
  return findings.toSorted((a, b) => WORST_FIRST.indexOf(a.level) - WORST_FIRST.indexOf(b.level));
}
