import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Markets } from '../markets/create-markets.ts';
import { TRADED_CATEGORY_IDS } from '../markets/create-markets.ts';
import { type MarketRegion, marketRegions } from '../markets/hubs.ts';
import { between, unitOf } from '../markets/random.ts';
import { JITA_STATION_ID } from '../presets.ts';
import { strangerFor } from './strangers.ts';

/** Something in a public contract. */
export type CrowdItem = {
  readonly recordId: number;
  readonly typeId: number;
  readonly quantity: number;
  readonly isIncluded: boolean;
  readonly isBlueprintCopy: boolean;
};

/** A public contract of the crowd. Amounts are in ISK. */
export type CrowdContract = {
  readonly contractId: number;
  readonly type: 'item_exchange' | 'courier' | 'auction';
  readonly issuerId: number;
  readonly issuerCorporationId: number;
  readonly isForCorporation: boolean;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
  /** When somebody took it; null: nobody does while it stands. */
  readonly takenAt: Date | null;
  readonly startLocationId: number;
  readonly endLocationId: number;
  readonly priceIsk: number;
  readonly rewardIsk: number;
  readonly collateralIsk: number;
  readonly buyoutIsk: number;
  readonly title: string;
  readonly volumeM3: number;
  readonly items: readonly CrowdItem[];
};

export type CrowdBid = { readonly bidId: number; readonly amountIsk: number; readonly at: Date };

/** The crowd's public contracts: made from place and time alone, nothing of them is stored. */
export type Crowd = {
  /** Those that stand in a region, newest first. */
  contractsOf(regionId: number, at: Date): CrowdContract[];
  /** One by its id, whatever has become of it; null when it was never made. */
  find(contractId: number, at: Date): CrowdContract | null;
  /** What was bid for an auction so far, lowest first. */
  bidsOf(contract: CrowdContract, at: Date): CrowdBid[];
};

const DAY_MS = 86_400_000;
const LIFETIME_MS = 14 * DAY_MS;
/** How long a list still shows what ran out, as ESI's do. */
const STALE_MS = 15 * 60_000;
const FIRST_CONTRACT_ID = 150_000_000;
/** Of Jita's region there are two pages. */
const STANDING = [1_700, 160, 90, 60, 60];
const BLUEPRINT_CATEGORY_ID = 9;
const ICE_PRODUCTS_AND_MINERALS = [18, 423];
const TITLES = [
  '',
  '',
  '',
  'cheap!!',
  'Перевозка',
  'https:\\/\\/example.com',
  '鉱石 まとめ売り',
  'WTS',
];

