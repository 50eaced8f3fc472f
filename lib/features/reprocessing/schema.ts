/**
 * What comes out of a refinery: what is asked, and the answer.
 *
 * @module
 */
import * as z from 'zod';
import {
  compareDecimals,
  type Decimal,
  decimal,
  ONE,
  readDecimal,
  toDecimalText,
  ZERO,
} from '#lib/core/reprocessing/decimal.ts';

/** Most kinds of items at once. */
const MOST_ITEMS = 200;
const LONGEST_NAME = 200;
/** Nothing adds as much: who gives more means something else, such as a security status of 0.5. */
const LARGEST_BONUS = '0.2';

/** Digits as they are: a number of JSON would round a long one. */
function decimalSchema(least: Decimal, most: string) {
  return z.codec(
    z.string().regex(/^\d{1,12}(\.\d{1,18})?$/, 'Not a decimal such as "0.8734"'),
    z.custom<Decimal>(),
    {
      decode(text, context) {
        const value = readDecimal(text);
        const isWithin =
          value && compareDecimals(value, least) >= 0 && compareDecimals(value, decimal(most)) <= 0;
        if (value && isWithin) return value;
        const message = `Not from ${toDecimalText(least)} to ${most}`;
        context.issues.push({ code: 'custom', message, input: text });
        return z.NEVER;
      },
      encode: toDecimalText,
    },
  );
}

const levelSchema = z.int().min(0).max(5);

export const refinerySchema = z.strictObject({
  /** Percent: 50 in a structure, 25 to 50 in an NPC station. */
  base: decimalSchema(ONE, '100'),
  /** Percent that the rig adds: 0, 1 or 3. */
  rig: decimalSchema(ZERO, '10').optional(),
  /** 0 in high security, 0.06 in low, 0.12 in null and wormholes. */
  security: decimalSchema(ZERO, LARGEST_BONUS).optional(),
  /** 0.055 for a Tatara, 0.02 for an Athanor; for gas 0.1 and 0.04. */
  structure: decimalSchema(ZERO, LARGEST_BONUS).optional(),
  reprocessing: levelSchema.optional(),
  efficiency: levelSchema.optional(),
  /** Of the skill for the very ore; Scrapmetal Processing or Gas Decompression Efficiency for those. */
  oreSkill: levelSchema.optional(),
  /** 0.01, 0.02 or 0.04. */
  implant: decimalSchema(ZERO, LARGEST_BONUS).optional(),
});
export type Refinery = z.output<typeof refinerySchema>;

export const reprocessInputSchema = z
  .strictObject({
    items: z
      .array(
        z.strictObject({
          type: z
            .union([z.int().positive().transform(String), z.string().min(1).max(LONGEST_NAME)])
            .describe('Type id, or a name in any language of the client.'),
          quantity: z.int().positive(),
        }),
      )
      .min(1)
      .max(MOST_ITEMS),
    /** The share of 1 that comes back, of every item. */
    yield: decimalSchema(ZERO, '1').optional(),
    /** In place of it: where and by whom it is refined. */
    refinery: refinerySchema.optional(),
  })
  .refine((input) => (input.yield === undefined) !== (input.refinery === undefined), {
    message: 'Give either “yield” or “refinery”',
  });
export type ReprocessInput = z.output<typeof reprocessInputSchema>;

const amountSchema = z.object({ typeId: z.int(), name: z.string(), quantity: z.int() });
export type NamedAmount = z.output<typeof amountSchema>;

export const reprocessedSchema = z.object({
  /** Each type once: all of its units are one lot, and each material is rounded down once. */
  lots: z.array(
    z.object({
      typeId: z.int(),
      name: z.string(),
      quantity: z.int(),
      /** Every digit. Null: it cannot be refined, and stays what it is. */
      yield: z.string().nullable(),
      outputs: z.array(amountSchema),
      /** Units that fill no portion. */
      leftover: z.int(),
    }),
  ),
  /** Of all lots together, by type id. */
  outputs: z.array(amountSchema),
});
export type Reprocessed = z.output<typeof reprocessedSchema>;
