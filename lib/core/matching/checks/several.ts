/**
 * Several contracts for one quote.
 *
 * Only contracts that are right but for items and price count here. A stranger's contract, a
 * rejected one or one that asks for something back never stands in the way of a right one.
 *
 * @module
 */
import type { FindingCode } from '../finding.ts';
import { givenOf, type MatchCase } from '../match-case.ts';
import { MOST_OTHERS } from '../most-others.ts';
import { quotedOf } from '../prepare-quote.ts';
import type { Shown } from '../rule.ts';
import { compareTallies, sumTallies } from '../tally.ts';
import { isPriceRight } from './price.ts';
import { isFinished } from './terms.ts';

/**
 * What one contract is among all that name the quote.
 *
 * @param others Other contracts that name the quote and are right but for items and price.
 */
export function judgeQuoteContracts(
  matchCase: MatchCase,
  others: readonly MatchCase[],
): Extract<FindingCode, `quote-${string}`> {
  if (!matchCase.title.isNamed) return 'quote-not-named';
  const { state } = matchCase.prepared;
  const isDone = isFinished(matchCase.contract.status);
  if (state === 'cancelled') return 'quote-cancelled';
  if (state === 'completed' && !isDone) return 'quote-paid-already';
  if (others.length === 0) return 'quote-in-one-contract';

  const [firstRight] = [matchCase, ...others].filter(isWhole).sort(byClaim);
  const parts = others.filter((other) => isOfOnePilot(matchCase, other));
  const areTooMany = parts.length > MOST_OTHERS;
  if (!firstRight) {
    if (parts.length === 0) return 'quote-in-one-contract';
    if (areTooMany) return 'quote-in-too-many-contracts';
    const own: Delivery = [matchCase, ...parts];
    if (!isWholeTogether(own)) return 'quote-parts-do-not-sum';
    const rivals = groupByIssuer(others.filter((other) => !parts.includes(other)));
    const [first] = [own, ...rivals.filter(isWholeTogether)].sort(byDelivery);
    return first === own ? 'quote-split' : 'quote-doubled';
  }
  if (firstRight !== matchCase) {
    return isFinished(firstRight.contract.status) ? 'quote-paid-already' : 'quote-doubled';
  }
  if (areTooMany && !isDone) return 'quote-in-too-many-contracts';
  const isPartPaid = parts.some((other) => isFinished(other.contract.status));
  return isPartPaid && !isDone ? 'quote-parts-do-not-sum' : 'quote-in-wrong-contracts-too';
}

/** The ids of the contracts that `judgeQuoteContracts` looked at. */
export function showQuoteContracts({ contract }: MatchCase, others: readonly MatchCase[]): Shown {
  const ids = [contract, ...others.map((other) => other.contract)].map((each) => each.contractId);
  return [[contract.contractId], ids.sort((a, b) => a - b)];
}

/**
 * A guest's quote may be delivered by anyone who has its code, but in parts only by one character:
 * else any reader of the code could spoil a split with a part of his own.
 */
function isOfOnePilot({ prepared, contract }: MatchCase, other: MatchCase): boolean {
  return prepared.program.issuerIds.length > 0 || contract.issuerId === other.contract.issuerId;
}

/** Whether items and price are right without any other contract. */
function isWhole(matchCase: MatchCase): boolean {
  return matchCase.areItemsExact && isPriceRight(matchCase.price, matchCase);
}

/** Which of several right contracts is the quote's: the accepted one, then the one issued first. */
function byClaim(a: MatchCase, b: MatchCase): number {
  return (
    Number(isFinished(b.contract.status)) - Number(isFinished(a.contract.status)) || byIssue(a, b)
  );
}

function byIssue(a: MatchCase, b: MatchCase): number {
  return (
    a.contract.dateIssued.getTime() - b.contract.dateIssued.getTime() ||
    a.contract.contractId - b.contract.contractId
  );
}

/** Contracts of one pilot, who delivers the quote with them. */
type Delivery = readonly [MatchCase, ...MatchCase[]];

/** Of other pilots: each for itself. */
function groupByIssuer(others: readonly MatchCase[]): Delivery[] {
  const groups = new Map<number, [MatchCase, ...MatchCase[]]>();
  for (const other of others) {
    const group = groups.get(other.contract.issuerId);
    if (group) group.push(other);
    else groups.set(other.contract.issuerId, [other]);
  }
  return [...groups.values()];
}

/** The one of which a part was accepted, then the one that was whole first. */
function byDelivery(a: Delivery, b: Delivery): number {
  const isBegun = (parts: Delivery) => parts.some(({ contract }) => isFinished(contract.status));
  return Number(isBegun(b)) - Number(isBegun(a)) || byIssue(lastOf(a), lastOf(b));
}

/** The part that made it whole. */
function lastOf(parts: Delivery): MatchCase {
  return [...parts].sort((a, b) => byIssue(b, a))[0] ?? parts[0];
}

function isWholeTogether(parts: Delivery): boolean {
  const tallies = parts.map(givenOf).filter((given) => given !== null);
  if (tallies.length < parts.length) return false;
  const [first] = parts;
  const price = parts.reduce((sum, part) => sum + part.price, 0n);
  return (
    compareTallies(quotedOf(first.prepared), sumTallies(tallies)) === null &&
    isPriceRight(price, first)
  );
}
