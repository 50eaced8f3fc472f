/**
 * Amounts of ISK as people type them.
 *
 * @module
 */
import * as z from 'zod';
import { parseIsk } from '#lib/core/isk.ts';
import { optionalText } from '#lib/core/typed-text.ts';

/** Commas and blanks stand between thousands only: "1,5" is one and a half for half of Europe. */
const AMOUNT = /^(?:\d{1,13}|\d{1,3}(?:,\d{3}){1,4}|\d{1,3}(?:\s\d{3}){1,4})(?:\.\d{1,2})?$/;
const HIGHEST_AMOUNT = parseIsk('9999999999999.99');

export function iskText(message: string) {
  return z
    .string()
    .trim()
    .regex(AMOUNT, message)
    .transform((text) => parseIsk(text.replaceAll(/[,\s]/g, '')))
    .pipe(z.bigint().max(HIGHEST_AMOUNT, message));
}

/** An amount, or nothing. */
export function optionalIskText(message: string) {
  return optionalText(iskText(message), message);
}

/** An amount above 0, or nothing. */
export function optionalPositiveIskText(message: string) {
  return optionalText(iskText(message).pipe(z.bigint().min(1n, message)), message);
}
