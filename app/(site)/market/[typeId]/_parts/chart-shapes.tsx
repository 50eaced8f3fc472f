/**
 * Band, lines and bars. The paths are drawn in a square of 1,000 and stretched: sharp at every width
 * without a script that measures.
 *
 * @module
 */
import { memo } from 'react';
import type { HistoryView, ViewedDay } from './history-view.ts';
import { placeOn, type Scale } from './scale.ts';

const THIN = { vectorEffect: 'non-scaling-stroke', fill: 'none' } as const;
/** Of the room that a day has. */
const BAR_SHARE = 0.7;

export const PriceLines = memo(function PriceLines({
  view: { days, prices },
}: {
  view: HistoryView;
}) {
  const averages = days.map((day) => toPoint(day, prices, Number(day.averageIsk)));
  const means = days.flatMap((day) => (day.mean === null ? [] : toPoint(day, prices, day.mean)));
  const band = [
    ...days.map((day) => toPoint(day, prices, Number(day.highestIsk))),
    ...days.toReversed().map((day) => toPoint(day, prices, Number(day.lowestIsk))),
  ];
  return (
    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
      <polygon points={band.join(' ')} className="fill-line" />
      <polyline points={means.join(' ')} strokeDasharray="5 4" className="stroke-ink-3" {...THIN} />
      <polyline
        points={averages.join(' ')}
        strokeWidth="1.5"
        strokeLinejoin="round"
        className="stroke-ink"
        {...THIN}
      />
    </svg>
  );
});

/** Units a day; the chosen day stands out. */
export const Bars = memo(function Bars({
  view: { days, units },
  chosen,
}: {
  view: HistoryView;
  chosen: number | null;
}) {
  const span = (days.at(-1)?.day ?? 0) - (days[0]?.day ?? 0) + 1;
  const width = (BAR_SHARE * 100) / span;
  return days.map(({ day, x, volume }, index) => {
    const top = placeOn(units, volume);
    return (
      <rect
        key={day}
        x={`${x - width / 2}%`}
        width={`${width}%`}
        y={`${top}%`}
        height={`${100 - top}%`}
        className={index === chosen ? 'fill-ink' : 'fill-line-control opacity-60'}
      />
    );
  });
});

function toPoint({ x }: ViewedDay, scale: Scale, value: number): string {
  return `${(x * 10).toFixed(1)},${(placeOn(scale, value) * 10).toFixed(1)}`;
}
