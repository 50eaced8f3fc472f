import { listAssetLocations, listAssetNames, listAssets } from '../assets.ts';
import { forSeconds } from '../freshness.ts';
import type { EsiRoute } from '../route.ts';
import { getWallet, listCorporationWallets, listJournal, listTransactions } from '../wallets.ts';

const characterAssets = {
  bucket: { group: 'char-asset', tokens: 1_800 },
  scope: 'esi-assets.read_assets.v1',
} as const;
const corporationAssets = {
  bucket: { group: 'corp-asset', tokens: 1_800 },
  scope: 'esi-assets.read_corporation_assets.v1',
  roles: ['Director'],
} as const;
const characterWallet = {
  bucket: { group: 'char-wallet', tokens: 150 },
  scope: 'esi-wallet.read_character_wallet.v1',
} as const;
const corporationWallet = {
  bucket: { group: 'corp-wallet', tokens: 300 },
  scope: 'esi-wallet.read_corporation_wallets.v1',
  roles: ['Accountant', 'Junior_Accountant'],
} as const;

/** What characters and corporations own: goods and ISK. */
export const holdingRoutes: readonly EsiRoute[] = [
  {
    method: 'GET',
    path: '/characters/{character_id}/assets',
    ...characterAssets,
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listAssets,
  },
  {
    method: 'POST',
    path: '/characters/{character_id}/assets/names',
    ...characterAssets,
    answer: listAssetNames,
  },
  {
    method: 'POST',
    path: '/characters/{character_id}/assets/locations',
    ...characterAssets,
    answer: listAssetLocations,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/assets',
    ...corporationAssets,
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listAssets,
  },
  {
    method: 'POST',
    path: '/corporations/{corporation_id}/assets/names',
    ...corporationAssets,
    answer: listAssetNames,
  },
  {
    method: 'POST',
    path: '/corporations/{corporation_id}/assets/locations',
    ...corporationAssets,
    answer: listAssetLocations,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/wallet',
    ...characterWallet,
    freshness: forSeconds(120),
    answer: getWallet,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/wallet/journal',
    ...characterWallet,
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listJournal,
  },
  {
    method: 'GET',
    path: '/characters/{character_id}/wallet/transactions',
    ...characterWallet,
    freshness: forSeconds(3_600),
    query: ['from_id'],
    answer: listTransactions,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/wallets',
    ...corporationWallet,
    freshness: forSeconds(300),
    answer: listCorporationWallets,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/wallets/{division}/journal',
    ...corporationWallet,
    freshness: forSeconds(3_600),
    paging: 'sliced',
    answer: listJournal,
  },
  {
    method: 'GET',
    path: '/corporations/{corporation_id}/wallets/{division}/transactions',
    ...corporationWallet,
    freshness: forSeconds(3_600),
    query: ['from_id'],
    answer: listTransactions,
  },
];
