/**
 * What an order book says about a price. All arithmetic is exact until one stated rounding.
 *
 * @module
 */

/** A side of an order book. */
export type BookSide = 'buy' | 'sell';

/** One order of a market, as far as a price needs it. */
export type Order = {
  readonly orderId: number;
  readonly isBuy: boolean;
  /** Hundredths of ISK a unit. */
  readonly priceIsk: bigint;
  /** Units still wanted or offered. */
  readonly remaining: number;
  /** Fewest units that one trade may have. */
  readonly minimumVolume: number;
};

/** Both sides of a book. Prices in hundredths of ISK a unit; null where no order counts, never 0. */
export type BookStatistics = {
  readonly buyBest: bigint | null;
  /** Mean of the dearest 5 % of the wanted units, weighted by units. */
  readonly buyTop5: bigint | null;
  readonly sellBest: bigint | null;
  /** Mean of the cheapest 5 % of the offered units, weighted by units. */
  readonly sellTop5: bigint | null;
  readonly buyVolume: number;
  readonly sellVolume: number;
  readonly buyOrders: number;
  readonly sellOrders: number;
};

/** Buy orders under a tenth of the best, sell orders over ten times the best, are no market. */
export const OUTLIER_FACTOR = 10n;
/** Nor are the dearest buy orders, where they hold less than this percentage of all ISK that is bid. */
const LEAST_BID_PERCENT = 1n;
const TOP_PERCENT = 5n;

/**
 * Best price and 5 % volume-weighted mean of each side, as Fuzzwork publishes them: orders sorted best
 * first, taken until 5 % of the units are reached (rounded up, at least one), the last one cut.
 *
 * Left out: buy orders that cannot be filled by a single unit, orders without units or price, outliers
 * by a factor of ten, and second sightings of an order (pages of a list may overlap). Dear buy orders are
 * measured by the ISK that stands behind them, which a joke would have to pay; a cheap sell order is
 * never left out, since whoever owns many units could make the rest look small. The mean is rounded
 * once, half up, to a hundredth. Orders may come in any sequence and stay untouched.
 */
export function computeBookStatistics(orders: readonly Order[]): BookStatistics {
  const market = listMarketOrders(orders);
  const [buy, sell] = [sideOf(market.buy), sideOf(market.sell)];
  return {
    buyBest: buy.best,
    buyTop5: buy.top5,
    sellBest: sell.best,
    sellTop5: sell.top5,
    buyVolume: buy.volume,
    sellVolume: sell.volume,
    buyOrders: buy.orders,
    sellOrders: sell.orders,
  };
}

/** The orders of each side that {@link computeBookStatistics} counts, best first. */
export function listMarketOrders(orders: readonly Order[]): Record<BookSide, Order[]> {
  const counted = new Map<number, Order>();
  for (const order of orders) if (counts(order)) counted.set(order.orderId, order);
  const all = [...counted.values()];
  return {
    buy: withoutOutliers(
      withoutLead(all.filter((order) => order.isBuy).sort((a, b) => byPrice(b, a))),
      (price, best) => price * OUTLIER_FACTOR < best,
    ),
    sell: withoutOutliers(
      all.filter((order) => !order.isBuy).sort(byPrice),
      (price, best) => price > best * OUTLIER_FACTOR,
    ),
  };
}

/** Divide amounts that are not negative, rounding half up. */
export function divideHalfUp(amount: bigint, by: bigint): bigint {
  return (amount * 2n + by) / (by * 2n);
}

function counts(order: Order): boolean {
  if (order.remaining <= 0 || order.priceIsk <= 0n) return false;
  return !order.isBuy || order.minimumVolume <= 1;
}

type SideStatistics = {
  readonly best: bigint | null;
  readonly top5: bigint | null;
  readonly volume: number;
  readonly orders: number;
};

/** @param sorted Best first. */
function withoutOutliers(
  sorted: Order[],
  isOutlier: (price: bigint, best: bigint) => boolean,
): Order[] {
  const best = sorted[0]?.priceIsk;
  return best === undefined ? [] : sorted.filter((order) => !isOutlier(order.priceIsk, best));
}

/**
 * Else one unit that somebody bids a hundredfold for would make outliers of all others.
 *
 * @param sorted Dearest first.
 */
function withoutLead(sorted: Order[]): Order[] {
  let left = sorted.reduce((sum, order) => sum + worthOf(order), 0n);
  let start = 0;
  for (let top = sorted[0]; top; top = sorted[start]) {
    const { priceIsk } = top;
    let [band, end] = [0n, start];
    for (let order = sorted[end]; order; order = sorted[end]) {
      if (order.priceIsk * OUTLIER_FACTOR < priceIsk) break;
      band += worthOf(order);
      end += 1;
    }
    // The last band is all that is left.
    if (band * 100n >= left * LEAST_BID_PERCENT) break;
    left -= band;
    start = end;
  }
  return start === 0 ? sorted : sorted.slice(start);
}

function worthOf({ priceIsk, remaining }: Order): bigint {
  return priceIsk * BigInt(remaining);
}

/** @param market Best first. */
function sideOf(market: readonly Order[]): SideStatistics {
  const best = market[0]?.priceIsk;
  if (best === undefined) return { best: null, top5: null, volume: 0, orders: 0 };

  const volume = market.reduce((sum, order) => sum + BigInt(order.remaining), 0n);
  return {
    best,
    top5: topMean(market, volume),
    volume: Number(volume),
    orders: market.length,
  };
}

function topMean(market: readonly Order[], volume: bigint): bigint {
  const wanted = (volume * TOP_PERCENT + 99n) / 100n;
  let missing = wanted;
  let cost = 0n;
  for (const order of market) {
    const remaining = BigInt(order.remaining);
    const taken = remaining < missing ? remaining : missing;
    cost += order.priceIsk * taken;
    missing -= taken;
    if (missing === 0n) break;
  }
  return divideHalfUp(cost, wanted);
}

function byPrice(a: Order, b: Order): number {
  return a.priceIsk < b.priceIsk ? -1 : a.priceIsk > b.priceIsk ? 1 : 0;
}
