import { formatIsk } from '#lib/core/isk.ts';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { formatEveTime } from '#lib/ui/trade/format-times.ts';
import { type HistoryView, type Range, toDate, type ViewedDay } from './history-view.ts';

/** What the picture says, for who does not see it. */
export function describeView({ days }: HistoryView, range: Range, name: string): string {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return `No price of ${name} in the last ${range.said}.`;
  const least = days.reduce((low, day) => (day.averageIsk < low.averageIsk ? day : low));
  const most = days.reduce((high, day) => (day.averageIsk > high.averageIsk ? day : high));
  return (
    `Average price of ${name} in the last ${range.said}: ${priceOn(first)}, ${priceOn(last)}; ` +
    `lowest ${priceOn(least)}, highest ${priceOn(most)}.`
  );
}

/** One day in a sentence. */
export function describeDay(day: ViewedDay): string {
  return (
    `${formatEveTime(toDate(day.day), 'day')}: average ${formatIsk(day.averageIsk)} ISK, ` +
    `from ${formatIsk(day.lowestIsk)} to ${formatIsk(day.highestIsk)}, ` +
    `${formatUnits(day.volume)} units in ${formatUnits(day.orders)} orders`
  );
}

function priceOn({ day, averageIsk }: ViewedDay): string {
  return `${formatIsk(averageIsk)} ISK on ${formatEveTime(toDate(day), 'day')}`;
}
