/**
 * A contract as it should be, and the words to change it: for tables of tests.
 *
 * @module
 */
import { parseIsk } from '#lib/core/isk.ts';
import type {
  MatchContract,
  MatchInput,
  MatchItem,
  MatchLine,
  MatchProgram,
  MatchQuote,
  OtherContract,
} from '../match-input.ts';

export const TYPE_IDS: Readonly<Record<string, number>> = {
  Veldspar: 1230,
  Scordite: 1228,
  Pyerite: 35,
  PLEX: 44992,
  Rifter: 587,
  'Hulk Blueprint': 22545,
};
/** Of a unit, hundredths of ISK. */
const PRICES: Readonly<Record<string, bigint>> = { Veldspar: 60_00n, Scordite: 800_00n };
const USUAL_PRICE = 1_000_00n;

export const JITA = 60003760;
export const KEEPSTAR = 1035466617946;
export const TRADER_CORPORATION = 98000001;
export const TRADER = 90000001;
export const PILOT = 91000001;
export const ALT = 91000002;
export const STRANGER = 91000009;

/** What differs from the contract as it should be. Null leaves a field out. */
export type SceneChange = {
  readonly quote?: Partial<Omit<MatchQuote, 'lines' | 'total'>>;
  /** `'10000 Veldspar'`, perhaps with `copy` behind. */
  readonly lines?: readonly string[];
  readonly totalIsk?: string;
  readonly program?: Partial<MatchProgram>;
  readonly contract?: { readonly [K in keyof MatchContract]?: MatchContract[K] | null };
  /** ISK. */
  readonly price?: string | null;
  /** `'gives 10000 Veldspar'`, `'asks 1 PLEX'`, perhaps with `copy` or `original` behind. */
  readonly items?: readonly string[] | null;
  readonly others?: readonly SceneChange[];
  /** Of another contract. */
  readonly isSettled?: boolean;
  readonly isPromised?: boolean;
  readonly isBarelyPromised?: boolean;
  readonly isEndUnseen?: boolean;
  readonly isLeaveUnseen?: boolean;
  readonly isLossUnseen?: boolean;
  readonly knownCodes?: readonly string[];
  readonly packagedVolumesM3?: Readonly<Record<string, number>>;
  readonly now?: Date;
  readonly clockSkewMs?: number;
};

/**
 * 10,000 Veldspar and 500 Scordite for 1,000,000 ISK, contracted an hour after the quote was made.
 */
export function scene(change: SceneChange = {}): MatchInput {
  const lines = (change.lines ?? ['10000 Veldspar', '500 Scordite']).map(toLine);
  return {
    quote: {
      code: 'AT-7K3M9QX2',
      createdAt: at('2026-11-20T10:00:00Z'),
      expiresAt: at('2026-11-23T10:00:00Z'),
      side: 'buys',
      total: parseIsk(change.totalIsk ?? '1000000.00'),
      locationId: JITA,
      ...change.quote,
      lines,
    },
    program: {
      assigneeId: TRADER_CORPORATION,
      assigneeKind: 'corporation',
      locationIds: [JITA],
      toleranceBp: 0,
      tolerance: 100n,
      issuerIds: [PILOT, ALT],
      traderIds: [TRADER],
      ...change.program,
    },
    ...toOther(change, 200_000_001),
    now: change.now ?? at('2026-11-20T11:05:00Z'),
    ...(change.clockSkewMs !== undefined && { clockSkewMs: change.clockSkewMs }),
    ...(change.others && {
      otherContracts: change.others.map((other, i) => toOther(other, 200_000_002 + i)),
    }),
    ...(change.knownCodes && { knownCodes: change.knownCodes }),
    ...(change.packagedVolumesM3 && { packagedVolumesM3: change.packagedVolumesM3 }),
  };
}

/** An order of the same: the trader's corporation makes the contract for the pilot. */
export function orderScene(change: SceneChange = {}): MatchInput {
  return scene({
    ...change,
    quote: { side: 'sells', ...change.quote },
    program: {
      assigneeId: PILOT,
      assigneeKind: 'character',
      locationIds: [],
      issuerIds: [TRADER_CORPORATION],
      ...(!change.program?.issuerIds && { issuerCorporationId: TRADER_CORPORATION }),
      traderIds: [],
      ...change.program,
    },
    contract: {
      issuerId: TRADER,
      issuerCorporationId: TRADER_CORPORATION,
      forCorporation: true,
      assigneeId: PILOT,
      ...change.contract,
    },
  });
}

export function at(text: string): Date {
  return new Date(text);
}

function toOther(change: SceneChange, contractId: number): OtherContract {
  const { items = ['gives 10000 Veldspar', 'gives 500 Scordite'], price = '1000000' } = change;
  const contract: MatchContract = {
    contractId,
    type: 'item_exchange',
    status: 'outstanding',
    availability: 'personal',
    issuerId: PILOT,
    issuerCorporationId: 98000002,
    assigneeId: TRADER_CORPORATION,
    acceptorId: 0,
    forCorporation: false,
    dateIssued: at('2026-11-20T11:00:00Z'),
    dateExpired: at('2026-12-04T11:00:00Z'),
    startLocationId: JITA,
    title: 'AT-7K3M-9QX2',
    reward: 0n,
    volumeM3: 1_075,
    ...(price !== null && { price: parseIsk(price) }),
  };
  const changed = Object.entries({ ...contract, ...change.contract });
  return {
    // Fields changed to null are those that ESI leaves out: the rest is a whole contract.
    contract: Object.fromEntries(changed.filter(([, value]) => value !== null)) as MatchContract,
    items: items?.map(toItem) ?? null,
    ...(change.isSettled && { isSettled: true }),
    ...(change.isPromised && { isPromised: true }),
    ...(change.isBarelyPromised && { isBarelyPromised: true }),
    ...(change.isEndUnseen && { isEndUnseen: true }),
    ...(change.isLeaveUnseen && { isLeaveUnseen: true }),
    ...(change.isLossUnseen && { isLossUnseen: true }),
  };
}

const COUNTED = /^(?:(gives|asks) )?(-?\d+) (.+?)(?: (copy|original))?$/;

function toItem(text: string, i: number): MatchItem {
  const [, verb, quantity, name = '', kind] = COUNTED.exec(text) ?? [];
  const rawQuantity = kind === 'copy' ? -2 : kind === 'original' ? -1 : undefined;
  return {
    recordId: i + 1,
    typeId: typeIdOf(name),
    quantity: Number(quantity),
    ...(rawQuantity !== undefined && { rawQuantity }),
    isIncluded: verb !== 'asks',
    isSingleton: false,
  };
}

function toLine(text: string): MatchLine {
  const [, , quantity, name = '', kind] = COUNTED.exec(text) ?? [];
  return {
    typeId: typeIdOf(name),
    quantity: Number(quantity),
    blueprintCopy: kind === 'copy',
    unitPrice: PRICES[name] ?? USUAL_PRICE,
  };
}

function typeIdOf(name: string): number {
  const typeId = TYPE_IDS[name];
  if (typeId === undefined) throw new RangeError(`No type is called ${name} here`);
  return typeId;
}
