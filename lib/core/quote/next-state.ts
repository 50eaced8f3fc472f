/**
 * Which move of a quote is due, from what is known of its contracts.
 *
 * @module
 */
import type { Relation, VerdictKind } from '#lib/core/matching/finding.ts';
import { canMove, isFinal, type QuoteState } from './states.ts';

/** What a quote's next move depends on, but for the moment. */
export type QuoteFacts = {
  readonly state: QuoteState;
  /** Hundredths of ISK. */
  readonly total: bigint;
  readonly createdAt: Date;
  /** The last moment at which a contract may be issued. */
  readonly expiresAt: Date;
  /** Sum of the settlements so far, hundredths of ISK. */
  readonly settledTotal: bigint;
  /** Every contract that was ever matched with the quote. */
  readonly contracts: readonly QuoteContractFacts[];
};

/** What a quote's next move needs of one of its contracts. */
export type QuoteContractFacts = {
  /** As ESI gives it. */
  readonly status: string;
  readonly verdict: VerdictKind;
  readonly relation: Relation;
  /** The quote is delivered in several contracts, and this is one: see `isPartOfQuote`. */
  readonly isPart: boolean;
  readonly dateIssued: Date;
  readonly dateExpired: Date;
  /** A complete walk through EVE's list no longer showed it. */
  readonly isGone: boolean;
};

/**
 * The state that a quote goes to next: the same one, or one that `canMove` allows.
 *
 * One move at a time, since each is audited: a contract that is first seen when it is already accepted
 * takes the quote from open to contracted, and then to completed. Ask again until nothing changes, or
 * take the whole way from `quoteMovesDue`.
 *
 * - `contracted`: a *valid* contract that names the quote waits in game or was accepted. One that is
 *   not valid holds nothing: the quote stays open, and shows the contract with its verdict.
 * - back to `open`: that contract was cancelled, rejected, deleted, ran out or turned invalid while
 *   the window lasts; when the window is over, `expired`.
 * - `completed`: an accepted valid contract delivers all of it, or every part is accepted, or the
 *   settlements reach the total. A gift (a lower price) completes the quote too.
 * - `partly-completed`: something is settled, and the rest is still to come.
 * - `expired`: the window is over and no valid contract waits. `expired → contracted` happens when a
 *   contract issued inside the window is seen late (a contract issued later is never valid).
 */
export function nextQuoteState(quote: QuoteFacts, now: Date): QuoteState {
  const { state } = quote;
  if (isFinal(state)) return state;

  const valid = quote.contracts.filter(
    ({ verdict, relation }) => verdict === 'valid' && relation === 'named',
  );
  const waiting = valid.filter((contract) => isWaiting(contract, now));
  const accepted = valid.filter(isAccepted);
  // A part that was right and ran out is no longer waiting, but it was not accepted either.
  const isAllAccepted =
    accepted.some(({ isPart }) => !isPart) ||
    (accepted.length > 0 && accepted.length === valid.length);
  const wanted = wantedState(quote, { waiting, accepted, isAllAccepted }, now);
  if (canMove(state, wanted)) return wanted;
  // Every way to a paid quote leads over contracted.
  return isPaidState(wanted) && canMove(state, 'contracted') ? 'contracted' : state;
}

/** The moves that are due, in order: each may be made from the one before. Empty: nothing changes. */
export function quoteMovesDue(quote: QuoteFacts, now: Date): QuoteState[] {
  const moves: QuoteState[] = [];
  for (let state = quote.state; ; ) {
    const next = nextQuoteState({ ...quote, state }, now);
    if (next === state) return moves;
    moves.push(next);
    state = next;
  }
}

type Deliveries = {
  readonly waiting: readonly QuoteContractFacts[];
  readonly accepted: readonly QuoteContractFacts[];
  readonly isAllAccepted: boolean;
};

function wantedState(
  { total, settledTotal, expiresAt }: QuoteFacts,
  { waiting, accepted, isAllAccepted }: Deliveries,
  now: Date,
): QuoteState {
  if (isAllAccepted || (settledTotal > 0n && settledTotal >= total)) return 'completed';
  const isOver = now.getTime() > expiresAt.getTime();
  if (accepted.length > 0) return 'partly-completed';
  if (waiting.length > 0) return settledTotal > 0n ? 'partly-completed' : 'contracted';
  if (isOver) return 'expired';
  return settledTotal > 0n ? 'partly-completed' : 'open';
}

function isPaidState(state: QuoteState): boolean {
  return state === 'completed' || state === 'partly-completed';
}

function isWaiting({ status, isGone, dateExpired }: QuoteContractFacts, now: Date): boolean {
  return status === 'outstanding' && !isGone && dateExpired.getTime() > now.getTime();
}

function isAccepted({ status }: QuoteContractFacts): boolean {
  return status.startsWith('finished');
}
