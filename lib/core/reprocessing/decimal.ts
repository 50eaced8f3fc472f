/**
 * Decimals without rounding: a yield of 0.85773028484 is that, to the last digit. None is negative.
 *
 * @module
 */

/** `digits` / 10^`places`. */
export type Decimal = { readonly digits: bigint; readonly places: number };

export const ZERO: Decimal = { digits: 0n, places: 0 };
export const ONE: Decimal = { digits: 1n, places: 0 };

/** At most so many digits before and behind the point: whoever multiplies ten of them still can. */
const DECIMAL_TEXT = /^(\d{1,12})(?:\.(\d{1,18}))?$/;

/**
 * Read `"0.8734"`. No sign, no exponent, a point as the decimal mark.
 *
 * @returns Null for any other text.
 */
export function readDecimal(text: string): Decimal | null {
  const match = DECIMAL_TEXT.exec(text);
  if (!match) return null;
  const [, whole = '0', fraction = ''] = match;
  return trim({ digits: BigInt(whole + fraction), places: fraction.length });
}

/** As {@link readDecimal}, for constants. @throws {RangeError} For a text that is no such number. */
export function decimal(text: string): Decimal {
  const read = readDecimal(text);
  if (!read) throw new RangeError(`Not a decimal: ${JSON.stringify(text.slice(0, 40))}`);
  return read;
}

/** Write every digit and no idle zeros: `"0.85773028484"`, `"1"`. A JSON number too. */
export function toDecimalText(value: Decimal): string {
  const { digits, places } = trim(value);
  const text = digits.toString().padStart(places + 1, '0');
  return places === 0 ? text : `${text.slice(0, -places)}.${text.slice(-places)}`;
}

/** For people: a share as percent with two decimals, rounded half up: `"85.77"`. */
export function toPercentText({ digits, places }: Decimal): string {
  const unit = 10n ** BigInt(places);
  const hundredths = ((digits * 20_000n + unit) / (unit * 2n)).toString().padStart(3, '0');
  return `${hundredths.slice(0, -2)}.${hundredths.slice(-2)}`;
}

/** 90.63 % as the share 0.9063. */
export function fromPercent({ digits, places }: Decimal): Decimal {
  return trim({ digits, places: places + 2 });
}

/** The share 0.9063 as 90.63 %. */
export function toPercent({ digits, places }: Decimal): Decimal {
  return trim({ digits: digits * 100n, places });
}

export function multiply(first: Decimal, ...others: readonly Decimal[]): Decimal {
  return trim(
    others.reduce(
      (product, { digits, places }) => ({
        digits: product.digits * digits,
        places: product.places + places,
      }),
      first,
    ),
  );
}

export function add(a: Decimal, b: Decimal): Decimal {
  const places = Math.max(a.places, b.places);
  return trim({ digits: atPlaces(a, places) + atPlaces(b, places), places });
}

/** Below 0, 0 or above 0, for sorting and for limits. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const places = Math.max(a.places, b.places);
  const difference = atPlaces(a, places) - atPlaces(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** `whole` × the decimal, cut to a whole number. */
export function multiplyAndFloor(whole: bigint, { digits, places }: Decimal): bigint {
  return (whole * digits) / 10n ** BigInt(places);
}

function atPlaces({ digits, places }: Decimal, wanted: number): bigint {
  return digits * 10n ** BigInt(wanted - places);
}

/** Equal values look equal: 0.50 is 0.5. */
function trim({ digits, places }: Decimal): Decimal {
  let left = places;
  let shorter = digits;
  while (left > 0 && shorter % 10n === 0n) {
    shorter /= 10n;
    left -= 1;
  }
  return { digits: shorter, places: left };
}
