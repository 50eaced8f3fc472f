/**
 * What part of a quote is worth.
 *
 * A part stands on its own: it holds less than was quoted, at the quoted prices. So whichever parts are
 * accepted, and whatever becomes of the others, nobody pays more for them than was quoted.
 *
 * @module
 */
import { ONE_ISK } from '#lib/core/isk.ts';
import { isGift, isWithinTolerance } from './checks/tolerance.ts';
import { type PreparedQuote, quotedOf } from './prepare-quote.ts';
import { fitsInto, type Tally } from './tally.ts';

/** What a part is worth, in hundredths of ISK. */
export type PartWorth = {
  /** What its lines say: the quoted prices of what it holds. */
  readonly quoted: bigint;
  /**
   * Its share of the quote's total, rounded down: all parts together are never worth more than the
   * total, which is rounded itself. So much is settled for it at most.
   */
  readonly share: bigint;
};

/**
 * Work out what a contract is worth as a part.
 *
 * @returns Null when it is no part of the quote: nothing, more than was quoted of a type, other types,
 * some of a type that has several prices (a blueprint and its copies), or what is worth nothing.
 */
export function worthOfPart(prepared: PreparedQuote, given: Tally): PartWorth | null {
  if (!fitsInto(given, quotedOf(prepared))) return null;
  let quoted = 0n;
  for (const [typeId, units] of given) {
    const price = priceOf(prepared, typeId, units);
    if (price === null) return null;
    quoted += price;
  }
  const lineSum = lineSumOf(prepared);
  const share = lineSum === 0n ? 0n : (quoted * prepared.total) / lineSum;
  return share > 0n ? { quoted, share } : null;
}

/**
 * Whether a price is right for a part: about its share of the total, a gift, or what its lines say.
 *
 * Each part may be off by its own share of the tolerance only, else twenty parts would be paid twenty
 * times as much beyond the quote. Above its share of the total a part may have its share of total and
 * tolerance together, or its quoted price: so all parts together never ask for more than the total and
 * the tolerance, or the sum of the lines before it was cut to whole ISK, whichever is more.
 */
export function isPriceOfPartRight(
  price: bigint,
  { quoted, share }: PartWorth,
  prepared: PreparedQuote,
): boolean {
  if (isGift(price, share) || isAbout(price, share, prepared)) return true;
  if (price < share) return false;
  const { total, program } = prepared;
  const lineSum = lineSumOf(prepared);
  if (price * lineSum <= quoted * (total + program.tolerance)) return true;
  // What else is quoted than whole ISK of the sum, nobody knows.
  return price <= quoted && lineSum - total < ONE_ISK;
}

/** Whether a price that is right for a part is less than its share of the total, beyond the tolerance. */
export function isGiftForPart(price: bigint, share: bigint, prepared: PreparedQuote): boolean {
  return isGift(price, share) && !isAbout(price, share, prepared);
}

/** Within the part's own share of the tolerance. */
function isAbout(price: bigint, share: bigint, { total, program }: PreparedQuote): boolean {
  const tolerance = (program.tolerance * share) / total;
  return isWithinTolerance(price, share, { ...program, tolerance });
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
