/**
 * The orders of a character or a corporation: the same ones that stand in the region's books.
 *
 * @module
 */
import { toEsiTime } from '../markets/create-orders.ts';
import { marketRegions } from '../markets/hubs.ts';
import { type OwnOrder, openOwnOrders, pastOwnOrders } from '../markets/own-orders.ts';
import { findPilot } from '../presets.ts';
import { type EsiAnswer, type EsiAsk, ok } from './route.ts';

/** Corporations trade from their first wallet. */
const DIVISION = 1;

export function listCharacterOrders(ask: EsiAsk): EsiAnswer {
  return ok(openOwnOrders(ask.now).filter(isCharacters(ask)).map(toCharacterRow(ask)));
}

export function listCharacterOrderHistory(ask: EsiAsk): EsiAnswer {
  const rows = pastOwnOrders(ask.now).filter(isCharacters(ask)).map(toCharacterRow(ask));
  return ok(rows.map((row) => ({ ...row, state: stateOf(row.order_id) })));
}

export function listCorporationOrders(ask: EsiAsk): EsiAnswer {
  return ok(openOwnOrders(ask.now).filter(isCorporations(ask)).map(toCorporationRow(ask)));
}

export function listCorporationOrderHistory(ask: EsiAsk): EsiAnswer {
  const rows = pastOwnOrders(ask.now).filter(isCorporations(ask)).map(toCorporationRow(ask));
  return ok(rows.map((row) => ({ ...row, state: stateOf(row.order_id) })));
}

// The real route names what a character has put up for the corporation too; only there it is marked.
function isCharacters({ params }: EsiAsk) {
  return ({ characterId }: OwnOrder): boolean => characterId === Number(params.character_id);
}

function isCorporations({ params }: EsiAsk) {
  return ({ isCorporation, characterId }: OwnOrder): boolean =>
    isCorporation && findPilot(characterId)?.corporationId === Number(params.corporation_id);
}

function toCharacterRow(ask: EsiAsk) {
  return (order: OwnOrder) => ({ ...toRow(ask, order), is_corporation: order.isCorporation });
}

function toCorporationRow(ask: EsiAsk) {
  return (order: OwnOrder) => ({
    ...toRow(ask, order),
    issued_by: order.characterId,
    wallet_division: DIVISION,
  });
}

// A sell order says neither that it is one nor what is its least: it has no escrow.
function toRow({ parts }: EsiAsk, order: OwnOrder) {
  const price = parts.markets.priceOfOwn(order);
  return {
    duration: order.durationDays,
    ...(order.isBuy && {
      escrow: Math.round(price * order.volumeRemain * 100) / 100,
      is_buy_order: true,
      min_volume: 1,
    }),
    issued: toEsiTime(order.issuedAt),
    location_id: marketRegions.find(({ regionId }) => regionId === order.regionId)?.stationId ?? 0,
    order_id: order.orderId,
    price,
    range: order.isBuy ? 'station' : 'region',
    region_id: order.regionId,
    type_id: order.typeId,
    volume_remain: order.volumeRemain,
    volume_total: order.volumeTotal,
  };
}

function stateOf(orderId: number): 'cancelled' | 'expired' {
  return orderId % 3 === 0 ? 'cancelled' : 'expired';
}
