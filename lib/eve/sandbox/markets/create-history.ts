import { between, unitOf } from './random.ts';

/** One day of a type in a region, as `GET /markets/{region_id}/history` gives it. */
export type EsiHistoryDay = {
  readonly average: number;
  readonly date: string;
  readonly highest: number;
  readonly lowest: number;
  readonly order_count: number;
  readonly volume: number;
};

const DAY_MS = 86_400_000;
const DAYS = 400;
/** The slow waves that a price is made of: how long, in days, and how high. */
const SWINGS = [
  { days: 11, height: 0.008 },
  { days: 37, height: 0.01 },
  { days: 120, height: 0.012 },
  { days: 390, height: 0.016 },
];

/**
 * The last 400 days before a moment, oldest first; the day of the moment itself is not over yet.
 *
 * A day is made from type, region and date alone, so that every reading of it agrees. Prices swing
 * slowly around what the type is worth today, at weekends more is traded, and on some days nobody
 * trades what is rarely traded: such days are missing, as in EVE.
 */
export function createHistory(
  regionId: number,
  { typeId, valueIsk }: { readonly typeId: number; readonly valueIsk: number },
  at: Date,
): EsiHistoryDay[] {
  const today = Math.floor(at.getTime() / DAY_MS);
  const turnoverIsk = between(5e7, 9e9, regionId, typeId, 31);
  const usual = Math.max(1, turnoverIsk / valueIsk);
  const isRare = usual < 20;

  return Array.from({ length: DAYS }, (_, index) => today - DAYS + index).flatMap((day) => {
    const seed = [regionId, typeId, day] as const;
    if (isRare && unitOf(...seed, 32) < 0.15) return [];
    const middle = valueIsk * swingOf(regionId, typeId, day);
    const spread = between(0.005, 0.03, ...seed, 33);
    const average = toIsk(middle * (1 + between(-0.008, 0.008, ...seed, 34)));
    const weekday = new Date(day * DAY_MS).getUTCDay();
    const weekend = weekday === 0 || weekday === 6 ? 1.3 : 1;
    const volume = Math.max(1, Math.round(usual * weekend * between(0.6, 1.5, ...seed, 35)));
    return {
      average,
      date: new Date(day * DAY_MS).toISOString().slice(0, 10),
      highest: toIsk(Math.max(average, middle * (1 + spread))),
      lowest: toIsk(Math.min(average, middle * (1 - spread))),
      order_count: Math.max(1, Math.min(volume, Math.round(between(20, 900, ...seed, 36)))),
      volume,
    };
  });
}

// Low enough that yesterday is never far from the book of today, which knows no yesterday.
function swingOf(regionId: number, typeId: number, day: number): number {
  return SWINGS.reduce((total, { days, height }, index) => {
    const phase = unitOf(regionId, typeId, index, 37);
    return total + height * Math.sin(2 * Math.PI * (day / days + phase));
  }, 1);
}

function toIsk(isk: number): number {
  return Math.max(0.01, Math.round(isk * 100) / 100);
}
