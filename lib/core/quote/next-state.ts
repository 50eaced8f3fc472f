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
  readonly createdAt: Date;
  /** The last moment at which a contract may be issued. */
  readonly expiresAt: Date;
  /** Sum of the settlements so far, hundredths of ISK. */
  readonly settledTotal: bigint;
  /** The valid contracts that were accepted hold all that was quoted. */
  readonly isDelivered: boolean;
  /** Every contract that was ever matched with the quote. */
  readonly contracts: readonly QuoteContractFacts[];
};

/** What a quote's next move needs of one of its contracts. */
export type QuoteContractFacts = {
  /** As ESI gives it. */
  readonly status: string;
  readonly verdict: VerdictKind;
  readonly relation: Relation;
  readonly dateIssued: Date;
  readonly dateExpired: Date;
  /** It has run out, and EVE has not shown since then that nobody accepted it. */
  readonly isEndUnseen?: boolean;
  /** It is wrong by now, and was right by our word when EVE made the list that shows it waiting. */
  readonly isLossUnseen?: boolean;
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
 *   not valid holds nothing: the quote stays open, and shows the contract with its verdict. One that may
 *   have been accepted while it was valid holds it until EVE's next list tells.
 * - back to `open`: that contract was cancelled, rejected, deleted, ran out or turned invalid while
 *   the window lasts; when the window is over, `expired`.
 * - `completed`: what was accepted and valid holds all of it, whatever was paid: a gift (a lower price)
 *   completes the quote too.
 * - `partly-completed`: something is settled, and the rest waits in game or may still come.
 * - `expired`: the window is over and no valid contract waits, whether or not something was settled.
 *   `expired → contracted` happens when a contract issued inside the window is seen late (a contract
 *   issued later is never valid).
 */
export function nextQuoteState(quote: QuoteFacts, now: Date): QuoteState {
  const { state } = quote;
  if (isFinal(state)) return state;

  const valid = quote.contracts.filter(
    ({ verdict, relation, isLossUnseen }) =>
      relation === 'named' && (verdict === 'valid' || isLossUnseen),
  );
  const isHeld = valid.some((contract) => isWaiting(contract, now));
  const wanted = wantedState(quote, isHeld, now);
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

function wantedState(
  { settledTotal, isDelivered, expiresAt }: QuoteFacts,
  isHeld: boolean,
  now: Date,
): QuoteState {
  const isBegun = settledTotal > 0n;
  if (isDelivered) return 'completed';
  if (isHeld) return isBegun ? 'partly-completed' : 'contracted';
  if (now.getTime() > expiresAt.getTime()) return 'expired';
  return isBegun ? 'partly-completed' : 'open';
}

function isPaidState(state: QuoteState): boolean {
  return state === 'completed' || state === 'partly-completed';
}

/** Whether somebody may still accept it in the game, or may have. */
export function isWaiting(
  {
    status,
    isGone,
    dateExpired,
    isEndUnseen = false,
  }: Pick<QuoteContractFacts, 'status' | 'isGone' | 'dateExpired' | 'isEndUnseen'>,
  now: Date,
): boolean {
  return status === 'outstanding' && !isGone && (isEndUnseen || dateExpired > now);
}
