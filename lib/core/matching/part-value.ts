/**
 * What part of a quote is worth.
 *
 * A part stands on its own: it holds less than was quoted, at the quoted prices. So whichever parts are
 * accepted, and whatever becomes of the others, nobody pays more for them than was quoted.
 *
 * @module
 */
import { isGift, isWithinTolerance } from './checks/tolerance.ts';
import { type PreparedQuote, quotedOf } from './prepare-quote.ts';
import { fitsInto, type Tally } from './tally.ts';

/**
 * The share of the quote's total that the quoted prices of what a contract gives come to, in hundredths of
 * ISK, rounded down: all parts together are never worth more than the total, which is rounded itself.
 *
 * @returns Null when that is no part of the quote: nothing, more than was quoted of a type, other types,
 * some of a type that has several prices (a blueprint and its copies), or what is worth nothing.
 */
export function valueOfPart(prepared: PreparedQuote, given: Tally): bigint | null {
  if (!fitsInto(given, quotedOf(prepared))) return null;
  let value = 0n;
  for (const [typeId, units] of given) {
    const price = priceOf(prepared, typeId, units);
    if (price === null) return null;
    value += price;
  }
  const whole = lineSumOf(prepared);
  const share = whole === 0n ? 0n : (value * prepared.total) / whole;
  return share > 0n ? share : null;
}

/**
 * Whether a price is right for a part that is worth so much: within the part's share of the tolerance, or
 * a gift. With all of the tolerance for each of them, twenty parts would be paid twenty times as much
 * beyond the quote.
 */
export function isPriceOfPartRight(
  price: bigint,
  value: bigint,
  { total, program }: Pick<PreparedQuote, 'total' | 'program'>,
): boolean {
  if (isGift(price, value)) return true;
  const tolerance = (program.tolerance * value) / total;
  return isWithinTolerance(price, value, { ...program, tolerance });
}

function lineSumOf({ quote: { lines } }: PreparedQuote): bigint {
  return lines.reduce((sum, line) => sum + (line.unitPrice ?? 0n) * BigInt(line.quantity), 0n);
}

function priceOf({ quote }: PreparedQuote, typeId: number, units: number): bigint | null {
  const lines = quote.lines.filter((line) => line.typeId === typeId && line.quantity > 0);
  const prices = new Set(lines.map(({ unitPrice }) => unitPrice));
  const [unitPrice] = prices;
  if (unitPrice !== undefined && prices.size === 1) return unitPrice * BigInt(units);
  const quoted = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (units !== quoted || prices.has(undefined)) return null;
  return lines.reduce((sum, line) => sum + (line.unitPrice ?? 0n) * BigInt(line.quantity), 0n);
}
