/**
 * What made a unit price: enough to make it again by hand.
 *
 * JSON as it is, without codecs: a quote keeps it for ever, and no later reading may change it.
 *
 * @module
 */
import * as z from 'zod';
import { basisSchema } from '#lib/core/program/terms.ts';
import { lineFeesSchema } from './fees/fee-evidence.ts';
import { METHODS, REMAINDERS, WAYS } from './method.ts';
import { SCOPE_KINDS } from './rules/rule.ts';

const iskTextSchema = z.string().regex(/^\d{1,16}\.\d{2}$/);
/** Of a whole lot before a rate that may be small: more than any line can come to. */
const worthTextSchema = z.string().regex(/^\d{1,32}\.\d{2}$/);

/** The rule that decided about an item, as it was then. */
export const ruleEvidenceSchema = z.object({
  ruleId: z.string(),
  scopeKind: z.enum(SCOPE_KINDS),
  scopeId: z.int(),
  scopeName: z.string(),
  /** ISO 8601 in UTC; null: without an end on that side. */
  validFrom: z.iso.datetime().nullable(),
  validUntil: z.iso.datetime().nullable(),
  note: z.string(),
});
export type RuleEvidence = z.output<typeof ruleEvidenceSchema>;

/** A buy price that counted as less than the book says, because its sell price bounds it. */
export const sellCapEvidenceSchema = z.object({
  buyIsk: iskTextSchema,
  sellIsk: iskTextSchema,
  /** Highest buy price, in basis points of the sell price. */
  capBp: z.int(),
});
export type SellCapEvidence = z.output<typeof sellCapEvidenceSchema>;

/** What a figure was worked out from, where that is more than one number of the book. */
export const figureSourceSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('walk'),
    side: z.enum(['buy', 'sell']),
    /** Price and units of each level that was taken, best first. */
    taken: z.array(z.tuple([iskTextSchema, z.int()])),
  }),
  /** Of a split: what the buy price counted as, and the sell price. */
  z.object({ kind: z.literal('middle'), buyIsk: iskTextSchema, sellIsk: iskTextSchema }),
  z.object({
    kind: z.literal('days'),
    /** Date, mean price and units of each day. */
    days: z.array(z.tuple([z.string(), iskTextSchema, z.int()])),
    /** When they were read from EVE. */
    fetchedAt: z.iso.datetime(),
  }),
]);
export type FigureSourceEvidence = z.output<typeof figureSourceSchema>;

const partEvidenceSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  quantity: z.int(),
  priceIsk: iskTextSchema,
  bookAt: z.iso.datetime(),
  cap: sellCapEvidenceSchema.nullable(),
  sources: z.array(figureSourceSchema).default([]),
});
export type PartEvidence = z.output<typeof partEvidenceSchema>;

/** What a whole lot was worth before the rate, where a rule pays for more than the thing as it is. */
export const lotEvidenceSchema = z.object({
  method: z.enum(METHODS),
  /** The way that counted. */
  way: z.enum(WAYS),
  /** Every way that was looked at; without a value, why it had none. */
  tried: z.array(
    z.object({
      way: z.enum(WAYS),
      valueIsk: worthTextSchema.nullable(),
      reason: z.string().nullable(),
    }),
  ),
  /** What was wrong with the item's own book, so that its minerals stood in; else null. */
  standsInFor: z.string().nullable(),
  /** What the lot becomes, and what each unit of that is worth. */
  parts: z.array(partEvidenceSchema),
  refined: z
    .object({
      /** The yield, every digit of it. */
      share: z.string(),
      portionSize: z.int(),
      portions: z.int(),
    })
    .nullable(),
  /** Units that fill no portion, and what is paid for them; price null: nothing. */
  leftover: z
    .object({
      quantity: z.int(),
      remainder: z.enum(REMAINDERS),
      priceIsk: iskTextSchema.nullable(),
      cap: sellCapEvidenceSchema.nullable().default(null),
      sources: z.array(figureSourceSchema).default([]),
    })
    .nullable(),
  /** Sum of parts and leftover, exactly. */
  valueIsk: worthTextSchema,
});
export type LotEvidence = z.output<typeof lotEvidenceSchema>;

/** What made a line's price, as it is stored: enough to compute the price again by hand. */
export const lineEvidenceSchema = z.object({
  basis: basisSchema,
  /** When EVE made the book, the oldest of several; ISO 8601 in UTC. */
  bookAt: z.iso.datetime(),
  /** The item's own book, also where another form of it was paid for. */
  buyBestIsk: iskTextSchema.nullable(),
  buyTop5Isk: iskTextSchema.nullable(),
  sellBestIsk: iskTextSchema.nullable(),
  sellTop5Isk: iskTextSchema.nullable(),
  /** Units wanted and offered. */
  buyVolume: z.number(),
  sellVolume: z.number(),
  buyOrders: z.int(),
  sellOrders: z.int(),
  /** The figure that the basis names; of a lot its worth by its units, rounded half up to a hundredth. */
  basePriceIsk: iskTextSchema,
  rateBp: z.int(),
  /** Base price × rate, of a lot its worth × rate ÷ units; rounded once to a hundredth, half up. */
  unitPriceIsk: iskTextSchema,
  /** Null: the program's own terms. Lines of before there were rules say nothing of it. */
  rule: ruleEvidenceSchema.nullable().default(null),
  /** Null: the buy price stood within its bound, or had none. */
  cap: sellCapEvidenceSchema.nullable().default(null),
  sources: z.array(figureSourceSchema).default([]),
  /** Null: paid for as it is, which is all there was before there were methods. */
  lot: lotEvidenceSchema.nullable().default(null),
  /** What makes of `unitPriceIsk` what is paid; missing where nothing does. */
  fees: lineFeesSchema.optional(),
});
export type LineEvidence = z.output<typeof lineEvidenceSchema>;
