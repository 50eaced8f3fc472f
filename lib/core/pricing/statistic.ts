/**
 * Which figure of a market a price is made from.
 *
 * @module
 */

/** Averages are of what was paid in the region in so many days; the others are of the hub's book. */
export const STATISTICS = [
  'top5',
  'best',
  'depth',
  'average-3',
  'average-7',
  'average-14',
  'average-30',
  'average-90',
] as const;
export type Statistic = (typeof STATISTICS)[number];

/** As a figure is chosen by. */
export const STATISTIC_NAMES: Record<Statistic, string> = {
  top5: '5 % volume-weighted',
  best: 'Best order',
  depth: 'Depth for the quantity',
  'average-3': 'Average of 3 days',
  'average-7': 'Average of 7 days',
  'average-14': 'Average of 14 days',
  'average-30': 'Average of 30 days',
  'average-90': 'Average of 90 days',
};

/** Days of an average; null for what is of a book. */
export function daysOf(statistic: Statistic): number | null {
  return statistic.startsWith('average-') ? Number(statistic.slice('average-'.length)) : null;
}

/** A stored word; what nobody knows is the usual figure. */
export function toStatistic(text: string | null): Statistic {
  return STATISTICS.find((each) => each === text) ?? 'top5';
}

/** "Jita buy", "Jita 30-day average": an average has no sides. */
export function describeBasis({
  hubName,
  side,
  statistic,
}: {
  readonly hubName: string;
  readonly side: string;
  readonly statistic: Statistic;
}): string {
  const days = daysOf(statistic);
  return days === null ? `${hubName} ${side}` : `${hubName} ${days}-day average`;
}
