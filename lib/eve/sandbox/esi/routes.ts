import { openContractWindow } from './client-window.ts';
import {
  listCharacterContractBids,
  listCharacterContractItems,
  listCharacterContracts,
  listCorporationContractBids,
  listCorporationContractItems,
  listCorporationContracts,
} from './contracts.ts';
import { listPrices, listRegionOrders } from './markets.ts';
import { getCharacter, getCorporation, listAffiliations } from './people.ts';
import { aligned, daily, type EsiRoute, rolling } from './route.ts';
import { getStatus } from './status.ts';
import { getStation, getType, listIds, listNames } from './universe.ts';

const CHARACTER_CONTRACTS = 'esi-contracts.read_character_contracts.v1';
const CORPORATION_CONTRACTS = 'esi-contracts.read_corporation_contracts.v1';
const ITEMS_IN_TEN_SECONDS = 20;

const characterContracts = {
  bucket: { group: 'char-contract', tokens: 600 },
  scope: CHARACTER_CONTRACTS,
} as const;
const corporationContracts = {
  bucket: { group: 'corp-contract', tokens: 600 },
  scope: CORPORATION_CONTRACTS,
} as const;

const hour = (): number => 3_600_000;

/** Every route that the sandbox answers, with the limits of CCP's specification. */
export const esiRoutes: readonly EsiRoute[] = [
  {
    method: 'GET',
    path: '/characters/{character_id}/contracts',
    ...characterContracts,
    freshness: rolling(({ contractsMs }) => contractsMs),
    paging: 'sliced',
    answer: listCharacterContracts,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/contracts/{contract_id}/items',
    ...characterContracts,
    freshness: rolling(({ contractItemsMs }) => contractItemsMs),
    throttle: ITEMS_IN_TEN_SECONDS,
    answer: listCharacterContractItems,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/contracts/{contract_id}/bids',
    ...characterContracts,
    freshness: rolling(({ contractsMs }) => contractsMs),
    answer: listCharacterContractBids,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/contracts',
    ...corporationContracts,
    freshness: rolling(({ contractsMs }) => contractsMs),
    paging: 'sliced',
    answer: listCorporationContracts,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/contracts/{contract_id}/items',
    ...corporationContracts,
    freshness: rolling(({ contractItemsMs }) => contractItemsMs),
    throttle: ITEMS_IN_TEN_SECONDS,
    answer: listCorporationContractItems,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/contracts/{contract_id}/bids',
    ...corporationContracts,
    freshness: rolling(({ contractItemsMs }) => contractItemsMs),
    paging: 'sliced',
    answer: listCorporationContractBids,
  },
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
  { method: 'GET', path: '/markets/prices', freshness: rolling(hour), answer: listPrices },
  {
    method: 'GET',
    path: '/characters/{character_id}',
    freshness: rolling(() => 86_400_000),
    shapeDate: '2026-06-09',
    answer: getCharacter,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}',
    freshness: rolling(hour),
    shapeDate: '2026-07-21',
    answer: getCorporation,
  },
  { method: 'POST', path: '/characters/affiliation', answer: listAffiliations },
  { method: 'POST', path: '/universe/names', answer: listNames },
  { method: 'POST', path: '/universe/ids', isTranslated: true, answer: listIds },
  {
    method: 'GET',
    path: '/universe/types/{type_id}',
    freshness: daily,
    isTranslated: true,
    answer: getType,
  },
  { method: 'GET', path: '/universe/stations/{station_id}', freshness: daily, answer: getStation },
  {
    method: 'POST',
    path: '/ui/openwindow/contract',
    bucket: { group: 'ui', tokens: 900 },
    scope: 'esi-ui.open_window.v1',
    query: ['contract_id'],
    isWriting: true,
    answer: openContractWindow,
  },
  {
    method: 'GET',
    path: '/status',
    bucket: { group: 'status', tokens: 600 },
    freshness: rolling(() => 30_000),
    answer: getStatus,
  },
];
