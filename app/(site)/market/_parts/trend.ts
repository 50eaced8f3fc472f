/**
 * A month of prices as a line in a cell. No pixels: places are percent of the cell.
 *
 * @module
 */
import type { PriceHistory } from '#lib/features/market/schema.ts';

export type Trend = {
  /** Points of a polyline in a square of 100. */
  readonly points: string;
  /** From the first average to the last, in percent; null where that is unknown. */
  readonly changePercent: number | null;
};

export const TREND_DAYS = 30;
const DAY_MS = 86_400_000;

/**
 * The daily averages of the last 30 days, by date; null where fewer than two of them were traded.
 *
 * @param now Any moment of the day that is not over yet.
 */
export function toTrend(history: PriceHistory, now: Date): Trend | null {
  const today = Math.floor(now.getTime() / DAY_MS);
  const days = history.filter(({ day }) => day >= today - TREND_DAYS);
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last || first === last) return null;
  const averages = days.map(({ averageIsk }) => Number(averageIsk));
  const [least, most] = [Math.min(...averages), Math.max(...averages)];
  const points = days.map(({ day, averageIsk }) => {
    const x = ((day - first.day) / (last.day - first.day)) * 100;
    const y = most > least ? ((most - Number(averageIsk)) / (most - least)) * 100 : 50;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  const begin = Number(first.averageIsk);
  return {
    points: points.join(' '),
    changePercent: begin > 0 ? ((Number(last.averageIsk) - begin) / begin) * 100 : null,
  };
}

/** `+3.1 %`, `−0.4 %`, `0.0 %`. */
export function writeChange(percent: number): string {
  const text = Math.abs(percent).toFixed(1);
  const sign = Number(text) === 0 ? '' : percent < 0 ? '−' : '+';
  return `${sign}${text}\u00a0%`;
}
