/**
 * Who lives in the sandbox. Their ids are beyond what the real universe issues.
 *
 * @module
 */

/** A character that is there from the start. */
export type SandboxPilot = {
  readonly characterId: number;
  readonly name: string;
  readonly corporationId: number;
  readonly gender: 'male' | 'female';
  /** Hue of the drawn portrait, in degrees. */
  readonly hue: number;
  /** Who this is, in a few words for the page. */
  readonly part: string;
  /** Roles in the corporation, in ESI's words; a director may do everything. */
  readonly roles: readonly string[];
};

/** A corporation that is there from the start. */
export type SandboxCorporation = {
  readonly corporationId: number;
  readonly name: string;
  readonly ticker: string;
  readonly ceoId: number;
  readonly hue: number;
  readonly allianceId: number | null;
};

/** An alliance that is there from the start. */
export type SandboxAlliance = {
  readonly allianceId: number;
  readonly name: string;
  readonly ticker: string;
  readonly executorId: number;
};

/** A player's structure: who may dock there, and whether there is a market. */
export type SandboxStructure = {
  readonly structureId: number;
  readonly name: string;
  readonly ownerId: number;
  readonly systemId: number;
  readonly regionId: number;
  readonly typeId: number;
  /** The corporations whose members may dock; null: everybody. */
  readonly openTo: readonly number[] | null;
  readonly hasMarket: boolean;
};

export type SandboxStation = { readonly stationId: number; readonly regionId: number };

/** The pilots one can sign in as and play. The first is the trader. */
export const sandboxPilots: readonly SandboxPilot[] = [
  {
    characterId: 9000000000001,
    name: 'Maren Tessidari',
    corporationId: 9100000000001,
    gender: 'female',
    hue: 205,
    part: 'the trader',
    roles: ['Director'],
  },
  {
    characterId: 9000000000002,
    name: 'Ilya Torvanen',
    corporationId: 9100000000002,
    gender: 'male',
    hue: 150,
    part: 'a miner',
    roles: ['Director'],
  },
  {
    characterId: 9000000000003,
    name: 'Sael Odrinn',
    corporationId: 9100000000002,
    gender: 'male',
    hue: 95,
    part: 'a miner',
    roles: ['Accountant', 'Trader'],
  },
  {
    characterId: 9000000000004,
    name: 'Nadir Esh',
    corporationId: 9100000000003,
    gender: 'male',
    hue: 20,
    part: 'a scammer',
    roles: ['Director'],
  },
  {
    characterId: 9000000000005,
    name: 'Ansa Vekkonen',
    corporationId: 9100000000002,
    gender: 'female',
    hue: 300,
    part: 'a miner',
    roles: [],
  },
];

export const sandboxCorporations: readonly SandboxCorporation[] = [
  {
    corporationId: 9100000000001,
    name: 'Ageira Trade Holdings',
    ticker: 'AGEIR',
    ceoId: 9000000000001,
    hue: 215,
    allianceId: null,
  },
  {
    corporationId: 9100000000002,
    name: 'Northern Drift Mining',
    ticker: 'NDM',
    ceoId: 9000000000002,
    hue: 140,
    allianceId: 9200000000001,
  },
  {
    corporationId: 9100000000003,
    name: 'Quiet Margin',
    ticker: 'QMRGN',
    ceoId: 9000000000004,
    hue: 25,
    allianceId: null,
  },
];

export const sandboxAlliances: readonly SandboxAlliance[] = [
  {
    allianceId: 9200000000001,
    name: 'Outer Drift Compact',
    ticker: 'ODC',
    executorId: 9100000000002,
  },
];

/** Perimeter, next to Jita: one freeport with a market, one that lets few in. */
export const sandboxStructures: readonly SandboxStructure[] = [
  {
    structureId: 1045000000001,
    name: 'Perimeter - Ageira Freeport',
    ownerId: 9100000000001,
    systemId: 30000144,
    regionId: 10000002,
    typeId: 35834,
    openTo: null,
    hasMarket: true,
  },
  {
    structureId: 1045000000002,
    name: 'Perimeter - Quiet Rooms',
    ownerId: 9100000000003,
    systemId: 30000144,
    regionId: 10000002,
    typeId: 35833,
    openTo: [9100000000003],
    hasMarket: false,
  },
];

export const JITA_STATION_ID = 60003760;

/** Stations offered on the game's pages: Jita first, its neighbours, the other hubs. */
export const sandboxStations: readonly SandboxStation[] = [
  { stationId: JITA_STATION_ID, regionId: 10000002 },
  { stationId: 60003754, regionId: 10000002 },
  { stationId: 60000358, regionId: 10000002 },
  { stationId: 60008494, regionId: 10000043 },
  { stationId: 60011866, regionId: 10000032 },
  { stationId: 60004588, regionId: 10000030 },
  { stationId: 60005686, regionId: 10000042 },
];

export function findPilot(characterId: number): SandboxPilot | undefined {
  return sandboxPilots.find((pilot) => pilot.characterId === characterId);
}

export function findCorporation(corporationId: number): SandboxCorporation | undefined {
  return sandboxCorporations.find((corporation) => corporation.corporationId === corporationId);
}

export function findAlliance(allianceId: number): SandboxAlliance | undefined {
  return sandboxAlliances.find((alliance) => alliance.allianceId === allianceId);
}

export function findStructure(structureId: number): SandboxStructure | undefined {
  return sandboxStructures.find((structure) => structure.structureId === structureId);
}

/** The alliance of a pilot's corporation; null without one. */
export function allianceOf(characterId: number): number | null {
  const corporationId = findPilot(characterId)?.corporationId;
  return (corporationId && findCorporation(corporationId)?.allianceId) || null;
}

/** The name of a pilot or corporation; an id that lives outside reads as `#id`, nobody as public. */
export function partyName(id: number): string {
  if (id === 0) return 'Public';
  return findPilot(id)?.name ?? findCorporation(id)?.name ?? findAlliance(id)?.name ?? `#${id}`;
}
