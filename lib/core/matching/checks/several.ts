/**
 * Several contracts for one quote.
 *
 * Only contracts that are right but for items and price count here. A stranger's contract, a
 * rejected one or one that asks for something back never stands in the way of a right one.
 *
 * @module
 */
import { type Finding, type FindingCode, findingOf } from '../finding.ts';
import type { MatchCase } from '../match-case.ts';
import { compareTallies, sumTallies } from '../tally.ts';
import { isPriceRight } from './price.ts';
import { isFinished } from './terms.ts';

/** What one contract is among all that name the quote. */
export type SeveralContracts = {
  readonly finding: Finding;
  /** Whether this contract delivers a part, and all parts together are the quote. */
  readonly isPart: boolean;
};

/** @param others Other contracts that name the quote and are right but for items and price. */
export function checkQuoteContracts(
  matchCase: MatchCase,
  others: readonly MatchCase[],
): SeveralContracts {
  const code = codeOf(matchCase, others);
  return {
    finding: findingOf(
      code,
      [matchCase.contract.contractId],
      [matchCase, ...others].map((each) => each.contract.contractId).sort((a, b) => a - b),
    ),
    isPart: code === 'quote-split',
  };
}

/** Whether items and price are right without any other contract. */
function isWhole(matchCase: MatchCase): boolean {
  return matchCase.areItemsExact && isPriceRight(matchCase.price, matchCase);
}

function codeOf(matchCase: MatchCase, others: readonly MatchCase[]): FindingCode {
  if (!matchCase.title.isNamed) return 'quote-not-named';
  const { state } = matchCase.input.quote;
  const isDone = isFinished(matchCase.contract.status);
  if (state === 'cancelled') return 'quote-cancelled';
  if (state === 'completed' && !isDone) return 'quote-paid-already';
  if (others.length === 0) return 'quote-in-one-contract';

  const [firstRight] = [matchCase, ...others].filter(isWhole).sort(byClaim);
  if (!firstRight)
    return isWholeTogether([matchCase, ...others]) ? 'quote-split' : 'quote-parts-do-not-sum';
  if (firstRight !== matchCase) {
    return isFinished(firstRight.contract.status) ? 'quote-paid-already' : 'quote-doubled';
  }
  const isPartPaid = others.some((other) => isFinished(other.contract.status));
  return isPartPaid && !isDone ? 'quote-parts-do-not-sum' : 'quote-in-wrong-contracts-too';
}

/** Which of several right contracts is the quote's: the accepted one, then the one issued first. */
function byClaim(a: MatchCase, b: MatchCase): number {
  return (
    Number(isFinished(b.contract.status)) - Number(isFinished(a.contract.status)) ||
    a.contract.dateIssued.getTime() - b.contract.dateIssued.getTime() ||
    a.contract.contractId - b.contract.contractId
  );
}

function isWholeTogether(parts: readonly [MatchCase, ...MatchCase[]]): boolean {
  const tallies = parts.map((part) => part.given).filter((given) => given !== null);
  if (tallies.length < parts.length) return false;
  const price = parts.reduce((sum, part) => sum + part.price, 0n);
  return (
    compareTallies(parts[0].quoted, sumTallies(tallies)) === null && isPriceRight(price, parts[0])
  );
}
