/**
 * How far a price may be from the quote. All exact: nothing is rounded.
 *
 * @module
 */
import type { MatchProgram } from '../match-input.ts';

type Tolerance = Pick<MatchProgram, 'toleranceBp' | 'tolerance'>;

/** Whether the price is off by at most the larger of both tolerances, in either direction. */
export function isWithinTolerance(price: bigint, total: bigint, tolerance: Tolerance): boolean {
  const off = price > total ? price - total : total - price;
  return off <= tolerance.tolerance || off * 10_000n <= total * BigInt(tolerance.toleranceBp);
}

/** Whether a lower price is a gift and no slip of the keyboard: at most 5 % below. */
export function isGift(price: bigint, total: bigint): boolean {
  return price < total && price * 100n >= total * 95n;
}

/** Whether the price is above one and a half times the quote. */
export function isFarAbove(price: bigint, total: bigint): boolean {
  return price * 2n > total * 3n;
}
