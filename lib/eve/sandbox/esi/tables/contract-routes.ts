import {
  listCharacterContractBids,
  listCharacterContractItems,
  listCharacterContracts,
  listCorporationContractBids,
  listCorporationContractItems,
  listCorporationContracts,
} from '../contracts.ts';
import { forSeconds, rolling } from '../freshness.ts';
import { listPublicBids, listPublicContracts, listPublicItems } from '../public-contracts.ts';
import type { EsiRoute } from '../route.ts';
import type { ThrottleRule } from '../throttle.ts';

const ITEMS: ThrottleRule = { calls: 20, windowMs: 10_000, label: 'ConStopSpamming' };

const ofCharacter = {
  bucket: { group: 'char-contract', tokens: 600 },
  scope: 'esi-contracts.read_character_contracts.v1',
} as const;
const ofCorporation = {
  bucket: { group: 'corp-contract', tokens: 600 },
  scope: 'esi-contracts.read_corporation_contracts.v1',
} as const;

export const contractRoutes: readonly EsiRoute[] = [
  {
    method: 'GET',
    path: '/characters/{character_id}/contracts',
    ...ofCharacter,
    freshness: rolling(({ contractsMs }) => contractsMs),
    paging: 'sliced',
    answer: listCharacterContracts,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/contracts/{contract_id}/items',
    ...ofCharacter,
    freshness: rolling(({ contractItemsMs }) => contractItemsMs),
    throttle: ITEMS,
    answer: listCharacterContractItems,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/contracts/{contract_id}/bids',
    ...ofCharacter,
    freshness: rolling(({ contractsMs }) => contractsMs),
    answer: listCharacterContractBids,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/contracts',
    ...ofCorporation,
    freshness: rolling(({ contractsMs }) => contractsMs),
    paging: 'sliced',
    answer: listCorporationContracts,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/contracts/{contract_id}/items',
    ...ofCorporation,
    freshness: rolling(({ contractItemsMs }) => contractItemsMs),
    throttle: ITEMS,
    answer: listCorporationContractItems,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/contracts/{contract_id}/bids',
    ...ofCorporation,
    freshness: rolling(({ contractItemsMs }) => contractItemsMs),
    paging: 'sliced',
    answer: listCorporationContractBids,
  },
  {
    method: 'GET',
    path: '/contracts/public/{region_id}',
    freshness: forSeconds(1_800),
    paging: 'sliced',
    answer: listPublicContracts,
  },
  {
    method: 'GET',
    path: '/contracts/public/items/{contract_id}',
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listPublicItems,
  },
  {
    method: 'GET',
    path: '/contracts/public/bids/{contract_id}',
    freshness: forSeconds(300),
    paging: 'sliced',
    answer: listPublicBids,
  },
];
