import { CONTRACT_DAYS } from './contract-fields.ts';
import type { PublicQuote, QuoteView } from './schema.ts';

/** A quote as tools read it: what the contract must be, and nothing of who made it. */
export function toPublicQuote(quote: QuoteView): PublicQuote {
  const [place] = quote.locations;
  if (!place) throw new TypeError(`Quote ${quote.code} has no place`);
  return {
    code: quote.code,
    state: quote.state,
    totalIsk: quote.totalIsk,
    createdAt: quote.createdAt,
    expiresAt: quote.expiresAt,
    contract: {
      type: 'item_exchange',
      availability: 'private',
      assigneeId: quote.assigneeId,
      assigneeName: quote.assigneeName,
      locationId: place.locationId,
      locationName: place.name,
      priceIsk: quote.totalIsk,
      title: quote.shownCode,
      expirationDays: CONTRACT_DAYS,
      items: quote.lines.map(({ typeId, name, quantity, blueprintCopy }) => ({
        typeId,
        name,
        quantity,
        blueprintCopy,
      })),
    },
  };
}
