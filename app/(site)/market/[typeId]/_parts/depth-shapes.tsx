/**
 * Stairs of units, one side to the left and one to the right. Drawn in a square of 1,000 and stretched,
 * as the history's shapes are.
 *
 * @module
 */
import { memo } from 'react';
import type { DepthStep, DepthView } from './depth-view.ts';
import { placeOn, type Scale } from './scale.ts';

const SIDES = {
  buy: { edge: 0, line: 'stroke-buy', area: 'fill-buy' },
  sell: { edge: 1_000, line: 'stroke-sell', area: 'fill-sell' },
} as const;

export const DepthShapes = memo(function DepthShapes({
  view: { buy, sell, units },
}: {
  view: DepthView;
}) {
  return (
    <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" aria-hidden="true">
      <Stairs steps={buy} units={units} look={SIDES.buy} />
      <Stairs steps={sell} units={units} look={SIDES.sell} />
    </svg>
  );
});

function Stairs({
  steps,
  units,
  look,
}: {
  readonly steps: readonly DepthStep[];
  readonly units: Scale;
  readonly look: (typeof SIDES)[keyof typeof SIDES];
}) {
  if (steps.length === 0) return null;
  const { line, edge } = toPath(steps, units, look.edge);
  return (
    <>
      <path d={`${line}V1000H${edge}Z`} className={`${look.area} opacity-15`} />
      <path
        d={line}
        fill="none"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        className={look.line}
      />
    </>
  );
}

/** From nothing at the best price, up at each level, on to the edge of the picture. */
function toPath(steps: readonly DepthStep[], units: Scale, end: number) {
  const edge = ((steps[0]?.x ?? 0) * 10).toFixed(1);
  const stairs = steps.map(
    ({ x, sumUnits }) => `H${(x * 10).toFixed(1)}V${(placeOn(units, sumUnits) * 10).toFixed(1)}`,
  );
  return { edge, line: `M${edge},1000${stairs.join('')}H${end}` };
}
