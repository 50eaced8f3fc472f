/**
 * Inputs as they are stored beside their verdicts: readable for ever, whatever becomes of the matcher.
 *
 * @module
 */
import * as z from 'zod';
import type { MatchInput } from './match-input.ts';
import { matchInputSchema } from './schema.ts';

/**
 * Which matcher made a verdict. Raise it with any change by which a stored input gets another finding:
 * verdicts made before keep the number that they were made with, and are not made again.
 */
export const MATCHER = 2;

/** A match as JSON to be stored, signed with the matcher's number. */
export function toStoredInput(input: MatchInput): StoredInputJson {
  return { ...matchInputSchema.encode(input), matcher: MATCHER };
}
export type StoredInputJson = z.input<typeof matchInputSchema> & { readonly matcher: number };

export type StoredInput =
  | {
      readonly ok: true;
      readonly input: MatchInput;
      /** Whether this very matcher made the verdict, so that it must come out again. */
      readonly isOfThisMatcher: boolean;
    }
  | { readonly ok: false; readonly reason: string };

/** Read an input of any age. One without a number is of the first matcher. */
export function readStoredInput(stored: unknown): StoredInput {
  const read = storedSchema.safeParse(stored);
  if (!read.success)
    return { ok: false, reason: 'its input does not say which matcher it was for' };
  // What the codec decodes is whatever was stored: it refuses what does not fit.
  const decoded = matchInputSchema.safeDecode(stored as z.input<typeof matchInputSchema>);
  if (!decoded.success) return { ok: false, reason: 'its input cannot be read any more' };
  return { ok: true, input: decoded.data, isOfThisMatcher: read.data.matcher === MATCHER };
}

const storedSchema = z.looseObject({ matcher: z.int().positive().default(1) });
