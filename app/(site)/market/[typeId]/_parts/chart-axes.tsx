/**
 * What stands beside a chart: prices, units, days.
 *
 * @module
 */
import { formatShortIsk, formatShortUnits } from '#lib/ui/trade/format-numbers.ts';
import { formatEveTime } from '#lib/ui/trade/format-times.ts';
import { placeInTime, toDate, type ViewedDay } from './history-view.ts';
import { placeOn, type Scale } from './scale.ts';

const TEXT = 'numeric fill-ink-3 text-head';
/** Below this the cents matter; in hundredths of ISK. */
const SMALL = 10_000;
const TIME_STEPS = 6;

export function PriceAxis({ scale }: { scale: Scale }) {
  return (
    <Labels scale={scale} write={(value) => writePrice(value, scale)} className="row-start-1" />
  );
}

export function VolumeAxis({ scale }: { scale: Scale }) {
  return (
    <Labels
      scale={scale}
      write={(units) => (units > 0 ? formatShortUnits(units) : '')}
      className="row-start-3"
    />
  );
}

export function TimeAxis({ days, isLong }: { days: readonly ViewedDay[]; isLong: boolean }) {
  const first = days[0]?.day ?? 0;
  const span = (days.at(-1)?.day ?? 0) - first;
  const steps = Math.min(TIME_STEPS, span);
  return (
    <svg aria-hidden="true" className="col-start-2 row-start-4 size-full overflow-visible">
      {Array.from({ length: steps + 1 }, (_, step) => {
        const day = first + (steps > 0 ? Math.round((step / steps) * span) : 0);
        return (
          <text
            key={day}
            x={`${placeInTime(days, day)}%`}
            y="18"
            textAnchor={anchorOf(step, steps)}
            className={step % 2 === 1 ? `${TEXT} max-desk:hidden` : TEXT}
          >
            {writeDay(toDate(day), isLong)}
          </text>
        );
      })}
    </svg>
  );
}

/** Those at the ends keep within the chart. */
function anchorOf(step: number, steps: number): 'start' | 'middle' | 'end' {
  if (steps === 0) return 'middle';
  return step === 0 ? 'start' : step === steps ? 'end' : 'middle';
}

function Labels({
  scale,
  write,
  className,
}: {
  readonly scale: Scale;
  readonly write: (value: number) => string;
  readonly className: string;
}) {
  return (
    <svg aria-hidden="true" className={`col-start-1 size-full overflow-visible ${className}`}>
      {scale.ticks.map((tick) => (
        <text
          key={tick}
          x="56"
          y={`${placeOn(scale, tick)}%`}
          textAnchor="end"
          dominantBaseline="middle"
          className={TEXT}
        >
          {write(tick)}
        </text>
      ))}
    </svg>
  );
}

/** A price on an axis: with cents where they matter. */
export function writePrice(value: number, { high }: Scale): string {
  return high < SMALL ? (value / 100).toFixed(2) : formatShortIsk(BigInt(Math.round(value)));
}

function writeDay(day: Date, isLong: boolean): string {
  const [date = '', month = '', year = ''] = formatEveTime(day, 'day').split(' ');
  return isLong ? `${month} ${year}` : `${date} ${month}`;
}
