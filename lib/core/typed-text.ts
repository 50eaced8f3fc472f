/**
 * What people type into forms, read without guessing. Messages are for people.
 *
 * @module
 */
import * as z from 'zod';
import {
  compareDecimals,
  decimal,
  fromPercent,
  ONE,
  toDecimalText,
} from './reprocessing/decimal.ts';

/** A NUL and half a character: no database keeps them. */
const UNKEEPABLE = /[\0\p{Cs}]/u;

export const UNKEEPABLE_TEXT = 'This holds signs that cannot be kept. Type it again.';

/** Whether a database keeps a text as it is. */
export function isKeepable(text: string): boolean {
  return !UNKEEPABLE.test(text);
}

/** "92" or "92.5" percent to basis points, without ever being a float. */
export function percentText(lowBp: number, highBp: number, message: string) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,3}(\.\d{1,2})?$/, message)
    .transform(toBasisPoints)
    .pipe(z.int().min(lowBp, message).max(highBp, message));
}

/** "90.63" percent, above 0 and at most 100, to a share of 1 written out: "0.9063". Every digit counts. */
export function shareText(message: string) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,3}(\.\d{1,15})?$/, message)
    .transform((text) => fromPercent(decimal(text)))
    .refine((share) => share.digits > 0n && compareDecimals(share, ONE) <= 0, message)
    .transform(toDecimalText);
}

/** The digits of one of EVE's ids. */
export function idText(message: string) {
  return z
    .string()
    .trim()
    .regex(/^\d{1,16}$/, message)
    .transform(Number)
    .pipe(z.int(message).min(1, message).max(Number.MAX_SAFE_INTEGER, message));
}

/** "2026-11-24 11:00", in EVE time, which is UTC; written so that no country reads it another way. */
export function momentText(message: string) {
  return (
    z
      .string()
      .trim()
      .regex(/^20\d{2}-\d{2}-\d{2}[ T]\d{2}:\d{2}$/, message)
      .transform((text) => text.replace(' ', 'T'))
      // The thirtieth of February would be the second of March.
      .refine((text) => toMoment(text)?.toISOString().startsWith(text) === true, message)
      .transform((text) => new Date(`${text}Z`))
  );
}

/** Nothing, which is null, or what `schema` reads. */
export function optionalText<Schema extends z.ZodType<unknown, string>>(
  schema: Schema,
  message: string,
) {
  const nothing = z
    .string()
    .trim()
    .pipe(z.literal(''))
    .transform(() => null);
  return z.union([nothing, schema], message);
}

function toBasisPoints(percent: string): number {
  const [whole = '0', cents = ''] = percent.split('.');
  return Number(whole) * 100 + Number(cents.padEnd(2, '0'));
}

function toMoment(text: string): Date | null {
  const at = new Date(`${text}Z`);
  return Number.isNaN(at.getTime()) ? null : at;
}
