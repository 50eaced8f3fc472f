/**
 * The life of a quote: which states there are, which moves are allowed, which move is due.
 *
 * @module
 */
import * as z from 'zod';

/** Where a quote stands, spelled as in public JSON. */
export const quoteStateSchema = z.enum([
  'open',
  'contracted',
  'partly-completed',
  'completed',
  'expired',
  'cancelled',
]);
export type QuoteState = z.output<typeof quoteStateSchema>;

/** Every allowed move. `completed` and `cancelled` are final. */
export const QUOTE_MOVES: Readonly<Record<QuoteState, readonly QuoteState[]>> = {
  open: ['contracted', 'expired', 'cancelled'],
  contracted: ['open', 'partly-completed', 'completed', 'expired'],
  'partly-completed': ['completed', 'expired'],
  expired: ['contracted'],
  completed: [],
  cancelled: [],
};

/** Whether a quote may go from one state straight to the other. Staying is no move. */
export function canMove(from: QuoteState, to: QuoteState): boolean {
  return QUOTE_MOVES[from].includes(to);
}

/** Whether a quote in this state never changes again. */
export function isFinal(state: QuoteState): boolean {
  return QUOTE_MOVES[state].length === 0;
}
