import type { StaticData } from '#lib/eve/static-data/index.ts';
import { TRADED_CATEGORY_IDS, TRADED_GROUP_IDS } from '../markets/create-markets.ts';
import { JITA_STATION_ID, sandboxCorporations, sandboxPilots } from '../presets.ts';
import type { World } from './world.ts';

/** Ids count from here, so that a state folder that was thrown away never brings old ids back. */
const ID_EPOCH_MS = Date.UTC(2025, 0, 1);
const FIRST_CONTRACT_ID = 200_000_000;
const FIRST_RECORD_ID = 5_000_000_000;

const WALLET_CENTS = 250_000_000_000_00n;
const TRADER_WALLET_CENTS = 5_000_000_000_000_00n;
const PLEX_TYPE_ID = 44992;
const PLEX_UNITS = 2_000;
const GOODS_UNITS = 50_000_000;

/** A new universe: everybody is rich and stands in Jita; nobody has made a contract yet. */
export function createInitialWorld(staticData: StaticData, now: Date): World {
  const secondsSinceEpoch = Math.max(0, Math.floor((now.getTime() - ID_EPOCH_MS) / 1_000));
  const hangar = stockHangar(staticData);
  const owners = [
    ...sandboxPilots.map(({ characterId }) => characterId),
    ...sandboxCorporations.map(({ corporationId }) => corporationId),
  ];
  return {
    version: 1,
    beganAt: now.toISOString(),
    nextContractId: FIRST_CONTRACT_ID + secondsSinceEpoch,
    nextRecordId: FIRST_RECORD_ID + secondsSinceEpoch * 1_000,
    wallets: Object.fromEntries(
      owners.map((id, index) => [String(id), index === 0 ? TRADER_WALLET_CENTS : WALLET_CENTS]),
    ),
    hangars: Object.fromEntries(
      owners.map((id) => [String(id), { [String(JITA_STATION_ID)]: { ...hangar } }]),
    ),
    sales: {},
    contracts: [],
    movements: [],
    openedWindows: [],
    mails: [],
    roles: {},
    rotatesTokens: true,
    refreshTokens: [],
    faults: [],
    cacheWindows: { contractsMs: 10_000, contractItemsMs: 3_600_000, ordersMs: 120_000, speed: 1 },
  };
}

function stockHangar(staticData: StaticData): Record<string, number> {
  const types = [
    ...TRADED_CATEGORY_IDS.flatMap((id) => staticData.typesInCategory(id)),
    ...TRADED_GROUP_IDS.flatMap((id) => staticData.typesInGroup(id)),
  ].filter(({ marketGroupId }) => marketGroupId !== null);
  return {
    ...Object.fromEntries(types.map(({ typeId }) => [String(typeId), GOODS_UNITS])),
    [String(PLEX_TYPE_ID)]: PLEX_UNITS,
  };
}
