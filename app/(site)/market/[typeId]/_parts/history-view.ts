/**
 * A price history as a chart has it. No clock, no pixels: places are percent of the chart.
 *
 * @module
 */
import type { HistoryDay, PriceHistory } from '#lib/features/market/schema.ts';
import { type Scale, toScale } from './scale.ts';

export const RANGES = [
  { name: '30 d', days: 30, said: '30 days' },
  { name: '90 d', days: 90, said: '90 days' },
  { name: '1 y', days: 365, said: 'year' },
  { name: 'All', days: Number.POSITIVE_INFINITY, said: 'months that EVE remembers' },
] as const;
export type Range = (typeof RANGES)[number];

export type ViewedDay = HistoryDay & {
  /** Mean of the averages of the 20 days that end with it, in hundredths of ISK; null before 20 are known. */
  readonly mean: number | null;
  /** Percent from the left. */
  readonly x: number;
};

export type HistoryView = {
  /** Oldest first; empty when nobody traded in the range. */
  readonly days: readonly ViewedDay[];
  readonly prices: Scale;
  readonly units: Scale;
};

const DAY_MS = 86_400_000;
const MEAN_DAYS = 20;
/** One trade at a mad price must not press all others flat. */
const OUTLIER_FACTOR = 2;
const PRICE_STEPS = 4;
const UNIT_STEPS = 2;

/**
 * The last so many days of a history.
 *
 * @param endDay The day that is not over yet.
 */
export function viewHistory(history: PriceHistory, range: Range, endDay: number): HistoryView {
  const means = toMeans(history);
  const shown = history
    .map((day, index) => ({ ...day, mean: means[index] ?? null }))
    .filter(({ day }) => day >= endDay - range.days);
  return {
    days: shown.map((day) => ({ ...day, x: placeInTime(shown, day.day) })),
    prices: toScale(...pricesOf(shown), PRICE_STEPS),
    units: toScale(0, Math.max(1, ...shown.map(({ volume }) => volume)), UNIT_STEPS),
  };
}

/** Where a day stands among days, in percent from the left: the middle of the room that it has. */
export function placeInTime(days: readonly { readonly day: number }[], day: number): number {
  const first = days[0]?.day ?? day;
  const last = days.at(-1)?.day ?? day;
  return ((day - first + 0.5) / (last - first + 1)) * 100;
}

/** The beginning of a day, UTC. */
export function toDate(day: number): Date {
  return new Date(day * DAY_MS);
}

/** Which day is nearest to a place, in percent from the left. */
export function nearestIndex(days: readonly { readonly x: number }[], x: number): number {
  let nearest = 0;
  days.forEach((day, index) => {
    if (Math.abs(day.x - x) < Math.abs((days[nearest]?.x ?? 0) - x)) nearest = index;
  });
  return nearest;
}

/** How much dearer than the day before, in percent; null where that is unknown. */
export function changePercent(history: PriceHistory): number | null {
  const [before, last] = history.slice(-2);
  if (!before || !last || before.averageIsk === 0n) return null;
  return (Number(last.averageIsk - before.averageIsk) / Number(before.averageIsk)) * 100;
}

function pricesOf(days: readonly (HistoryDay & { mean: number | null })[]): [number, number] {
  if (days.length === 0) return [0, 1];
  const averages = days.map(({ averageIsk }) => Number(averageIsk));
  const least = Math.min(...averages);
  const most = Math.max(...averages);
  const means = days.flatMap(({ mean }) => mean ?? []);
  return [
    Math.min(
      least,
      ...means,
      ...days.map((day) => Math.max(Number(day.lowestIsk), least / OUTLIER_FACTOR)),
    ),
    Math.max(
      most,
      ...means,
      ...days.map((day) => Math.min(Number(day.highestIsk), most * OUTLIER_FACTOR)),
    ),
  ];
}

function toMeans(history: PriceHistory): (number | null)[] {
  const begins = (history[0]?.day ?? 0) + MEAN_DAYS - 1;
  let from = 0;
  let sum = 0;
  return history.map(({ day, averageIsk }, index) => {
    sum += Number(averageIsk);
    for (let old = history[from]; old && old.day <= day - MEAN_DAYS; old = history[from]) {
      sum -= Number(old.averageIsk);
      from += 1;
    }
    return day < begins ? null : sum / (index - from + 1);
  });
}
