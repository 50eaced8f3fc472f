/**
 * Money: `bigint` hundredths of ISK. Nothing here rounds but where the name says so.
 *
 * @module
 */

/** One ISK in hundredths. */
export const ONE_ISK = 100n;

/** A decimal string of ISK as in public JSON, read into sign, whole ISK and cents. */
export const ISK_TEXT = /^(-?)(\d{1,16})(?:\.(\d{1,2}))?$/;

const GROUPED = new Intl.NumberFormat('en-US');

/**
 * Read a decimal string of ISK as in public JSON: `"125000000.00"`, cents optional.
 *
 * @returns Hundredths of ISK.
 * @throws {RangeError} When the text is not such a number, or has more than two decimals.
 */
export function parseIsk(text: string): bigint {
  const match = ISK_TEXT.exec(text);
  if (!match) throw new RangeError(`Not an amount of ISK: ${JSON.stringify(text.slice(0, 40))}`);
  const [, sign, whole = '0', cents = ''] = match;
  const amount = BigInt(whole) * ONE_ISK + BigInt(cents.padEnd(2, '0'));
  return sign === '-' ? -amount : amount;
}

/** Write hundredths of ISK as a decimal string with two decimals, ungrouped: `"125000000.00"`. */
export function toIskText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Write hundredths of ISK for people: grouped by commas as the game does, real minus.
 *
 * @param options.decimals `true` (default): always two. `false`: none, cut towards zero.
 */
export function formatIsk(amount: bigint, options: { decimals?: boolean } = {}): string {
  const text = toIskText(amount < 0n ? -amount : amount);
  const whole = GROUPED.format(BigInt(text.slice(0, -3)));
  const digits = options.decimals === false ? whole : `${whole}${text.slice(-3)}`;
  // Half an ISK of loss without decimals is "0", not "−0".
  return amount < 0n && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/**
 * Turn ESI's JSON number (a double of ISK) into hundredths, rounded to the nearest, halves up.
 *
 * ESI sends doubles such as `603999999.99999999999`; beyond 2^53 hundredths the double itself is
 * coarser than a hundredth, and the nearest one is as good as it gets.
 *
 * @throws {RangeError} When the number is not finite or beyond ±10^16 ISK.
 */
export function iskFromNumber(isk: number): bigint {
  if (!Number.isFinite(isk) || Math.abs(isk) > 1e16) throw new RangeError(`Not ISK: ${isk}`);
  const whole = Math.trunc(isk);
  return BigInt(whole) * ONE_ISK + BigInt(Math.round((isk - whole) * 100));
}

/** Round down to whole ISK (towards minus infinity). */
export function floorToWholeIsk(amount: bigint): bigint {
  const rest = amount % ONE_ISK;
  return rest === 0n ? amount : rest > 0n ? amount - rest : amount - rest - ONE_ISK;
}

/**
 * Apply a rate in basis points and round once, half away from zero, to a hundredth of ISK.
 *
 * @param rateBp Whole basis points, 10 000 = 100 %.
 */
export function applyRateBp(amount: bigint, rateBp: number): bigint {
  if (!Number.isSafeInteger(rateBp)) throw new RangeError(`Not whole basis points: ${rateBp}`);
  const product = amount * BigInt(rateBp);
  const half = product < 0n ? -5_000n : 5_000n;
  return (product + half) / 10_000n;
}
