/**
 * The terms of one program, as shown, as priced by, and as a quote keeps them for ever.
 *
 * @module
 */
import * as z from 'zod';
import { iskSchema } from '../isk-schema.ts';
import { STATISTICS } from '../pricing/statistic.ts';
import { NO_LIMITS, programLimitsSchema } from './limits.ts';

/** What a unit price is made from: which book, which side of it, which figure of that side. */
export const basisSchema = z.object({
  hubId: z.int(),
  /** The hub's short name: "Jita". */
  hubName: z.string(),
  side: z.enum(['buy', 'sell', 'split']),
  statistic: z.enum(STATISTICS),
});

/** A place where contracts may be made. */
export const placeSchema = z.object({ locationId: z.int(), name: z.string() });
export type Place = z.output<typeof placeSchema>;

/**
 * One offer of the trader. Money is in hundredths of ISK inside, rates in basis points; in JSON
 * (and in `quote.terms`) money is a decimal string of ISK.
 */
export const programTermsSchema = z.object({
  programId: z.uuid(),
  /** The program's version that these terms are. */
  programVersion: z.int(),
  name: z.string(),
  side: z.enum(['buys', 'sells']),
  codePrefix: z.string(),
  assigneeId: z.int(),
  assigneeKind: z.enum(['character', 'corporation']),
  assigneeName: z.string(),
  /** Never empty; the first is proposed. */
  locations: z.array(placeSchema).min(1),
  basis: basisSchema,
  rateBp: z.int(),
  /** Share of 1 that the trader's refinery yields: "0.9063". Quotes of before there were methods say none. */
  refineYield: z.string().nullable().default(null),
  /** Fewest units of a book's side that make a price; null: any. */
  minimumVolume: z.int().nullable().default(null),
  /** Highest buy price, in basis points of the book's sell price; null: any. */
  sellCapBp: z.int().nullable().default(null),
  lifetimeHours: z.int(),
  toleranceBp: z.int(),
  toleranceIsk: iskSchema,
  minimumTotalIsk: iskSchema.nullable(),
  maximumTotalIsk: iskSchema.nullable(),
  staleAfterMinutes: z.int(),
  acceptedCategoryIds: z.array(z.int()),
  acceptedGroupIds: z.array(z.int()),
  instructions: z.string(),
  isOpen: z.boolean(),
  /** Quotes from before there were any had none. */
  limits: programLimitsSchema.default(NO_LIMITS),
});
export type ProgramTerms = z.output<typeof programTermsSchema>;
