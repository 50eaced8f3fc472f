/**
 * Numbers that are not money, the way the game writes them: grouped by commas, real minus.
 *
 * @module
 */

const GROUPED = new Intl.NumberFormat('en-US');

/** Whole units: `1,000,000`. */
export function formatUnits(units: number): string {
  return withMinus(units, group(Math.abs(Math.trunc(units)).toString()));
}

/** A difference, always with its sign: `+5`, `−1,000`, `0`. */
export function formatSignedUnits(units: number): string {
  return units > 0 ? `+${formatUnits(units)}` : formatUnits(units);
}

/** Cubic metres with two decimals: `100,444.64`. */
export function formatVolume(volumeM3: number): string {
  const [whole = '0', cents = '00'] = Math.abs(volumeM3).toFixed(2).split('.');
  return withMinus(volumeM3, `${group(whole)}.${cents}`);
}

/** Basis points as percent without idle zeros: `92`, `89.3`, `0.05`. */
export function formatPercent(rateBp: number): string {
  return String(rateBp / 100);
}

/** ISK in short for tiles and terms, never for a table: `811.1 M`. @param amount Hundredths of ISK. */
export function formatShortIsk(amount: bigint): string {
  return formatShortUnits(Number(amount) / 100);
}

/** Units in short for a chart's axis: `2.5 M`; below a thousand whole, cut. */
export function formatShortUnits(units: number): string {
  if (units < 1e3) return formatUnits(units);
  const [divisor, letter] =
    units >= 1e12
      ? [1e12, 'T']
      : units >= 1e9
        ? [1e9, 'B']
        : units >= 1e6
          ? [1e6, 'M']
          : [1e3, 'k'];
  return `${String(Math.floor((units / divisor) * 10) / 10)}\u00a0${letter}`;
}

function group(digits: string): string {
  return GROUPED.format(Number(digits));
}

function withMinus(value: number, text: string): string {
  return value < 0 ? `−${text}` : text;
}
