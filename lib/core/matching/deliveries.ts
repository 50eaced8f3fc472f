/**
 * Which contracts deliver a quote.
 *
 * All that were right but for what others do, looked at together: the answer is the same whichever of
 * them is asked about, and in whatever order they were seen.
 *
 * @module
 */

import { acceptedAt, isAcceptedAsRight } from './accepted.ts';
import { isPriceRight } from './checks/price.ts';
import { isFinished, mayWait } from './checks/terms.ts';
import { givenOf, type MatchCase } from './match-case.ts';
import { quotedOf } from './prepare-quote.ts';
import { fitsInto, subtract, type Tally } from './tally.ts';

/** In so many contracts a quote is delivered at most. */
export const MOST_PARTS = 21;

export type Deliveries = {
  /** Accepted: settled, or to be settled. */
  readonly paid: readonly MatchCase[];
  /** What was quoted and is not delivered yet, by type. */
  readonly left: Tally;
  /** They wait, and deliver all that is left. Empty: nobody does yet. */
  readonly chosen: readonly MatchCase[];
  /** They would be paid, or deliver all that is left, if nothing held its room. */
  readonly heldUp: readonly MatchCase[];
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
 * One contract with everything is a delivery, and so are the parts of one pilot that hold exactly what is
 * left: each is taken, in the order in which they were issued, if there is room for it. Of an account's
 * quote all its characters together are a pilot, too: so what was complete for a guest's quote still is
 * when the quote becomes its pilot's account's. When something is paid, `mayGoOn` says who delivers the rest.
 *
 * 1. What is settled is paid.
 * 2. What was accepted on our word that it is right is paid, in the order of that. Which others stood
 *    there then cannot be told from those that still do.
 * 3. Whatever else was accepted, in the order of that, is paid if it was right then: it belonged to a
 *    delivery, or nothing delivered all of it and there was room. One that was accepted though another
 *    delivery stood there, or the trader was told of another, was wrong, and takes nothing from that.
 * 4. Of those that wait the delivery is chosen that the trader was told of; else the one that was complete
 *    first.
 * 5. What waits, and was right by our word when EVE made its list, may have been accepted since. Until the
 *    next list nothing is chosen, nor paid by 3, that has no room beside it; and nothing that was complete
 *    later goes before what waits for that.
 *
 * @param offers Contracts of one quote for which `isOffer` holds, in any order.
 * @param lost Such as are wrong by now, and may have been accepted before that.
 */
export function shareOut(
  offers: readonly MatchCase[],
  lost: readonly MatchCase[] = [],
): Deliveries {
  const [any] = offers;
  if (!any) return { paid: [], left: new Map(), chosen: [], heldUp: [] };
  const paid = offers.filter(({ isSettled }) => isSettled).sort(byAcceptance);
  let left = paid.reduce((room, offer) => subtract(room, givenBy(offer)), quotedOf(any.prepared));
  let open = offers.filter(({ isSettled }) => !isSettled).sort(promisedFirst);
  const accepted = open.filter(isAccepted).sort(byAcceptance);
  const pay = (offer: MatchCase): void => {
    if (!fitsInto(givenBy(offer), left)) return;
    paid.push(offer);
    left = subtract(left, givenBy(offer));
    open = open.filter((other) => other !== offer);
  };
  const promised = accepted.filter(isAcceptedAsRight);
  for (const offer of promised.filter((each) => !each.isBarelyPromised)) pay(offer);
  for (const offer of promised.filter((each) => each.isBarelyPromised)) pay(offer);
  const heldUp: MatchCase[] = [];
  // Whatever was made when these had been accepted, and was right by our word, loses its place to them.
  const due: MatchCase[] = [];
  for (const offer of accepted.filter((each) => !isAcceptedAsRight(each))) {
    const wasThere = ({ contract }: MatchCase) => contract.dateIssued <= acceptedAt(offer.contract);
    const there = open.filter(wasThere);
    const deliveries = findDeliveries(there, paid, left);
    const told = deliveries.filter(isPromised);
    const rivals = told.length > 0 ? told : deliveries;
    const isRight = rivals.length === 0 || rivals.some((each) => each.includes(offer));
    if (!isRight || !mayGoOn(offer, paid)) continue;
    const roomThen = fill(left, [...there.filter(mayBeAccepted), ...lost.filter(wasThere)]).left;
    const roomNow = fill(left, [...open.filter(mayBeAccepted), ...lost]).left;
    if (fitsInto(givenBy(offer), roomNow)) pay(offer);
    else if (fitsInto(givenBy(offer), left)) heldUp.push(offer);
    if (heldUp.includes(offer) && fitsInto(givenBy(offer), roomThen)) due.push(offer);
  }
  const waiting = open.filter((offer) => !isAccepted(offer));
  const held = fill(left, [...waiting.filter(mayBeAccepted), ...lost]).taken;
  const deliveries = findDeliveries(waiting, [...paid, ...due], fill(left, due).left);
  const [first = []] = deliveries;
  // Whoever was complete later does not overtake the first while that waits for what is held.
  const chosen = held.every((offer) => first.includes(offer)) ? first : [];
  if (chosen.length === 0) heldUp.push(...first);
  return { paid, left, chosen, heldUp };
}

/** All that deliver what is left: the one first of which the trader was told, or that was complete first. */
function findDeliveries(
  open: readonly MatchCase[],
  paid: readonly MatchCase[],
  left: Tally,
): (readonly MatchCase[])[] {
  if (left.size === 0) return [];
  const isBegun = paid.length > 0;
  const own = open.filter((offer) => mayGoOn(offer, paid));
  const wholes = isBegun ? [] : own.filter(({ areItemsExact }) => areItemsExact);
  const parts = groupByPilot(own).flatMap((group) => {
    const filled = fill(left, partsOf(group, left).slice(0, mostOf(paid)));
    return filled.left.size === 0 ? [filled.taken] : [];
  });
  return [...wholes.map((whole) => [whole]), ...parts].sort(byPromiseAndIssue);
}

function isPromised(delivery: readonly MatchCase[]): boolean {
  return delivery.every((offer) => offer.isPromised);
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
 * else any reader of the code could spoil a delivery with a part of his own. All characters of an account
 * are one pilot.
 */
export function isOfOnePilot(offer: MatchCase, other: MatchCase): boolean {
  return (
    offer.contract.issuerId === other.contract.issuerId || (isAccounts(offer) && isAccounts(other))
  );
}

/** Whether the quote is an account's, and the contract of one of its characters, or of one that was. */
function isAccounts({ prepared: { program }, contract: { issuerId } }: MatchCase): boolean {
  const { issuerIds, paidIssuerIds = [] } = program;
  return issuerIds.length > 0 && !paidIssuerIds.includes(issuerId);
}

/** Once something is paid its pilot delivers the rest, or the account that has the quote by now. */
export function mayGoOn(offer: MatchCase, paid: Deliveries['paid']): boolean {
  return isAccounts(offer) || paid.every((first) => isOfOnePilot(offer, first));
}

/** In the order in which they were issued. */
function byIssue(a: MatchCase, b: MatchCase): number {
  return (
    a.contract.dateIssued.getTime() - b.contract.dateIssued.getTime() ||
    a.contract.contractId - b.contract.contractId
  );
}

/**
 * In the order in which they are looked at: those of which the trader was told first, so that no other takes
 * their place while they wait.
 */
export function promisedFirst(a: MatchCase, b: MatchCase): number {
  return Number(b.isPromised) - Number(a.isPromised) || byIssue(a, b);
}

/** Take each for which there is room. */
function fill(room: Tally, offers: readonly MatchCase[]) {
  const taken: MatchCase[] = [];
  let left = room;
  for (const offer of offers) {
    const given = givenBy(offer);
    if (!fitsInto(given, left)) continue;
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
  const together = offers.filter(isAccounts);
  return byIssuer.size > 1 && together.length > 0
    ? [...byIssuer.values(), together]
    : [...byIssuer.values()];
}

/** The contract that made a delivery complete is its last. */
function byPromiseAndIssue(a: readonly MatchCase[], b: readonly MatchCase[]): number {
  const [lastOfA] = a.toSorted(byIssue).slice(-1);
  const [lastOfB] = b.toSorted(byIssue).slice(-1);
  return (
    Number(isPromised(b)) - Number(isPromised(a)) ||
    (lastOfA && lastOfB ? byIssue(lastOfA, lastOfB) : 0)
  );
}

function byAcceptance(a: MatchCase, b: MatchCase): number {
  return (
    acceptedAt(a.contract).getTime() - acceptedAt(b.contract).getTime() ||
    a.contract.contractId - b.contract.contractId
  );
}

/** Whether it waits in EVE's list, and may have been accepted on our word since that was made. */
export function mayBeAccepted(offer: MatchCase): boolean {
  const { contract, side, isPromised, isLossUnseen, isEndUnseen } = offer;
  const isUp = mayWait(contract.status) && (isEndUnseen || contract.dateExpired > side.now);
  return isUp && (isPromised || isLossUnseen) && isOffer(offer);
}

/** Accepted in the game, whether or not it was right. */
export function isAccepted({ isSettled, contract }: MatchCase): boolean {
  return isSettled || isFinished(contract.status);
}

const NOTHING: Tally = new Map();

function givenBy(offer: MatchCase): Tally {
  return givenOf(offer) ?? NOTHING;
}
