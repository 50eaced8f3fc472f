/**
 * What was paid for a type in a region, day by day.
 *
 * @module
 */
import * as z from 'zod';
import { divideHalfUp, OUTLIER_FACTOR } from './book-statistics.ts';

const DAY_MS = 86_400_000;
/** EVE makes a day's figures at 11:05 the day after; a day more, and something is wrong. */
const FRESH_MS = 2 * DAY_MS;

const daySchema = z.codec(
  z.tuple([z.iso.date(), z.string().regex(/^[1-9]\d{0,18}$/), z.int().positive()]),
  z.object({
    /** ISO 8601, in EVE time. */
    date: z.string(),
    /** Hundredths of ISK a unit: the day's mean, weighted by units. */
    average: z.bigint(),
    /** Units that changed hands. */
    volume: z.int(),
  }),
  {
    decode: ([date, average, volume]) => ({ date, average: BigInt(average), volume }),
    encode: ({ date, average, volume }) =>
      [date, String(average), volume] as [string, string, number],
  },
);
export type PaidDay = z.output<typeof daySchema>;

/** Days on which somebody traded, oldest first. As it is stored: `[["2026-11-22", "1688", 2000]]`. */
export const paidDaysSchema = z.array(daySchema).readonly();

export type PriceHistory = {
  readonly days: readonly PaidDay[];
  /** When it was read from EVE. */
  readonly fetchedAt: Date;
};

export type AveragePrice = {
  /** Hundredths of ISK a unit. */
  readonly amount: bigint;
  readonly volume: number;
  /** Those that it is made from. */
  readonly days: readonly PaidDay[];
};

/**
 * Mean of the last `count` whole days before a moment, weighted by units, rounded half up to a hundredth.
 * Days without trade, and those that EVE has not told of yet, count for nothing; nor do those whose mean
 * is a factor of ten away from the middle one's: somebody traded with himself.
 *
 * @returns Null when nobody traded.
 */
export function averageOf({ days }: PriceHistory, count: number, now: Date): AveragePrice | null {
  const today = now.toISOString().slice(0, 10);
  const first = new Date(Date.parse(today) - count * DAY_MS).toISOString().slice(0, 10);
  const counted = withoutOutliers(days.filter(({ date }) => date >= first && date < today));
  const volume = counted.reduce((sum, day) => sum + BigInt(day.volume), 0n);
  if (volume === 0n) return null;
  const paid = counted.reduce((sum, day) => sum + day.average * BigInt(day.volume), 0n);
  return { amount: divideHalfUp(paid, volume), volume: Number(volume), days: counted };
}

function withoutOutliers(days: readonly PaidDay[]): readonly PaidDay[] {
  const averages = days.map(({ average }) => average).sort((a, b) => (a < b ? -1 : 1));
  // Of an even count the lower one: a price may rather be too low.
  const middle = averages[Math.floor((averages.length - 1) / 2)] ?? 0n;
  return days.filter(
    ({ average }) => average <= middle * OUTLIER_FACTOR && average * OUTLIER_FACTOR >= middle,
  );
}

/** Whether it was read too long ago to quote from. */
export function isHistoryStale({ fetchedAt }: PriceHistory, now: Date): boolean {
  return now.getTime() - fetchedAt.getTime() > FRESH_MS;
}
