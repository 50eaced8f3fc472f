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
};

/** A corporation that is there from the start. */
export type SandboxCorporation = {
  readonly corporationId: number;
  readonly name: string;
  readonly ticker: string;
  readonly ceoId: number;
  readonly hue: number;
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
  },
  {
    characterId: 9000000000002,
    name: 'Ilya Torvanen',
    corporationId: 9100000000002,
    gender: 'male',
    hue: 150,
    part: 'a miner',
  },
  {
    characterId: 9000000000003,
    name: 'Sael Odrinn',
    corporationId: 9100000000002,
    gender: 'male',
    hue: 95,
    part: 'a miner',
  },
  {
    characterId: 9000000000004,
    name: 'Nadir Esh',
    corporationId: 9100000000003,
    gender: 'male',
    hue: 20,
    part: 'a scammer',
  },
  {
    characterId: 9000000000005,
    name: 'Ansa Vekkonen',
    corporationId: 9100000000002,
    gender: 'female',
    hue: 300,
    part: 'a miner',
  },
];

export const sandboxCorporations: readonly SandboxCorporation[] = [
  {
    corporationId: 9100000000001,
    name: 'Ageira Trade Holdings',
    ticker: 'AGEIR',
    ceoId: 9000000000001,
    hue: 215,
  },
  {
    corporationId: 9100000000002,
    name: 'Northern Drift Mining',
    ticker: 'NDM',
    ceoId: 9000000000002,
    hue: 140,
  },
  {
    corporationId: 9100000000003,
    name: 'Quiet Margin',
    ticker: 'QMRGN',
    ceoId: 9000000000004,
    hue: 25,
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

/** The name of a pilot or corporation; an id that lives outside reads as `#id`, nobody as public. */
export function partyName(id: number): string {
  if (id === 0) return 'Public';
  return findPilot(id)?.name ?? findCorporation(id)?.name ?? `#${id}`;
}
