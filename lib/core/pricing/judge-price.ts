/**
 * What a market says of a price, and whether that may be believed.
 *
 * @module
 */
import { type BookSide, divideHalfUp } from './book-statistics.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import { averageOf, isHistoryStale, type PaidDay } from './price-history.ts';
import { daysOf } from './statistic.ts';
import { type Walk, walkBook } from './walk-book.ts';

/** What keeps thin and manipulated books from making prices, and old ones. */
export type PriceGuards = {
  /** Minutes from which on a book makes no price. */
  readonly staleAfterMinutes: number;
  /** Fewest units of the side that the basis names, of both for a split, of an average's days; null: any. */
  readonly minimumVolume: number | null;
  /** Highest buy price or average, in basis points of the sell price of the same book; null: any. */
  readonly sellCapBp: number | null;
};

/** A price that stood above what the program lets it be of the sell price. */
export type SellCap = {
  /** What the market said, and the sell price that bounds it. Hundredths of ISK. */
  readonly buy: bigint;
  readonly sell: bigint;
  readonly capBp: number;
};

/** What a figure was worked out from, where that is more than one number of the book. */
export type FigureSource =
  | { readonly kind: 'walk'; readonly side: BookSide; readonly taken: Walk['taken'] }
  | { readonly kind: 'middle'; readonly buy: bigint; readonly sell: bigint }
  | { readonly kind: 'days'; readonly days: readonly PaidDay[]; readonly fetchedAt: Date };

/** Why a market makes no price. */
export type UnusableReason =
  | 'no-price'
  | 'stale-price'
  | 'no-orders'
  | 'thin-book'
  | 'not-deep'
  | 'stale-average'
  | 'no-trades';

/** What a market says of a unit: hundredths of ISK, above 0. */
export type UsablePrice = {
  readonly amount: bigint;
  /** Null: the price stood within its bound, or had none. */
  readonly cap: SellCap | null;
  readonly sources: readonly FigureSource[];
};

/** Units of a type that are to be priced together. */
export type PriceAsked = { readonly basis: Basis; readonly quantity: number; readonly now: Date };

const MINUTE_MS = 60_000;
const NO_SOURCES: readonly FigureSource[] = [];

/**
 * The figure that a basis names, or why there is none. A buy price or an average above its bound counts
 * as that bound, cut to a hundredth; a book without sell orders bounds nothing. A split is the middle of
 * both sides, rounded half up to a hundredth. An average has no sides, and wants a fresh book beside it.
 */
export function judgePrice(
  price: HubPrice | undefined,
  asked: PriceAsked,
  guards: PriceGuards,
): UsablePrice | UnusableReason {
  if (!price) return 'no-price';
  if (isStale(price.bookAt, guards.staleAfterMinutes, asked.now)) return 'stale-price';
  const days = daysOf(asked.basis.statistic);
  const outcome =
    days === null ? judgeBook(price, asked, guards) : judgeAverage(price, days, asked, guards);
  return typeof outcome === 'string' || outcome.amount > 0n ? outcome : 'no-price';
}

/** What a bounded price counts as. */
export function boundOf({ sell, capBp }: Pick<SellCap, 'sell' | 'capBp'>): bigint {
  return (sell * BigInt(capBp)) / 10_000n;
}

/** Whether a price is too old to quote from. A book from the future is as good as new. */
export function isStale(bookAt: Date, staleAfterMinutes: number, now: Date): boolean {
  return now.getTime() - bookAt.getTime() > staleAfterMinutes * MINUTE_MS;
}

function judgeBook(
  price: HubPrice,
  { basis: { side, statistic }, quantity }: PriceAsked,
  { minimumVolume, sellCapBp }: PriceGuards,
): UsablePrice | UnusableReason {
  const [wantsBuy, wantsSell] = [side !== 'sell', side !== 'buy'];
  if ((wantsBuy && price.buyBest === null) || (wantsSell && price.sellBest === null)) {
    return 'no-orders';
  }
  if (minimumVolume !== null && isThin(price, side, minimumVolume)) return 'thin-book';

  const isDeep = statistic === 'depth';
  const buyWalk = isDeep && wantsBuy ? walkBook(price.levels?.buy ?? [], quantity) : null;
  const sellWalk = isDeep && wantsSell ? walkBook(price.levels?.sell ?? [], quantity) : null;
  if (isDeep && ((wantsBuy && !buyWalk) || (wantsSell && !sellWalk))) return 'not-deep';
  const isBest = statistic === 'best';
  const sellFigure = isBest ? price.sellBest : price.sellTop5;
  const buy = buyWalk?.amount ?? (isBest ? price.buyBest : price.buyTop5);
  const sell = sellWalk?.amount ?? sellFigure;

  const cap = wantsBuy ? findCap(buy, sellFigure, sellCapBp) : null;
  const bounded = cap ? boundOf(cap) : buy;
  const amount = side === 'buy' ? bounded : side === 'sell' ? sell : middleOf(bounded, sell);
  if (amount === null) return 'no-orders';
  if (!isDeep && side !== 'split') return { amount, cap, sources: NO_SOURCES };
  const isMiddle = side === 'split' && bounded !== null && sell !== null;
  return {
    amount,
    cap,
    sources: [
      ...(buyWalk ? [{ kind: 'walk', side: 'buy', taken: buyWalk.taken } as const] : []),
      ...(sellWalk ? [{ kind: 'walk', side: 'sell', taken: sellWalk.taken } as const] : []),
      ...(isMiddle ? [{ kind: 'middle', buy: bounded, sell } as const] : []),
    ],
  };
}

function judgeAverage(
  { history, sellTop5 }: HubPrice,
  count: number,
  { now }: PriceAsked,
  { minimumVolume, sellCapBp }: PriceGuards,
): UsablePrice | UnusableReason {
  if (!history || isHistoryStale(history, now)) return 'stale-average';
  const average = averageOf(history, count, now);
  if (!average) return 'no-trades';
  if (minimumVolume !== null && average.volume < minimumVolume) return 'thin-book';
  const cap = findCap(average.amount, sellTop5, sellCapBp);
  const source = { kind: 'days', days: average.days, fetchedAt: history.fetchedAt } as const;
  return { amount: cap ? boundOf(cap) : average.amount, cap, sources: [source] };
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
