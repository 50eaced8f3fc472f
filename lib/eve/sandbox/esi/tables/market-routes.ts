import { aligned, alignedSeconds, daily, forSeconds } from '../freshness.ts';
import {
  getMarketGroup,
  listHistory,
  listMarketGroups,
  listPrices,
  listRegionOrders,
  listRegionTypes,
} from '../markets.ts';
import {
  listCharacterOrderHistory,
  listCharacterOrders,
  listCorporationOrderHistory,
  listCorporationOrders,
} from '../own-orders.ts';
import type { EsiRoute } from '../route.ts';
import { listStructureOrders } from '../structures.ts';

const ofCharacter = { scope: 'esi-markets.read_character_orders.v1' } as const;
const ofCorporation = {
  scope: 'esi-markets.read_corporation_orders.v1',
  roles: ['Accountant', 'Trader'],
} as const;

export const marketRoutes: readonly EsiRoute[] = [
  {
    method: 'GET',
    path: '/markets/{region_id}/orders',
    bucket: { group: 'market-order', tokens: 12_000 },
    freshness: aligned(({ ordersMs }) => ordersMs),
    paging: 'own',
    isPure: true,
    query: ['order_type', 'page', 'type_id'],
    answer: listRegionOrders,
  },
  {
    method: 'GET',
    path: '/markets/{region_id}/history',
    freshness: daily,
    isPure: true,
    query: ['type_id'],
    throttle: { calls: 300, windowMs: 60_000, label: null },
    answer: listHistory,
  },
  {
    method: 'GET',
    path: '/markets/{region_id}/types',
    freshness: alignedSeconds(600),
    paging: 'sliced',
    answer: listRegionTypes,
  },
  {
    method: 'GET',
    path: '/markets/prices',
    freshness: forSeconds(3_600),
    answer: listPrices,
  },
  {
    method: 'GET',
    path: '/markets/structures/{structure_id}',
    scope: 'esi-markets.structure_markets.v1',
    freshness: aligned(({ ordersMs }) => ordersMs),
    paging: 'own',
    isPure: true,
    query: ['page'],
    answer: listStructureOrders,
  },
  { method: 'GET', path: '/markets/groups', freshness: daily, answer: listMarketGroups },
  {
    method: 'GET',
    path: '/markets/groups/{market_group_id}',
    freshness: daily,
    isTranslated: true,
    answer: getMarketGroup,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/orders',
    ...ofCharacter,
    freshness: forSeconds(1_200),
    answer: listCharacterOrders,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/orders/history',
    ...ofCharacter,
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listCharacterOrderHistory,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/orders',
    ...ofCorporation,
    freshness: forSeconds(1_200),
    paging: 'sliced',
    answer: listCorporationOrders,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/orders/history',
    ...ofCorporation,
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listCorporationOrderHistory,
  },
];
