/**
 * Methods in words, for sentences.
 *
 * @module
 */
import { decimal, toDecimalText, toPercent } from '#lib/core/reprocessing/decimal.ts';
import { type Method, mayRefine, type Paying, type Remainder, type Way } from './method.ts';

/** "as it is" */
export const WAY_WORDS: Record<Way, string> = {
  'as-is': 'as it is',
  compressed: 'compressed',
  refined: 'refined',
};

/** "the best of as it is, compressed and refined" */
export const METHOD_WORDS: Record<Method, string> = {
  ...WAY_WORDS,
  'best-of': 'the best of as it is, compressed and refined',
  'least-of': 'the least of as it is, compressed and refined',
};

/** What becomes of units that fill no portion. */
export const REMAINDER_WORDS: Record<Remainder, string> = {
  unpaid: 'what fills no portion is not paid',
  'as-is': 'what fills no portion is paid as it is',
};

/** "refined at 90.63 %, what fills no portion is not paid, scrap too" */
export function describePaying(
  { method, refineYield, remainder, takesScrap }: Paying,
  program: { readonly refineYield: string | null },
): string {
  const words = METHOD_WORDS[method];
  if (!mayRefine(method)) return words;
  const share = refineYield ?? program.refineYield;
  const at = share === null ? words : `${words} at ${toShareWords(share)}`;
  return [at, REMAINDER_WORDS[remainder], takesScrap && 'scrap too'].filter(Boolean).join(', ');
}

/** A share of 1 in percent, every digit of it: "90.63 %". */
export function toShareWords(share: string): string {
  return `${toDecimalText(toPercent(decimal(share)))} %`;
}
