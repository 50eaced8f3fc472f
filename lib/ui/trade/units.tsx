/**
 * Counts and volumes for table cells.
 *
 * @module
 */
import { formatSignedUnits, formatUnits, formatVolume } from './format-numbers.ts';

export function Units({ units }: { units: number }) {
  return (
    <data value={units} className="numeric">
      {formatUnits(units)}
    </data>
  );
}

/** Sent minus quoted. Coloured only where it is not zero: a row has one coloured number. */
export function UnitsDifference({ units }: { units: number }) {
  return (
    <data value={units} className={units === 0 ? 'numeric text-ink-3' : 'numeric text-warn'}>
      {formatSignedUnits(units)}
    </data>
  );
}

export function Volume({ volumeM3 }: { volumeM3: number }) {
  return (
    <data value={volumeM3} className="numeric">
      {formatVolume(volumeM3)}
    </data>
  );
}
