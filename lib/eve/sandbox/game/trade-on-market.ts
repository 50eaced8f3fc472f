import type { SandboxContext } from '../context.ts';
import { strangerFor } from '../crowd/strangers.ts';
import { aligned } from '../esi/freshness.ts';
import { isOwnOrder } from '../markets/own-orders.ts';
import { findPilot } from '../presets.ts';
import { partyOf } from './contract-facts.ts';
import { addGoods, balanceOf, hasGoods, takeGoods } from './holdings.ts';
import { pay } from './pay.ts';
import { type GameRefusal, refused } from './refusals.ts';
import type { Trade } from './schema.ts';

const SALES_TAX_BP = 337n;

type TradeOutcome =
  | { readonly ok: true; readonly quantity: number; readonly cents: bigint }
  | { readonly ok: false; readonly reason: GameRefusal };

/**
 * Buys from the cheapest sell order at a station, or sells into the dearest buy order there: as many
 * as that order has. A sale is taxed. The book itself has no memory and stays as it was.
 */
export function tradeOnMarket(
  { store: { world }, staticData, markets }: SandboxContext,
  { characterId, isForCorporation, locationId, typeId, isBuy, quantity: wanted }: Trade,
  now: Date,
): TradeOutcome {
  const station = staticData.station(locationId);
  if (!findPilot(characterId)) return refused('unknown-pilot');
  if (!station) return refused('unknown-station');
  const { lastModified } = aligned(({ ordersMs }) => ordersMs)(now, world.cacheWindows);
  const [order] = markets
    .ordersOfType(station.regionId, typeId, lastModified)
    .filter((one) => one.location_id === locationId && one.is_buy_order !== isBuy)
    .filter(({ order_id }) => !isOwnOrder(order_id))
    .toSorted((a, b) => (isBuy ? a.price - b.price : b.price - a.price));
  if (!order) return refused('no-order');

  const ownerId = partyOf(characterId, isForCorporation);
  const quantity = Math.min(wanted, order.volume_remain);
  const unitCents = BigInt(Math.round(order.price * 100));
  const cents = unitCents * BigInt(quantity);
  const goods = [{ typeId, quantity }];
  if (isBuy && balanceOf(world, ownerId) < cents) return refused('no-funds');
  if (!isBuy && !hasGoods(world, ownerId, locationId, goods)) return refused('not-in-hangar');

  const otherId = strangerFor(order.order_id).characterId;
  const [fromId, toId] = isBuy ? [ownerId, otherId] : [otherId, ownerId];
  const trade = { typeId, quantity, unitCents, locationId };
  pay(world, { kind: 'market-trade', fromId, toId, cents, trade }, now);
  if (isBuy) addGoods(world, ownerId, locationId, goods);
  else {
    takeGoods(world, ownerId, locationId, goods);
    const taxCents = (cents * SALES_TAX_BP) / 10_000n;
    pay(world, { kind: 'sales-tax', fromId: ownerId, toId: 0, cents: taxCents, trade }, now);
  }
  return { ok: true, quantity, cents };
}
