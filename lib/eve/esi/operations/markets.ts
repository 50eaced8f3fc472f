import * as z from 'zod';
import type { PagedEsiOperation } from '../operation.ts';

/** ESI keeps order books for five minutes. */
const FRESH_AT_MOST_MS = 3_600_000;

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
  return {
    name: 'region-orders',
    method: 'GET',
    path: `/markets/${regionId}/orders`,
    query: { order_type: 'all', ...(typeId !== undefined && { type_id: typeId }) },
    schema: z.array(marketOrderSchema),
    freshAtMostMs: FRESH_AT_MOST_MS,
    characterId: null,
    idOf: (order) => order.order_id,
  };
}
