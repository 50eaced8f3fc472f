import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { itemKindSchema } from '#lib/core/item-kind.ts';
import { placeSchema } from '#lib/core/program/terms.ts';
import { isKeepable, UNKEEPABLE_TEXT } from '#lib/core/typed-text.ts';

/** What there is of a type at a place. */
export const stockRowSchema = z.object({
  stockId: z.uuid(),
  programId: z.uuid(),
  programName: z.string(),
  place: placeSchema,
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  quantity: z.int(),
  reserved: z.int(),
  available: z.int(),
  updatedAt: instantSchema,
});
export type StockRow = z.output<typeof stockRowSchema>;

/** An item of the shop at a place, as pilots see it. */
export const shopItemSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  available: z.int(),
  /** Hundredths of ISK; null when it is not sold now. */
  unitPriceIsk: iskSchema.nullable(),
  volumeM3: z.number(),
});
export type ShopItem = z.output<typeof shopItemSchema>;

const WHOLE = /^[+\u{2212}-]?\d[\d,\s]*$/u;
const HIGHEST_UNITS = 1_000_000_000_000;
const CHANGE = 'A whole number such as 5,000 or -200, and not 0.';

/** The form of an adjustment: text as typed outside, values inside. Messages are for people. */
export const adjustmentSchema = z.strictObject({
  programId: z.uuid(),
  locationId: z.coerce.number().int().positive(),
  item: z.string().trim().min(1, 'Name an item.').max(120, 'Name one item.'),
  change: z
    .string()
    .trim()
    .regex(WHOLE, CHANGE)
    .transform((text) => Number(text.replaceAll(/[,\s]/g, '').replace('\u{2212}', '-')))
    .pipe(z.int().min(-HIGHEST_UNITS, CHANGE).max(HIGHEST_UNITS, CHANGE))
    .refine((units) => units !== 0, CHANGE),
  reason: z
    .string()
    .trim()
    .min(3, 'Say why, in a few words.')
    .max(200, 'At most 200 letters.')
    .refine(isKeepable, UNKEEPABLE_TEXT),
  /** Made once per form: sending it twice changes the stock once. */
  key: z.uuid(),
});
export type Adjustment = z.output<typeof adjustmentSchema>;
