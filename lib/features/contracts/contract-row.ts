/**
 * A contract as it passes from ESI into the database and out again.
 *
 * @module
 */
import { iskFromNumber } from '#lib/core/isk.ts';
import type { MatchContract, MatchItem } from '#lib/core/matching/match-input.ts';
import type { EsiContract, EsiContractItem } from '#lib/eve/esi/index.ts';
import type { Contract } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';

/**
 * @throws {RangeError} For amounts that cannot be ISK, and for times and days that cannot be.
 */
export function fromEsiContract(esi: EsiContract): MatchContract {
  return dropAbsent({
    contractId: esi.contract_id,
    type: toText(esi.type),
    status: toText(esi.status),
    availability: toText(esi.availability),
    issuerId: esi.issuer_id,
    issuerCorporationId: esi.issuer_corporation_id,
    assigneeId: esi.assignee_id,
    acceptorId: esi.acceptor_id,
    forCorporation: esi.for_corporation,
    dateIssued: toTime(esi.date_issued),
    dateExpired: toTime(esi.date_expired),
    dateAccepted: esi.date_accepted === undefined ? null : toTime(esi.date_accepted),
    dateCompleted: esi.date_completed === undefined ? null : toTime(esi.date_completed),
    daysToComplete: toDays(esi.days_to_complete),
    startLocationId: esi.start_location_id ?? null,
    endLocationId: esi.end_location_id ?? null,
    title: esi.title === undefined ? null : toText(esi.title),
    price: toAmount(esi.price),
    reward: toAmount(esi.reward),
    collateral: toAmount(esi.collateral),
    buyout: toAmount(esi.buyout),
    volumeM3: esi.volume ?? null,
  });
}

/** What EVE said of a contract, as the database has it. */
export type ContractRow = Omit<
  Contract,
  | 'contentHash'
  | 'itemsState'
  | 'firstSeenAt'
  | 'lastSeenAt'
  | 'goneAt'
  | 'quoteId'
  | 'relation'
  | 'verdict'
  | 'offerHash'
  | 'needsMatch'
  | 'version'
>;

export function fromContractRow(row: ContractRow): MatchContract {
  return dropAbsent({
    contractId: toId(row.id),
    type: row.type,
    status: row.status,
    availability: row.availability,
    issuerId: toId(row.issuerId),
    issuerCorporationId: toId(row.issuerCorporationId),
    assigneeId: toId(row.assigneeId),
    acceptorId: toId(row.acceptorId),
    forCorporation: row.forCorporation,
    dateIssued: row.dateIssued,
    dateExpired: row.dateExpired,
    dateAccepted: row.dateAccepted,
    dateCompleted: row.dateCompleted,
    daysToComplete: row.daysToComplete,
    startLocationId: toIdOrNull(row.startLocationId),
    endLocationId: toIdOrNull(row.endLocationId),
    title: row.title,
    price: row.price,
    reward: row.reward,
    collateral: row.collateral,
    buyout: row.buyout,
    volumeM3: row.volumeM3,
  });
}

export function fromEsiItem(esi: EsiContractItem): MatchItem {
  return {
    recordId: esi.record_id,
    typeId: esi.type_id,
    quantity: esi.quantity,
    ...(esi.raw_quantity !== undefined && { rawQuantity: esi.raw_quantity }),
    isIncluded: esi.is_included,
    isSingleton: esi.is_singleton,
  };
}

/** An item as the database lists it in JSON: record, type, quantity, raw quantity, included, singleton. */
export type ItemRow = readonly [number, number, number, number | null, boolean, boolean];

export function fromItemRow([recordId, typeId, quantity, raw, isIncluded, isSingleton]: ItemRow) {
  const item: MatchItem = { recordId, typeId, quantity, isIncluded, isSingleton };
  return raw === null ? item : { ...item, rawQuantity: raw };
}

/**
 * PostgreSQL holds no NUL and no half of a surrogate pair. A description that EVE cut in the middle of
 * a sign would else keep the whole list from being stored.
 */
function toText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Cs}/gu, '\ufffd');
}

/** @throws {RangeError} Outside the years 1 to 9999: PostgreSQL writes those in another way. */
function toTime(text: string): Date {
  const time = new Date(text);
  const year = time.getUTCFullYear();
  if (year >= 1 && year <= 9_999) return time;
  throw new RangeError(`Not a time of EVE: ${text}`);
}

/** @throws {RangeError} For more days than the database can hold. */
function toDays(days: number | undefined): number | null {
  if (days === undefined) return null;
  if (Math.abs(days) > 2 ** 31 - 1) throw new RangeError(`Not days: ${days}`);
  return days;
}

function toAmount(isk: number | undefined): bigint | null {
  return isk === undefined ? null : iskFromNumber(isk);
}

function toIdOrNull(value: bigint | null): number | null {
  return value === null ? null : toId(value);
}

type Present<T> = {
  [K in keyof T as null extends T[K] ? never : K]: T[K];
} & { [K in keyof T as null extends T[K] ? K : never]?: NonNullable<T[K]> };

/** Null in the database, absent in the matcher, as ESI has it. */
function dropAbsent<T extends object>(source: T): Present<T> {
  const entries = Object.entries(source).filter(([, value]) => value !== null);
  // The compiler cannot follow that a left-out entry is an absent optional field.
  return Object.fromEntries(entries) as Present<T>;
}
