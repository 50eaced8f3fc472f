import { divideHalfUp } from './book-statistics.ts';
import type { Basis, HubPrice } from './hub-price.ts';

/** What keeps thin and manipulated books from making prices, and old ones. */
export type PriceGuards = {
  /** Minutes from which on a book makes no price. */
  readonly staleAfterMinutes: number;
  /** Fewest units of the side that the basis names, of both for a split; null: any. */
  readonly minimumVolume: number | null;
  /** Highest buy price, in basis points of the sell price of the same book; null: any. */
  readonly sellCapBp: number | null;
};

/** A buy price that stood above what the program lets it be of the sell price. */
export type SellCap = {
  /** What the buy side said, and the sell price that bounds it. Hundredths of ISK. */
  readonly buy: bigint;
  readonly sell: bigint;
  readonly capBp: number;
};

/** Why a book makes no price. */
export type UnusableReason = 'no-price' | 'stale-price' | 'no-orders' | 'thin-book';

/** What a book says of a unit: hundredths of ISK, above 0. */
export type UsablePrice = {
  readonly amount: bigint;
  /** Null: the buy price stood within its bound, or had none. */
  readonly cap: SellCap | null;
};

const MINUTE_MS = 60_000;

/**
 * The figure of a book that a basis names, or why it makes no price. A buy price above its bound counts
 * as that bound, cut to a hundredth; a book without sell orders bounds nothing. A split is the middle of
 * both sides, rounded half up to a hundredth.
 */
export function judgePrice(
  price: HubPrice | undefined,
  { side, statistic }: Basis,
  { staleAfterMinutes, minimumVolume, sellCapBp }: PriceGuards,
  now: Date,
): UsablePrice | UnusableReason {
  if (!price) return 'no-price';
  if (isStale(price.bookAt, staleAfterMinutes, now)) return 'stale-price';
  const buy = statistic === 'best' ? price.buyBest : price.buyTop5;
  const sell = statistic === 'best' ? price.sellBest : price.sellTop5;
  if ((side !== 'sell' && buy === null) || (side !== 'buy' && sell === null)) return 'no-orders';
  if (minimumVolume !== null && isThin(price, side, minimumVolume)) return 'thin-book';

  const cap = side === 'sell' ? null : findCap(buy, sell, sellCapBp);
  const bounded = cap ? boundOf(cap) : buy;
  const amount = side === 'buy' ? bounded : side === 'sell' ? sell : middleOf(bounded, sell);
  return amount !== null && amount > 0n ? { amount, cap } : 'no-price';
}

/** What a capped buy price counts as. */
export function boundOf({ sell, capBp }: SellCap): bigint {
  return (sell * BigInt(capBp)) / 10_000n;
}

/** Whether a price is too old to quote from. A book from the future is as good as new. */
export function isStale(bookAt: Date, staleAfterMinutes: number, now: Date): boolean {
  return now.getTime() - bookAt.getTime() > staleAfterMinutes * MINUTE_MS;
}

function isThin(price: HubPrice, side: Basis['side'], minimumVolume: number): boolean {
  if (side !== 'sell' && price.buyVolume < minimumVolume) return true;
  return side !== 'buy' && price.sellVolume < minimumVolume;
}

function findCap(buy: bigint | null, sell: bigint | null, capBp: number | null): SellCap | null {
  if (buy === null || sell === null || capBp === null) return null;
  const cap = { buy, sell, capBp };
  return buy > boundOf(cap) ? cap : null;
}

function middleOf(buy: bigint | null, sell: bigint | null): bigint | null {
  return buy === null || sell === null ? null : divideHalfUp(buy + sell, 2n);
}
