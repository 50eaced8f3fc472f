/**
 * ISK as people write it, in and out of hundredths.
 *
 * @module
 */
import * as z from 'zod';

const ISK_TEXT = /^(\d{1,15})(?:\.(\d{1,2}))?$/;

/** A decimal string of ISK (`"125000000.00"`, commas allowed) as hundredths; never negative. */
export const iskSchema = z
  .string()
  .transform((text) => text.replace(/[,\s]/g, ''))
  .pipe(z.string().regex(ISK_TEXT, 'expected an amount of ISK'))
  .transform((text) => {
    const [whole = '0', cents = ''] = text.split('.');
    return BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'));
  });

/** Hundredths as a decimal string with two decimals. */
export function toIskText(cents: bigint): string {
  const sign = cents < 0n ? '-' : '';
  const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Hundredths as ESI's number of ISK. */
export function toIskNumber(cents: bigint): number {
  return Number(cents) / 100;
}
