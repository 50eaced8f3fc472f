import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { itemKindSchema } from '#lib/core/item-kind.ts';
import { lineEvidenceSchema } from '#lib/core/pricing/evidence.ts';
import { programTermsSchema } from '#lib/core/program/terms.ts';

/** Most entries of a kind in an answer; the totals count the others too. Far more than one quote holds. */
export const MAX_SHOWN = 500;

export const appraiseInputSchema = z.strictObject({
  text: z.string(),
  /** The first open program when absent. */
  programId: z.uuid().optional(),
  /** The share that the pilot gives away, in basis points. */
  donationBp: z.int().min(0).max(10_000).optional(),
});
export type AppraiseInput = z.output<typeof appraiseInputSchema>;

/** Why no quote can be made of an appraisal as it stands. */
export const obstacleReasonSchema = z.enum([
  'program-closed',
  'nothing-read',
  'nothing-bought',
  'stale-prices',
  'no-prices',
  'zero-total',
  'under-minimum',
  'over-maximum',
  'too-many-types',
  'over-daily-cap',
  'over-pilot-cap',
  'sign-in-needed',
]);
export type ObstacleReason = z.output<typeof obstacleReasonSchema>;

export const appraisedLineSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  blueprintCopy: z.boolean(),
  quantity: z.int(),
  unitPriceIsk: iskSchema,
  totalIsk: iskSchema,
  volumeM3: z.number(),
  /** ISK a m³, cut to hundredths; null for things without volume. */
  densityIsk: iskSchema.nullable(),
  /** What made the unit price; enough to make it again by hand. */
  evidence: lineEvidenceSchema,
  /** The lines of the paste that were added up, counted from 1. */
  lines: z.array(z.int()),
});
export type AppraisedLine = z.output<typeof appraisedLineSchema>;

export const refusedLineSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  blueprintCopy: z.boolean(),
  quantity: z.int(),
  /** See core/pricing. */
  reason: z.string(),
  /** The reason for people: "Not bought: …" */
  sentence: z.string(),
  lines: z.array(z.int()),
});
export type RefusedItem = z.output<typeof refusedLineSchema>;

export const unreadLineSchema = z.object({
  line: z.int(),
  text: z.string(),
  reason: z.string(),
  sentence: z.string(),
  quantity: z.int().nullable(),
  suggestions: z.array(z.object({ typeId: z.int(), name: z.string() })),
});
export type UnreadItem = z.output<typeof unreadLineSchema>;

export const appraisalSchema = z.object({
  program: programTermsSchema,
  /** The layout that was recognised, for people: "inventory list". */
  format: z.string(),
  lineCount: z.int(),
  /** The first {@link MAX_SHOWN} of each. */
  lines: z.array(appraisedLineSchema),
  refused: z.array(refusedLineSchema),
  unread: z.array(unreadLineSchema),
  /** How many there are in all. */
  counts: z.object({ bought: z.int(), refused: z.int(), unread: z.int() }),
  totals: z.object({
    /** Exact sum of the lines. */
    lineSumIsk: iskSchema,
    /** What is paid: the sum cut to whole ISK, without the donation. */
    totalIsk: iskSchema,
    /** What the pilot gives away, in whole ISK; null: nothing. */
    donation: z.object({ shareBp: z.int(), amountIsk: iskSchema }).nullable(),
    volumeM3: z.number(),
    densityIsk: iskSchema.nullable(),
    /** Units of everything bought. */
    quantity: z.int(),
    types: z.int(),
  }),
  prices: z.object({
    hubName: z.string(),
    /** Age of the oldest book used; null when there is none. */
    asOf: instantSchema.nullable(),
    /** When the next books are expected. */
    nextAt: instantSchema.nullable(),
    isStale: z.boolean(),
    /** No price at all is known at this hub. */
    isMissing: z.boolean(),
  }),
  appraisedAt: instantSchema,
  /** Until when a quote made now would hold. */
  wouldHoldUntil: instantSchema,
  /** Null: a quote can be made. */
  obstacle: z.object({ reason: obstacleReasonSchema, sentence: z.string() }).nullable(),
});
export type Appraisal = z.output<typeof appraisalSchema>;
