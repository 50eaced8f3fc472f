import * as z from 'zod';
import {
  type EsiOperation,
  operation,
  type PagedEsiOperation,
  pagedOperation,
} from '../operation.ts';

export const marketOrderSchema = z.looseObject({
  order_id: z.int(),
  type_id: z.int(),
  location_id: z.int(),
  system_id: z.int(),
  is_buy_order: z.boolean(),
  /** ISK a unit, a double: round to hundredths. */
  price: z.number(),
  volume_remain: z.int(),
  volume_total: z.int(),
  min_volume: z.int(),
  /** Days. */
  duration: z.int(),
  issued: z.iso.datetime(),
  /** station, solarsystem, region, or a number of jumps as text. */
  range: z.string(),
});
export type EsiMarketOrder = z.output<typeof marketOrderSchema>;

/** Buy and sell orders of a region, without those in player structures. With `typeId` it is one page. */
export function regionOrders({
  regionId,
  typeId,
}: {
  regionId: number;
  typeId?: number;
}): PagedEsiOperation<EsiMarketOrder> {
  const query = { order_type: 'all', ...(typeId !== undefined && { type_id: typeId }) } as const;
  return pagedOperation(
    'GET /markets/{region_id}/orders',
    { path: { region_id: regionId }, query },
    { idOf: ({ order_id }) => order_id, row: marketOrderSchema },
  );
}

export const marketDaySchema = z.looseObject({
  date: z.iso.date(),
  /** ISK a unit, doubles: round to hundredths. */
  average: z.number(),
  highest: z.number(),
  lowest: z.number(),
  volume: z.int(),
  order_count: z.int(),
});
export type EsiMarketDay = z.output<typeof marketDaySchema>;

/** What was paid for a type in a region, a row a day; days without trade are missing. New at 11:05 EVE. */
export function regionHistory({
  regionId,
  typeId,
}: {
  regionId: number;
  typeId: number;
}): EsiOperation<EsiMarketDay[]> {
  return operation(
    'GET /markets/{region_id}/history',
    { path: { region_id: regionId }, query: { type_id: typeId } },
    z.array(marketDaySchema),
  );
}
