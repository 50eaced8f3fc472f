import { CONTRACT_DAYS } from './contract-fields.ts';
import type { PublicQuote, QuotePage } from './schema.ts';

/** A quote's page as tools read it: the lines, what the contract must be, and nothing of who made it. */
export function toPublicQuote({ quote, standing, contracts }: QuotePage): PublicQuote {
  const [place] = quote.locations;
  if (!place) throw new TypeError(`Quote ${quote.code} has no place`);
  return {
    code: quote.code,
    state: quote.state,
    role: quote.role,
    side: quote.side,
    replacedBy: quote.replacedBy,
    replaces: quote.replaces,
    programName: quote.programName,
    totalIsk: quote.totalIsk,
    lineSumIsk: quote.lineSumIsk,
    volumeM3: quote.volumeM3,
    createdAt: quote.createdAt,
    expiresAt: quote.expiresAt,
    lines: [...quote.lines],
    standing,
    contracts: [...contracts],
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
