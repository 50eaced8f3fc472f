/**
 * An order book as a chart has it. No pixels: places are percent of the chart.
 *
 * @module
 */
import { type BookSide, divideHalfUp } from '#lib/core/pricing/book-statistics.ts';
import type { BookLevel, OrderBook } from '#lib/core/pricing/order-book.ts';
import { placeOn, type Scale, toScale } from './scale.ts';

/** A level, and what a trade meets that goes as far. */
export type DepthStep = BookLevel & {
  readonly side: BookSide;
  /** Units from the best price to this one. */
  readonly sumUnits: number;
  /** Mean price of all of them in hundredths of ISK, weighted by units, rounded half up. */
  readonly meanIsk: bigint;
  /** Percent from the left. */
  readonly x: number;
};

export type DepthView = {
  /** Best first. */
  readonly buy: readonly DepthStep[];
  readonly sell: readonly DepthStep[];
  /** Both sides, cheapest first. */
  readonly steps: readonly DepthStep[];
  readonly prices: Scale;
  readonly units: Scale;
  /** Whether there are orders too far from the best to be shown. */
  readonly isCut: boolean;
};

/** Levels further than this from their side's best are left out: they would press the others flat. */
export const NEAR_PERCENT = 10;
const PRICE_STEPS = 4;
const UNIT_STEPS = 3;
/** Room beside the outermost levels, of the whole width. */
const MARGIN = 0.04;

/** The levels near the best of each side, added up from there. */
export function viewDepth(book: OrderBook): DepthView {
  const near = { buy: nearLevels(book.buy), sell: nearLevels(book.sell) };
  const prices = toPrices([...near.buy, ...near.sell]);
  const [buy, sell] = [toSteps('buy', near.buy, prices), toSteps('sell', near.sell, prices)];
  const most = Math.max(1, buy.at(-1)?.sumUnits ?? 0, sell.at(-1)?.sumUnits ?? 0);
  return {
    buy,
    sell,
    steps: [...buy.toReversed(), ...sell],
    prices,
    units: toScale(0, most, UNIT_STEPS),
    isCut: near.buy.length < book.buy.length || near.sell.length < book.sell.length,
  };
}

/** Where a price stands, in percent from the left. */
export function placeOfPrice(prices: Scale, priceIsk: bigint): number {
  return 100 - placeOn(prices, Number(priceIsk));
}

function nearLevels(levels: readonly BookLevel[]): readonly BookLevel[] {
  const best = levels[0]?.priceIsk;
  if (best === undefined) return [];
  const farthest = best * BigInt(NEAR_PERCENT);
  return levels.filter(({ priceIsk }) => {
    const away = priceIsk > best ? priceIsk - best : best - priceIsk;
    return away * 100n <= farthest;
  });
}

/** Ends where the levels do, not at round prices: half of the picture would be empty. */
function toPrices(levels: readonly BookLevel[]): Scale {
  const all = levels.map(({ priceIsk }) => Number(priceIsk));
  if (all.length === 0) return { low: 0, high: 1, ticks: [] };
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const margin = Math.max((most - least) * MARGIN, most * 0.001, 1);
  const [low, high] = [Math.max(0, least - margin), most + margin];
  const { ticks } = toScale(low, high, PRICE_STEPS);
  return { low, high, ticks: ticks.filter((tick) => tick >= low && tick <= high) };
}

function toSteps(side: BookSide, levels: readonly BookLevel[], prices: Scale): DepthStep[] {
  let sumUnits = 0;
  let units = 0n;
  let costIsk = 0n;
  return levels.map((level) => {
    sumUnits = Math.min(sumUnits + level.units, Number.MAX_SAFE_INTEGER);
    units += BigInt(level.units);
    costIsk += level.priceIsk * BigInt(level.units);
    return {
      ...level,
      side,
      sumUnits,
      meanIsk: divideHalfUp(costIsk, units),
      x: placeOfPrice(prices, level.priceIsk),
    };
  });
}
