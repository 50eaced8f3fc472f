/**
 * What made a unit price: enough to make it again by hand.
 *
 * JSON as it is, without codecs: a quote keeps it for ever, and no later reading may change it.
 *
 * @module
 */
import * as z from 'zod';
import { basisSchema } from '#lib/core/program/terms.ts';
import { SCOPE_KINDS } from './rules/rule.ts';

const iskTextSchema = z.string().regex(/^\d{1,16}\.\d{2}$/);

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

/** What made a line's price, as it is stored: enough to compute the price again by hand. */
export const lineEvidenceSchema = z.object({
  basis: basisSchema,
  /** When EVE made the book, ISO 8601 in UTC. */
  bookAt: z.iso.datetime(),
  buyBestIsk: iskTextSchema.nullable(),
  buyTop5Isk: iskTextSchema.nullable(),
  sellBestIsk: iskTextSchema.nullable(),
  sellTop5Isk: iskTextSchema.nullable(),
  /** Units wanted and offered. */
  buyVolume: z.number(),
  sellVolume: z.number(),
  buyOrders: z.int(),
  sellOrders: z.int(),
  /** The figure that the basis names. */
  basePriceIsk: iskTextSchema,
  rateBp: z.int(),
  /** Base price × rate, rounded once to a hundredth, half up. */
  unitPriceIsk: iskTextSchema,
  /** Null: the program's own terms. Lines of before there were rules say nothing of it. */
  rule: ruleEvidenceSchema.nullable().default(null),
});
export type LineEvidence = z.output<typeof lineEvidenceSchema>;
