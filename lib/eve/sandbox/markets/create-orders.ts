import { type MarketRegion, marketRegions } from './hubs.ts';
import { countOwnOrders, type OwnOrder, ownOrdersOf } from './own-orders.ts';
import { between, unitOf } from './random.ts';

/** One order as ESI gives it. */
export type EsiOrder = {
  readonly duration: number;
  readonly is_buy_order: boolean;
  readonly issued: string;
  readonly location_id: number;
  readonly min_volume: number;
  readonly order_id: number;
  readonly price: number;
  readonly range: 'station' | 'region' | 'solarsystem' | '5';
  readonly system_id: number;
  readonly type_id: number;
  readonly volume_remain: number;
  readonly volume_total: number;
};

export type TradedType = {
  readonly typeId: number;
  readonly groupId: number;
  /** What one is worth, in ISK. */
  readonly valueIsk: number;
};

const FIRST_ORDER_ID = 7_000_000_000;
const SLOTS_PER_BOOK = 128;
/** The markets of structures come after those of the regions. */
const STRUCTURE_PLACE = 7;
const HOUR_MS = 3_600_000;
const DRIFT = 0.025;
const MAX_VOLUME = 2_000_000_000;

/** How many orders a type has in a region; always the same. */
export function countOrders(region: MarketRegion, typeId: number): number {
  const { buys, sells } = countSides(region, typeId);
  return buys + sells + countOwnOrders(region.regionId, typeId);
}

function countSides(region: MarketRegion, typeId: number): { buys: number; sells: number } {
  const count = (side: number) =>
    Math.max(4, Math.round(between(12, 30, region.regionId, typeId, side) * region.depth));
  return { buys: count(1), sells: count(2) };
}

/**
 * The book of one type in one region during one cache window: buys, then sells, each best prices
 * first, then the orders of the sandbox's own pilots.
 *
 * Prices drift by a few percent over hours. Besides honest orders every book has what real ones
 * have: a buy of a twentieth of the price, a sell of twelve times it, a buy with a minimum volume,
 * and orders that do not stand in the hub.
 */
export function createOrders(
  region: MarketRegion,
  { typeId, groupId, valueIsk }: TradedType,
  windowStart: Date,
): EsiOrder[] {
  const { regionId } = region;
  const { buys, sells } = countSides(region, typeId);
  const middle = valueIsk * region.factor * driftOf(regionId, groupId, windowStart);
  const halfSpread = between(0.03, 0.08, regionId, typeId, 3) / 2;
  const turnover = between(4e8, 6e9, regionId, typeId, 4);

  const create = (isBuy: boolean, rank: number, count: number): EsiOrder => {
    const side = isBuy ? 1 : 2;
    const seed = [regionId, typeId, side, rank] as const;
    const isLast = rank === count - 1;
    const depth = rank * between(0.0008, 0.0035, ...seed, 5);
    const price = isBuy
      ? middle * (isLast ? 0.05 : (1 - halfSpread) * (1 - depth))
      : middle * (isLast ? 12 : (1 + halfSpread) * (1 + depth));
    const total = clampVolume((turnover / middle) * between(0.03, 0.4, ...seed, 6));
    const place = rank % 9 === 5 ? region.elsewhere : null;
    const hour = Math.floor(windowStart.getTime() / HOUR_MS);
    const remain = Math.max(1, Math.floor(total * between(0.2, 1, ...seed, 7, hour)));
    return {
      duration: 90,
      is_buy_order: isBuy,
      issued: issuedAt(windowStart, between(1, 80, ...seed, 8)),
      location_id: place?.stationId ?? region.stationId,
      min_volume: isBuy && rank % 11 === 7 ? Math.min(remain, 1_000) : 1,
      order_id: orderId(region, typeId, side, rank),
      price: toTick(price),
      range: isBuy ? rangeOf(unitOf(...seed, 9), place !== null) : 'region',
      system_id: place?.systemId ?? region.systemId,
      type_id: typeId,
      volume_remain: remain,
      volume_total: total,
    };
  };

  return [
    ...Array.from({ length: buys }, (_, rank) => create(true, rank, buys)),
    ...Array.from({ length: sells }, (_, rank) => create(false, rank, sells)),
    ...ownOrdersOf(region, typeId, windowStart).map((own) => toEsiOrder(own, region, valueIsk)),
  ];
}

/** What a pilot's own order asks or offers, in ISK: fixed as long as it stands. */
export function ownOrderPrice(own: OwnOrder, region: MarketRegion, valueIsk: number): number {
  return toTick(valueIsk * region.factor * own.priceFactor);
}

function toEsiOrder(own: OwnOrder, region: MarketRegion, valueIsk: number): EsiOrder {
  return {
    duration: own.durationDays,
    is_buy_order: own.isBuy,
    issued: toEsiTime(own.issuedAt),
    location_id: region.stationId,
    min_volume: 1,
    order_id: own.orderId,
    price: ownOrderPrice(own, region, valueIsk),
    range: own.isBuy ? 'station' : 'region',
    system_id: region.systemId,
    type_id: own.typeId,
    volume_remain: own.volumeRemain,
    volume_total: own.volumeTotal,
  };
}

// A group drifts together: a compressed ore must not leave its raw one behind.
function driftOf(regionId: number, groupId: number, at: Date): number {
  const hours = at.getTime() / HOUR_MS;
  const period = between(9, 31, regionId, groupId, 10);
  const phase = unitOf(regionId, groupId, 11);
  const noise = between(-1, 1, regionId, groupId, Math.floor(at.getTime() / 60_000)) * 0.002;
  return 1 + DRIFT * Math.sin(2 * Math.PI * (hours / period + phase)) + noise;
}

function orderId(region: MarketRegion, typeId: number, side: number, rank: number): number {
  const place = marketRegions.indexOf(region);
  const book = typeId * 16 + (place < 0 ? STRUCTURE_PLACE : place) * 2 + (side - 1);
  return FIRST_ORDER_ID + book * SLOTS_PER_BOOK + rank;
}

function rangeOf(chance: number, isElsewhere: boolean): 'station' | 'region' | '5' {
  if (isElsewhere) return chance < 0.5 ? '5' : 'station';
  return chance < 0.6 ? 'station' : 'region';
}

// The hour is cut, so that an order keeps its date from window to window for a while.
function issuedAt(windowStart: Date, daysAgo: number): string {
  const day = Math.floor(windowStart.getTime() / 86_400_000) * 86_400_000;
  return toEsiTime(new Date(day - Math.floor(daysAgo * 86_400_000)));
}

/** ESI writes times without milliseconds. */
export function toEsiTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`;
}

// The game takes four significant digits, never below a hundredth.
function toTick(isk: number): number {
  return Math.max(0.01, Math.round(Number(isk.toPrecision(4)) * 100) / 100);
}

function clampVolume(units: number): number {
  return Math.max(1, Math.min(MAX_VOLUME, Math.round(units)));
}
