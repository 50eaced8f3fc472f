'use client';

import { type PointerEvent, useId, useState } from 'react';
import { PriceAxis, TimeAxis, VolumeAxis } from './chart-axes.tsx';
import { ChartLegend } from './chart-legend.tsx';
import { Bars, PriceLines } from './chart-shapes.tsx';
import { describeDay, describeView } from './describe-history.ts';
import { type HistoryView, nearestIndex, type Range } from './history-view.ts';
import { placeOn } from './scale.ts';

type PriceChartProps = {
  readonly view: HistoryView;
  readonly range: Range;
  readonly name: string;
};

/**
 * Average, a band from lowest to highest, the 20-day mean and the volume. Pointing, tapping or the
 * arrow keys choose a day, which the legend reads out.
 */
export function PriceChart({ view, range, name }: PriceChartProps) {
  const saidId = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const last = view.days.length - 1;
  const index = Math.min(chosen ?? last, last);
  const day = view.days[index];
  if (!day) return null;

  const choose = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    if (width > 0) setChosen(nearestIndex(view.days, ((clientX - left) / width) * 100));
  };
  const isMarked = chosen !== null;

  return (
    <figure aria-labelledby={saidId} className="flex min-h-0 flex-1 flex-col">
      <figcaption id={saidId} className="sr-only">
        {describeView(view, range, name)}
      </figcaption>
      <ChartLegend day={day} />
      <label className="sr-only">
        Day
        <input
          type="range"
          min={0}
          max={last}
          value={index}
          aria-valuetext={describeDay(day)}
          onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
          className="peer"
        />
      </label>
      <div className="relative grid min-h-0 flex-1 grid-cols-[64px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_20px_72px_28px] pt-2 rounded-control pr-4 has-[:focus-visible]:outline-2">
        <PriceAxis scale={view.prices} />
        <svg aria-hidden="true" className="col-start-2 row-start-1 size-full overflow-visible">
          {view.prices.ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2="100%"
              y1={`${placeOn(view.prices, tick)}%`}
              y2={`${placeOn(view.prices, tick)}%`}
              className="stroke-line-soft"
            />
          ))}
          <PriceLines view={view} />
          {isMarked && (
            <line
              x1={`${day.x}%`}
              x2={`${day.x}%`}
              y1="0"
              y2="100%"
              strokeDasharray="2 3"
              className="stroke-line-control"
            />
          )}
          {isMarked && (
            <circle
              cx={`${day.x}%`}
              cy={`${placeOn(view.prices, Number(day.averageIsk))}%`}
              r="4"
              strokeWidth="2"
              className="fill-ink stroke-surface-1"
            />
          )}
        </svg>
        <VolumeAxis scale={view.units} />
        <svg aria-hidden="true" className="col-start-2 row-start-3 size-full overflow-visible">
          <Bars view={view} chosen={isMarked ? index : null} />
        </svg>
        <TimeAxis days={view.days} isLong={range.days > 100} />
        <div
          aria-hidden="true"
          className="col-start-2 row-span-3 row-start-1 cursor-crosshair touch-pan-y"
          onPointerDown={choose}
          onPointerMove={choose}
          onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setChosen(null)}
        />
      </div>
    </figure>
  );
}
