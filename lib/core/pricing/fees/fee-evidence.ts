import * as z from 'zod';

const iskTextSchema = z.string().regex(/^\d{1,16}\.\d{2}$/);

/**
 * What was added to a line's price, and taken off it, as it is stored: enough to compute it again by
 * hand. The steps in their order, each of the exact result of the one before; rounded once, at the end.
 */
export const lineFeesSchema = z.object({
  sale: z
    .object({
      bonusBp: z.int(),
      /** ISO 8601 in UTC. */
      until: z.iso.datetime(),
    })
    .nullable(),
  /** Null: what is paid for a m³ is not below the limit. */
  densityTax: z.object({ limitPerM3Isk: iskTextSchema, taxBp: z.int() }).nullable(),
  hauling: z.object({ perM3Isk: iskTextSchema, unitVolumeM3: z.number() }).nullable(),
  /** What is paid for a unit, after all of it. */
  unitPriceIsk: iskTextSchema,
});
export type LineFees = z.output<typeof lineFeesSchema>;
