import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';
import { itemKindSchema } from '#lib/core/item-kind.ts';
import { placeSchema } from '#lib/core/program/terms.ts';

/**
 * Where an order is: to be filled; in a contract that waits for the pilot; in one that is not as ordered; or
 * accepted.
 */
export const orderStageSchema = z.enum(['ready', 'to-fix', 'contracted', 'accepted']);
export type OrderStage = z.output<typeof orderStageSchema>;

export const orderLineSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  kind: itemKindSchema,
  /** Units that were ordered and are not handed over yet. */
  quantity: z.int(),
  /** Of those, units that are not there: who ordered before gets what there is. */
  lacking: z.int(),
  unitPriceIsk: iskSchema,
});
export type OrderLine = z.output<typeof orderLineSchema>;

export const orderSchema = z.object({
  code: z.string(),
  shownCode: z.string(),
  stage: orderStageSchema,
  programName: z.string(),
  /** On whose behalf the contract is to be made. */
  sellerName: z.string(),
  sellerKind: z.enum(['character', 'corporation']),
  receiverId: z.int(),
  receiverName: z.string(),
  place: placeSchema,
  /** What the contract asks: of the rest, if some of it was accepted before. */
  priceIsk: iskSchema,
  totalIsk: iskSchema,
  volumeM3: z.number(),
  lines: z.array(orderLineSchema),
  /** The contract that waits, or was accepted. */
  contractId: z.int().nullable(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
  acceptedAt: instantSchema.nullable(),
});
export type Order = z.output<typeof orderSchema>;

/** What `/admin/orders` lives on: `GET /api/orders`. */
export const ordersSchema = z.object({
  /** Living ones oldest first, then those of the last day that were accepted, newest first. */
  orders: z.array(orderSchema),
  /** Living ones beyond those that are listed. */
  unlisted: z.int(),
  now: instantSchema,
});
export type Orders = z.output<typeof ordersSchema>;
