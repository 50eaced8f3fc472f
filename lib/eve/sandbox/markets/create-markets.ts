import type { StaticData } from '#lib/eve/static-data/index.ts';
import { createHistory, type EsiHistoryDay } from './create-history.ts';
import { countOrders, createOrders, type EsiOrder, ownOrderPrice } from './create-orders.ts';
import { findStructureRegion, type MarketRegion, marketRegions } from './hubs.ts';
import type { OwnOrder } from './own-orders.ts';
import { type RecordedPrice, readRecordedPrices } from './recorded-prices.ts';
import { createValueOf } from './value-types.ts';

/** Asteroid, Material, Planetary Resources and Commodities; gas is two groups of Celestial. */
export const TRADED_CATEGORY_IDS: readonly number[] = [25, 4, 42, 43];
export const TRADED_GROUP_IDS: readonly number[] = [711, 4168];

/** The sandbox's markets: books made from nothing but the type, the region and the time. */
export type Markets = {
  /** What `GET /markets/prices` answers. */
  readonly prices: readonly RecordedPrice[];
  /** The types that have a book in a region, by id. */
  typesOf(regionId: number): readonly number[];
  /** Whether a type can be sold on a market at all. */
  isTradable(typeId: number): boolean;
  /** What one is worth, in ISK; undefined where nobody could say. */
  valueIskOf(typeId: number): number | undefined;
  /** The price of a pilot's own order, in ISK. */
  priceOfOwn(order: OwnOrder): number;
  /** The last 400 days of a type; empty where it has no book. */
  historyOf(regionId: number, typeId: number, at: Date): EsiHistoryDay[];
  /** The book of one type; empty where it has none. A structure's market is a region of its own. */
  ordersOfType(regionId: number, typeId: number, windowStart: Date): EsiOrder[];
  countPages(regionId: number, pageSize: number): number;
  /** One page of everything in a region; page 1 is the first. */
  ordersOfPage(regionId: number, page: number, pageSize: number, windowStart: Date): EsiOrder[];
};

export function createMarkets(staticData: StaticData): Markets {
  const prices = readRecordedPrices();
  const valueIskOf = createValueOf(staticData, prices);
  const indexes = new Map<number, RegionIndex>();

  const ordersOfType = (regionId: number, typeId: number, windowStart: Date): EsiOrder[] => {
    const region = findRegion(regionId);
    const type = staticData.type(typeId);
    const valueIsk = type && type.marketGroupId !== null ? valueIskOf(typeId) : undefined;
    if (!region || !type || !valueIsk) return [];
    return createOrders(region, { typeId, groupId: type.groupId, valueIsk }, windowStart);
  };

  // The recorded types, and the newer ones of the kinds that this site trades.
  const typeIds = ({ isNarrow }: MarketRegion): number[] => {
    const newer = [
      ...TRADED_CATEGORY_IDS.flatMap((id) => staticData.typesInCategory(id)),
      ...TRADED_GROUP_IDS.flatMap((id) => staticData.typesInGroup(id)),
    ];
    const ids = new Set([...(isNarrow ? [] : prices), ...newer].map(({ typeId }) => typeId));
    return [...ids].toSorted((a, b) => a - b);
  };

  const indexOf = (region: MarketRegion): RegionIndex => {
    const kept =
      indexes.get(region.regionId) ?? createIndex(staticData, typeIds(region), valueIskOf, region);
    indexes.set(region.regionId, kept);
    return kept;
  };

  const isTradable = (typeId: number): boolean =>
    (staticData.type(typeId)?.marketGroupId ?? null) !== null;

  return {
    prices,
    typesOf: (regionId) => {
      const region = findRegion(regionId);
      return region ? indexOf(region).books.map(({ typeId }) => typeId) : [];
    },
    isTradable,
    valueIskOf,
    priceOfOwn: (order) => {
      const region = findRegion(order.regionId);
      return region ? ownOrderPrice(order, region, valueIskOf(order.typeId) ?? 0) : 0;
    },
    historyOf: (regionId, typeId, at) => {
      const region = findRegion(regionId);
      const valueIsk = isTradable(typeId) ? valueIskOf(typeId) : undefined;
      if (!region || !valueIsk) return [];
      return createHistory(regionId, { typeId, valueIsk: valueIsk * region.factor }, at);
    },
    ordersOfType,
    countPages: (regionId, pageSize) => {
      const region = findRegion(regionId);
      return region ? Math.max(1, Math.ceil(indexOf(region).total / pageSize)) : 1;
    },
    ordersOfPage: (regionId, page, pageSize, windowStart) => {
      const region = findRegion(regionId);
      if (!region) return [];
      const from = (page - 1) * pageSize;
      const orders: EsiOrder[] = [];
      for (const { typeId, start, count } of indexOf(region).books) {
        if (start + count <= from) continue;
        if (start >= from + pageSize) break;
        const book = ordersOfType(regionId, typeId, windowStart);
        orders.push(...book.slice(Math.max(0, from - start), from + pageSize - start));
      }
      return orders;
    },
  };
}

type RegionIndex = {
  readonly total: number;
  readonly books: readonly { typeId: number; start: number; count: number }[];
};

// Counts never change, so every page of a region is known without making the pages before it.
function createIndex(
  staticData: StaticData,
  typeIds: readonly number[],
  valueIskOf: (typeId: number) => number | undefined,
  region: MarketRegion,
): RegionIndex {
  const books: { typeId: number; start: number; count: number }[] = [];
  let total = 0;
  for (const typeId of typeIds) {
    if ((staticData.type(typeId)?.marketGroupId ?? null) === null || !valueIskOf(typeId)) continue;
    const count = countOrders(region, typeId);
    books.push({ typeId, start: total, count });
    total += count;
  }
  return { total, books };
}

function findRegion(regionId: number): MarketRegion | undefined {
  return (
    marketRegions.find((region) => region.regionId === regionId) ?? findStructureRegion(regionId)
  );
}
