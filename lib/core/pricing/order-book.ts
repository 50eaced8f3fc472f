/**
 * A book as its price levels: what a depth chart draws, and what a large quantity would meet.
 *
 * @module
 */
import * as z from 'zod';
import { listMarketOrders, type Order } from './book-statistics.ts';

const levelSchema = z.codec(
  z.tuple([z.string().regex(/^[1-9]\d{0,18}$/), z.int().positive(), z.int().positive()]),
  z.object({
    /** Hundredths of ISK a unit. */
    priceIsk: z.bigint(),
    units: z.int(),
    orders: z.int(),
  }),
  {
    decode: ([price, units, orders]) => ({ priceIsk: BigInt(price), units, orders }),
    encode: ({ priceIsk, units, orders }) =>
      [String(priceIsk), units, orders] as [string, number, number],
  },
);
/** All orders of one price. */
export type BookLevel = z.output<typeof levelSchema>;

/**
 * Levels of each side, best first. As it is stored: `{"buy": [["1688", 2000, 3]], "sell": []}`, prices in
 * hundredths of ISK.
 */
export const orderBookSchema = z.object({
  buy: z.array(levelSchema).readonly(),
  sell: z.array(levelSchema).readonly(),
});
export type OrderBook = z.output<typeof orderBookSchema>;

/** A side has rarely more; what is beyond them is far from any trade. */
const MOST_LEVELS = 500;

/**
 * The levels of the orders that the statistics count, at most 500 a side. Units of one level beyond
 * 2^53 − 1 are said to be so many.
 */
export function toOrderBook(orders: readonly Order[]): OrderBook {
  const market = listMarketOrders(orders);
  return { buy: toLevels(market.buy), sell: toLevels(market.sell) };
}

function toLevels(market: readonly Order[]): BookLevel[] {
  const levels: BookLevel[] = [];
  for (const { priceIsk, remaining } of market) {
    const last = levels.at(-1);
    if (last?.priceIsk === priceIsk) {
      last.units = Math.min(last.units + remaining, Number.MAX_SAFE_INTEGER);
      last.orders += 1;
    } else if (levels.length < MOST_LEVELS) {
      levels.push({ priceIsk, units: remaining, orders: 1 });
    } else break;
  }
  return levels;
}
