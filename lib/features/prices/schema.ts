import * as z from 'zod';
import { instantSchema } from '#lib/core/instant.ts';
import { iskSchema } from '#lib/core/isk-schema.ts';

/** Statistics of one type's order book at a hub. A side without orders is null, never 0. */
export const listedPriceSchema = z.object({
  typeId: z.int(),
  name: z.string(),
  buyBestIsk: iskSchema.nullable(),
  /** Volume-weighted mean of the best 5 % of the volume. */
  buyTop5Isk: iskSchema.nullable(),
  sellBestIsk: iskSchema.nullable(),
  sellTop5Isk: iskSchema.nullable(),
  /** Units wanted and offered. */
  buyVolume: z.int(),
  sellVolume: z.int(),
  buyOrders: z.int(),
  sellOrders: z.int(),
  /** When EVE made the book: the age of the price counts from here. */
  bookAt: instantSchema,
});
export type ListedPrice = z.output<typeof listedPriceSchema>;

export const priceListSchema = z.object({
  hubId: z.int(),
  hubName: z.string(),
  /** When books are read next; null: not at this hub. */
  nextAt: instantSchema.nullable(),
  prices: z.array(listedPriceSchema),
  /** What was asked for and has no price here: nobody trades it, or its book is not read. */
  missing: z.array(z.object({ typeId: z.int(), name: z.string() })),
});
export type PriceList = z.output<typeof priceListSchema>;
