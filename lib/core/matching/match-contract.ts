import type { MatchResult } from './finding.ts';
import { judgeAndShow } from './judge-contract.ts';
import type { MatchInput } from './match-input.ts';
import { prepareQuote } from './prepare-quote.ts';

/**
 * Compare a contract with a quote, field by field.
 *
 * The verdict is `suspicious` when any finding is a fraud; else `unmatched` when the contract has
 * nothing to do with the quote; else `fix-needed` when anything is a problem; else `valid`. A near
 * miss always has a problem (its title), so it is never valid. Stacks are summed; the order of items
 * does not matter. Never throws on a parsed input; linear in items and title.
 *
 * @returns A finding of every check, in the order of `CHECKS`.
 */
export function matchContract(input: MatchInput): MatchResult {
  return judgeAndShow(prepareQuote(input), input);
}
