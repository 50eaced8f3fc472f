import { formatShortUnits } from '#lib/ui/trade/format-numbers.ts';
import { writePrice } from './chart-axes.tsx';
import type { DepthView } from './depth-view.ts';
import { placeOn } from './scale.ts';

const TEXT = 'numeric fill-ink-3 text-head';

/** What stands beside the stairs: units to the left, prices below. */
export function DepthAxes({ view: { units, prices } }: { view: DepthView }) {
  return (
    <>
      <svg aria-hidden="true" className="col-start-1 row-start-1 size-full overflow-visible">
        {units.ticks.map((tick) => (
          <text
            key={tick}
            x="44"
            y={`${placeOn(units, tick)}%`}
            textAnchor="end"
            dominantBaseline="middle"
            className={TEXT}
          >
            {tick > 0 ? formatShortUnits(tick) : ''}
          </text>
        ))}
      </svg>
      <svg aria-hidden="true" className="col-start-2 row-start-2 size-full overflow-visible">
        {prices.ticks.map((tick) => (
          <text
            key={tick}
            x={`${100 - placeOn(prices, tick)}%`}
            y="18"
            textAnchor="middle"
            className={TEXT}
          >
            {writePrice(tick, prices)}
          </text>
        ))}
      </svg>
    </>
  );
}
