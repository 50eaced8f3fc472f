/**
 * The pilots' own market orders. They stand in the books that everybody reads.
 *
 * @module
 */
import type { MarketRegion } from './hubs.ts';
import { between } from './random.ts';

/** One order of a pilot, open or over. */
export type OwnOrder = {
  readonly orderId: number;
  readonly characterId: number;
  readonly isCorporation: boolean;
  readonly regionId: number;
  readonly typeId: number;
  readonly isBuy: boolean;
  readonly issuedAt: Date;
  readonly durationDays: number;
  readonly volumeTotal: number;
  readonly volumeRemain: number;
  /** Against what the type is worth in the region. */
  readonly priceFactor: number;
};

const DAY_MS = 86_400_000;
const DURATION_DAYS = 30;
const FIRST_OWN_ORDER_ID = 6_900_000_000;
const ORDERS_PER_SLOT = 10_000;
const TRADER = 9000000000001;
const MINER = 9000000000002;
const ALT = 9000000000003;
/** How many orders that are over are remembered of each slot: ESI gives 90 days. */
const KEPT_CYCLES = 3;

type Slot = Pick<OwnOrder, 'characterId' | 'isCorporation' | 'regionId' | 'typeId' | 'isBuy'>;

const slot = (
  characterId: number,
  typeId: number,
  isBuy: boolean,
  isCorporation = false,
): Slot => ({
  characterId,
  typeId,
  isBuy,
  isCorporation,
  regionId: 10000002,
});

// The trader buys minerals for the corporation and sells some in person; miners sell what they dig.
const SLOTS: readonly Slot[] = [
  ...[34, 35, 36, 37, 38, 39, 40, 11399].map((typeId) => slot(TRADER, typeId, true, true)),
  slot(TRADER, 34, false),
  slot(TRADER, 35, false),
  slot(TRADER, 16274, true),
  slot(MINER, 1230, false),
  slot(MINER, 62516, false),
  slot(ALT, 16274, false, true),
];

/** The open order of each slot at a time. */
export function openOwnOrders(at: Date): OwnOrder[] {
  return SLOTS.map((one, index) => toOrder(one, index, cycleOf(index, at)));
}

/** The orders that ran out in the last 90 days, newest first. */
export function pastOwnOrders(at: Date): OwnOrder[] {
  return SLOTS.flatMap((one, index) =>
    Array.from({ length: KEPT_CYCLES }, (_, back) =>
      toOrder(one, index, cycleOf(index, at) - 1 - back),
    ),
  ).toSorted((a, b) => b.issuedAt.getTime() - a.issuedAt.getTime());
}

/** The own orders in one book. */
export function ownOrdersOf(region: MarketRegion, typeId: number, at: Date): OwnOrder[] {
  return SLOTS.flatMap((one, index) =>
    one.regionId === region.regionId && one.typeId === typeId
      ? toOrder(one, index, cycleOf(index, at))
      : [],
  );
}

/** How many own orders a book has; always the same. */
export function countOwnOrders(regionId: number, typeId: number): number {
  return SLOTS.filter((one) => one.regionId === regionId && one.typeId === typeId).length;
}

export function isOwnOrder(orderId: number): boolean {
  return orderId >= FIRST_OWN_ORDER_ID && orderId < FIRST_OWN_ORDER_ID + 1_000_000;
}

// An order stands for 30 days and is then put up anew, each slot on another day.
function cycleOf(index: number, at: Date): number {
  return Math.floor((at.getTime() / DAY_MS - index * 2) / DURATION_DAYS);
}

function toOrder(one: Slot, index: number, cycle: number): OwnOrder {
  const volumeTotal = Math.round(between(50_000, 900_000, index, cycle, 21));
  return {
    ...one,
    orderId: FIRST_OWN_ORDER_ID + index * ORDERS_PER_SLOT + (cycle % ORDERS_PER_SLOT),
    issuedAt: new Date((cycle * DURATION_DAYS + index * 2) * DAY_MS),
    durationDays: DURATION_DAYS,
    volumeTotal,
    volumeRemain: Math.max(1, Math.floor(volumeTotal * between(0.3, 1, index, cycle, 22))),
    // Behind all spread and drift, so that no own order ever meets another one.
    priceFactor: one.isBuy
      ? between(0.9, 0.92, index, cycle, 23)
      : between(1.08, 1.1, index, cycle, 23),
  };
}
