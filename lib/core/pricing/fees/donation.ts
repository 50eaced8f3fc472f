import { floorToWholeIsk } from '#lib/core/isk.ts';

/** A share of a quote that the pilot gives away. */
export type Donation = {
  /** Basis points of what the lines come to, 1 to 10 000. */
  readonly shareBp: number;
  /** Whole ISK, in hundredths. */
  readonly amount: bigint;
};

/**
 * What a share of a total is. It is rounded down to whole ISK, so nobody gives more than they said.
 *
 * @param total Whole ISK, in hundredths, not negative.
 * @param shareBp 0 to 10 000.
 * @returns Null for a share of nothing.
 * @throws {RangeError} When the share is not whole, below 0 or above 10 000.
 */
export function toDonation(total: bigint, shareBp: number): Donation | null {
  if (!Number.isSafeInteger(shareBp) || shareBp < 0 || shareBp > 10_000) {
    throw new RangeError(`Not a share in basis points: ${shareBp}`);
  }
  if (shareBp === 0) return null;
  return { shareBp, amount: floorToWholeIsk((total * BigInt(shareBp)) / 10_000n) };
}
