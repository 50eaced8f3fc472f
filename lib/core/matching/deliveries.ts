/**
 * Which contracts deliver a quote.
 *
 * All that were right but for what others do, looked at together: the answer is the same whichever of
 * them is asked about, and in whatever order they were seen.
 *
 * @module
 */

import { isPriceRight } from './checks/price.ts';
import { isFinished } from './checks/terms.ts';
import { givenOf, type MatchCase } from './match-case.ts';
import { quotedOf } from './prepare-quote.ts';
import { fitsInto, subtract, type Tally } from './tally.ts';

/** In so many contracts a quote is delivered at most. */
export const MOST_PARTS = 21;

export type Deliveries = {
  /** Accepted, in the order of that: they stay right whatever comes. */
  readonly paid: readonly MatchCase[];
  /** What was quoted and is not delivered yet, by type. */
  readonly left: Tally;
  /** They wait, and deliver all that is left. Empty: nobody does yet. */
  readonly chosen: readonly MatchCase[];
};

/** Whether a contract offers all of the quote, or some of it, at its prices. */
export function isOffer(matchCase: MatchCase): boolean {
  const { areItemsExact, part, price, isSettled } = matchCase;
  if (isSettled) return true;
  return areItemsExact ? isPriceRight(price, matchCase) : (part?.isPriceRight ?? false);
}

/**
 * Share a quote out among its contracts.
 *
 * 1. What was accepted counts first, in the order of that, as far as there is room for it.
 * 2. Of those that wait, one contract with everything is a delivery, and so are the parts of one pilot
 *    that hold exactly what is left: each is taken, in the order in which they were issued, if there is
 *    room for it. Of an account's quote all its characters together are a pilot, too: so what was
 *    complete for a guest's quote still is when the quote becomes its pilot's account's.
 * 3. The delivery that was complete first is chosen. When something is paid already, only its pilot
 *    delivers the rest.
 *
 * @param offers Contracts of one quote for which `isOffer` holds, in any order.
 */
export function shareOut(offers: readonly MatchCase[]): Deliveries {
  const [first] = offers;
  if (!first) return { paid: [], left: new Map(), chosen: [] };
  const accepted = offers.filter(isAccepted).sort(byAcceptance);
  const { taken: paid, left } = fill(
    quotedOf(first.prepared),
    accepted,
    (offer, before) => before === undefined || offer.isSettled || isOfOnePilot(offer, before),
  );
  if (left.size === 0) return { paid, left, chosen: [] };

  const waiting = offers.filter((offer) => !isAccepted(offer)).sort(byIssue);
  const [begun] = paid;
  const own = begun ? waiting.filter((offer) => isOfOnePilot(offer, begun)) : waiting;
  const complete = [
    ...(begun ? [] : own.filter(({ areItemsExact }) => areItemsExact).map((whole) => [whole])),
    ...groupByPilot(own).flatMap((group) => {
      const { taken, left: missing } = fill(left, partsOf(group, left).slice(0, mostOf(paid)));
      return missing.size === 0 ? [taken] : [];
    }),
  ];
  const [chosen = []] = complete.sort((a, b) => byIssueOfLast(a, b));
  return { paid, left, chosen };
}

/** How many contracts may still deliver what is left. */
export function mostOf(paid: Deliveries['paid']): number {
  return Math.max(MOST_PARTS - paid.length, 1);
}

/** Of one pilot's contracts those that hold some of what is left. */
export function partsOf(group: readonly MatchCase[], left: Tally): MatchCase[] {
  return group.filter((offer) => !offer.areItemsExact && fitsInto(givenBy(offer), left));
}

/**
 * A guest's quote may be delivered by anyone who has its code, but in parts only by one character:
 * else any reader of the code could spoil a delivery with a part of his own.
 */
export function isOfOnePilot({ prepared, contract }: MatchCase, other: MatchCase): boolean {
  return prepared.program.issuerIds.length > 0 || contract.issuerId === other.contract.issuerId;
}

/** In the order in which they were issued. */
export function byIssue(a: MatchCase, b: MatchCase): number {
  return (
    a.contract.dateIssued.getTime() - b.contract.dateIssued.getTime() ||
    a.contract.contractId - b.contract.contractId
  );
}

type Filled = { readonly taken: MatchCase[]; readonly left: Tally };

function fill(
  room: Tally,
  offers: readonly MatchCase[],
  mayTake: (offer: MatchCase, first: MatchCase | undefined) => boolean = () => true,
): Filled {
  const taken: MatchCase[] = [];
  let left = room;
  for (const offer of offers) {
    const given = givenBy(offer);
    // What is settled is paid, whether or not there was room.
    if (!mayTake(offer, taken[0]) || !(offer.isSettled || fitsInto(given, left))) continue;
    taken.push(offer);
    left = subtract(left, given);
  }
  return { taken, left };
}

/** Of each character; and of all characters of the account, if it is an account's quote. */
function groupByPilot(offers: readonly MatchCase[]): (readonly MatchCase[])[] {
  const byIssuer = new Map<number, MatchCase[]>();
  for (const offer of offers) {
    const { issuerId } = offer.contract;
    const group = byIssuer.get(issuerId);
    if (group) group.push(offer);
    else byIssuer.set(issuerId, [offer]);
  }
  const [first] = offers;
  const isAccounts = first !== undefined && first.prepared.program.issuerIds.length > 0;
  return isAccounts && byIssuer.size > 1 ? [...byIssuer.values(), offers] : [...byIssuer.values()];
}

/** The contract that made a delivery complete is its last. */
function byIssueOfLast(a: readonly MatchCase[], b: readonly MatchCase[]): number {
  const [lastOfA] = a.slice(-1);
  const [lastOfB] = b.slice(-1);
  return lastOfA && lastOfB ? byIssue(lastOfA, lastOfB) : 0;
}

/** What is settled first: an older one that is seen late takes nothing back. */
function byAcceptance(a: MatchCase, b: MatchCase): number {
  const at = ({ contract }: MatchCase) => (contract.dateCompleted ?? contract.dateIssued).getTime();
  return (
    Number(b.isSettled) - Number(a.isSettled) ||
    at(a) - at(b) ||
    a.contract.contractId - b.contract.contractId
  );
}

function isAccepted({ isSettled, contract }: MatchCase): boolean {
  return isSettled || isFinished(contract.status);
}

const NOTHING: Tally = new Map();

function givenBy(offer: MatchCase): Tally {
  return givenOf(offer) ?? NOTHING;
}
