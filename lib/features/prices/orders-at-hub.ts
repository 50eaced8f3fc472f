import { iskFromNumber } from '#lib/core/isk.ts';
import type { Order } from '#lib/core/pricing/book-statistics.ts';
import type { EsiMarketOrder } from '#lib/eve/esi/index.ts';

export type HubPlace = { readonly locationId: number; readonly systemId: number };

/**
 * The orders of a region that somebody standing in the hub can trade with.
 *
 * A sell order must lie there. A buy order counts when it lies there, or reaches there: ranged over
 * the region, or over the system that the hub is in. A range of so many jumps reaches the hub for
 * certain only from its own system, since distances between systems are not known here: a buy order
 * of another system with such a range is left out, which makes a price lower, never too high.
 */
export function toOrdersAtHub(orders: readonly EsiMarketOrder[], hub: HubPlace): Order[] {
  return orders.filter((order) => canTradeAt(order, hub)).map(toOrder);
}

function canTradeAt(order: EsiMarketOrder, { locationId, systemId }: HubPlace): boolean {
  if (order.location_id === locationId) return true;
  if (!order.is_buy_order) return false;
  if (order.range === 'region') return true;
  return order.system_id === systemId && order.range !== 'station';
}

function toOrder(order: EsiMarketOrder): Order {
  return {
    orderId: order.order_id,
    isBuy: order.is_buy_order,
    priceIsk: iskFromNumber(order.price),
    remaining: order.volume_remain,
    minimumVolume: order.min_volume,
  };
}
