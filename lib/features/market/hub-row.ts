import { isStale } from '#lib/core/pricing/judge-price.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { PriceBook } from '#lib/server/price-book.ts';
import type { MarketHub } from './market-hub.ts';
import type { HubRow } from './schema.ts';

/** Where no program says how old a price may be. */
const STALE_AFTER_MINUTES = 60;

/** What a hub says of a type: one row, or none where its book is not read. */
export function toHubRow(
  { hubId, name }: MarketHub,
  book: PriceBook | undefined,
  {
    typeId,
    programs,
    now,
  }: { readonly typeId: number; readonly programs: readonly ProgramTerms[]; readonly now: Date },
): HubRow[] {
  const price = book?.prices.get(typeId);
  if (!price) return [];
  const limits = programs
    .filter(({ basis }) => basis.hubId === hubId)
    .map(({ staleAfterMinutes }) => staleAfterMinutes);
  const limit = limits.length > 0 ? Math.min(...limits) : STALE_AFTER_MINUTES;
  return [{ hubId, name, price, isStale: isStale(price.bookAt, limit, now) }];
}
