'use client';

import { type PointerEvent, useId, useState } from 'react';
import { DepthAxes } from './depth-axes.tsx';
import { DepthLegend } from './depth-legend.tsx';
import { DepthShapes } from './depth-shapes.tsx';
import { type DepthView, placeOfPrice } from './depth-view.ts';
import { describeDepth, describeStep } from './describe-depth.ts';
import { nearestIndex } from './history-view.ts';
import { placeOn } from './scale.ts';

type DepthChartProps = {
  readonly view: DepthView;
  readonly name: string;
  readonly hubName: string;
  /** The 5 % prices, in hundredths of ISK. */
  readonly marks: readonly bigint[];
};

/**
 * Units from the best price on, wanted to the left and offered to the right. Pointing, tapping or the
 * arrow keys choose a price, which the legend reads out.
 */
export function DepthChart({ view, name, hubName, marks }: DepthChartProps) {
  const saidId = useId();
  const [chosen, setChosen] = useState<number | null>(null);
  const last = view.steps.length - 1;
  const index = Math.min(chosen ?? Math.max(view.buy.length - 1, 0), last);
  const step = view.steps[index];
  if (!step) return null;

  const choose = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    if (width > 0) setChosen(nearestIndex(view.steps, ((clientX - left) / width) * 100));
  };

  return (
    <figure aria-labelledby={saidId} className="flex min-h-0 flex-1 flex-col">
      <figcaption id={saidId} className="sr-only">
        {describeDepth(view, name, hubName)}
      </figcaption>
      <DepthLegend view={view} chosen={chosen === null ? null : step} />
      <label className="sr-only">
        Price
        <input
          type="range"
          min={0}
          max={last}
          value={index}
          aria-valuetext={describeStep(step)}
          onFocus={() => setChosen(index)}
          onBlur={() => setChosen(null)}
          onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
        />
      </label>
      <div className="relative grid min-h-0 flex-1 grid-cols-[52px_minmax(0,1fr)] grid-rows-[minmax(0,1fr)_28px] rounded-control pt-2 pr-4 has-[:focus-visible]:outline-2">
        <DepthAxes view={view} />
        <svg aria-hidden="true" className="col-start-2 row-start-1 size-full overflow-visible">
          {view.units.ticks.map((tick) => (
            <line
              key={tick}
              x1="0"
              x2="100%"
              y1={`${placeOn(view.units, tick)}%`}
              y2={`${placeOn(view.units, tick)}%`}
              className="stroke-line-soft"
            />
          ))}
          <DepthShapes view={view} />
          {marks.map((mark) => (
            <Upright
              key={String(mark)}
              x={placeOfPrice(view.prices, mark)}
              className="stroke-ink-3"
            />
          ))}
          {chosen !== null && <Upright x={step.x} className="stroke-ink" />}
          {chosen !== null && (
            <circle
              cx={`${step.x}%`}
              cy={`${placeOn(view.units, step.sumUnits)}%`}
              r="4"
              strokeWidth="2"
              className="fill-ink stroke-surface-1"
            />
          )}
        </svg>
        <div
          aria-hidden="true"
          className="col-start-2 row-start-1 cursor-crosshair touch-pan-y"
          onPointerDown={choose}
          onPointerMove={choose}
          onPointerLeave={({ pointerType }) => pointerType === 'mouse' && setChosen(null)}
        />
      </div>
    </figure>
  );
}

function Upright({ x, className }: { x: number; className: string }) {
  return (
    <line x1={`${x}%`} x2={`${x}%`} y1="0" y2="100%" strokeDasharray="2 3" className={className} />
  );
}