export function createCrowd(staticData: StaticData, markets: Pick<Markets, 'valueIskOf'>): Crowd {
  let goods: readonly number[] | undefined;
  let blueprints: readonly number[] | undefined;
  const pick = (list: readonly number[], ...seed: number[]): number =>
    list[Math.floor(unitOf(...seed) * list.length)] ?? 34;
  const goodsList = () => {
    goods ??= [
      ...ICE_PRODUCTS_AND_MINERALS.flatMap((id) => staticData.typesInGroup(id)),
      ...TRADED_CATEGORY_IDS.flatMap((id) => staticData.typesInCategory(id)),
    ]
      .filter(({ marketGroupId }) => marketGroupId !== null)
      .map(({ typeId }) => typeId);
    return goods;
  };
  const blueprintList = () => {
    blueprints ??= staticData.typesInCategory(BLUEPRINT_CATEGORY_ID).map(({ typeId }) => typeId);
    return blueprints;
  };

  return {
    contractsOf: (regionId, at) => {
      const place = marketRegions.findIndex((region) => region.regionId === regionId);
      const region = marketRegions[place];
      if (!region) return [];
      const everyMs = intervalMs(place);
      const last = Math.floor(at.getTime() / everyMs);
      const first = Math.ceil((at.getTime() - LIFETIME_MS - STALE_MS) / everyMs);
      return Array.from({ length: last - first + 1 }, (_, back) =>
        make(region, place, last - back),
      ).filter(({ takenAt }) => takenAt === null || takenAt > at);
    },
    find: (contractId, at) => {
      const number = contractId - FIRST_CONTRACT_ID;
      const place = number % 8;
      const region = marketRegions[place];
      const slot = Math.floor(number / 8);
      if (!region || number < 0 || slot * intervalMs(place) > at.getTime()) return null;
      return make(region, place, slot);
    },
    bidsOf: (contract, at) => {
      if (contract.type !== 'auction') return [];
      const { contractId, issuedAt, priceIsk } = contract;
      const count = Math.floor(between(0, 6, contractId, 41));
      return Array.from({ length: count }, (_, rank) => ({
        bidId: contractId * 8 + rank,
        amountIsk: Math.round(priceIsk * (1 + 0.05 * rank) * 100) / 100,
        at: new Date(issuedAt.getTime() + (rank + 1) * (LIFETIME_MS / 12)),
      })).filter((bid) => bid.at <= at);
    },
  };

  function make(region: MarketRegion, place: number, slot: number): CrowdContract {
    const contractId = FIRST_CONTRACT_ID + slot * 8 + place;
    const chance = unitOf(contractId, 42);
    const type = chance < 0.15 ? 'courier' : chance < 0.25 ? 'auction' : 'item_exchange';
    const issuer = strangerFor(contractId);
    const issuedAt = new Date(Math.floor((slot * intervalMs(place)) / 1_000) * 1_000);
    const items = makeItems(contractId, type);
    const worthIsk = items.reduce(
      (sum, { typeId, quantity, isIncluded }) =>
        sum + (isIncluded ? 1 : -1) * quantity * (markets.valueIskOf(typeId) ?? 1_000_000),
      0,
    );
    const askIsk = Math.max(0, Math.round(worthIsk * between(0.8, 1.4, contractId, 43)));
    const isCourier = type === 'courier';
    const isTaken = unitOf(contractId, 44) < 0.35;
    return {
      contractId,
      type,
      issuerId: issuer.characterId,
      issuerCorporationId: issuer.corporationId,
      isForCorporation: unitOf(contractId, 45) < 0.2,
      issuedAt,
      expiresAt: new Date(issuedAt.getTime() + LIFETIME_MS),
      takenAt: isTaken
        ? new Date(issuedAt.getTime() + between(0.1, 0.9, contractId, 46) * LIFETIME_MS)
        : null,
      startLocationId: region.stationId,
      endLocationId: isCourier && place > 0 ? JITA_STATION_ID : region.stationId,
      priceIsk: isCourier ? 0 : askIsk,
      rewardIsk: isCourier ? Math.round(askIsk * 0.02) : 0,
      collateralIsk: isCourier ? askIsk : 0,
      buyoutIsk: type === 'auction' ? askIsk * 2 : 0,
      title: TITLES[contractId % TITLES.length] ?? '',
      volumeM3: volumeOf(items),
      items,
    };
  }

  function makeItems(contractId: number, type: CrowdContract['type']): CrowdItem[] {
    const count = 1 + Math.floor(unitOf(contractId, 47) * 5);
    return Array.from({ length: count }, (_, index) => {
      const seed = [contractId, index] as const;
      const isBlueprintCopy = type !== 'courier' && unitOf(...seed, 48) < 0.15;
      const typeId = pick(isBlueprintCopy ? blueprintList() : goodsList(), ...seed, 49);
      return {
        recordId: contractId * 8 + index,
        typeId,
        quantity: isBlueprintCopy ? 1 : Math.round(between(1, 20_000, ...seed, 50)),
        isIncluded: index === 0 || type !== 'item_exchange' || unitOf(...seed, 51) > 0.1,
        isBlueprintCopy,
      };
    });
  }

  function volumeOf(items: readonly CrowdItem[]): number {
    const sum = items.reduce(
      (total, { typeId, quantity, isIncluded }) =>
        total + (isIncluded ? (staticData.type(typeId)?.packagedVolumeM3 ?? 0) * quantity : 0),
      0,
    );
    return Math.round(sum * 100) / 100;
  }
}

function intervalMs(place: number): number {
  return LIFETIME_MS / (STANDING[place] ?? 60);
}
