import { FINISHED_STATUSES, isFinished, mayWait } from '#lib/core/matching/checks/terms.ts';
import type { MatchItem } from '#lib/core/matching/match-input.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { CLOCK_SKEW_MS, type MatchSubject } from './build-match-input.ts';
import { type ContractRow, fromContractRow, fromItemRow, type ItemRow } from './contract-row.ts';
import { toldSinceList } from './read-may-be-accepted.ts';

/** A contract as it is to be matched, and where its last match left it. */
export type StoredSubject = MatchSubject & {
  readonly contractId: number;
  readonly version: number;
  readonly quoteId: string | null;
  readonly relation: string | null;
  readonly verdict: string | null;
  /** Hexadecimal. */
  readonly offerHash: string | null;
  readonly goneAt: Date | null;
  /** As of when EVE's list showed it last. */
  readonly lastSeenAt: Date;
  /** It was right when it was accepted, and paid: its verdict stands. */
  readonly isSettled: boolean;
};

type StoredRow = ContractRow &
  Omit<
    StoredSubject,
    'contractId' | 'contract' | 'items' | 'promisedFor' | 'isBarelyPromised' | 'lostFor'
  > & {
    readonly itemsState: string;
  };

/** Contracts with their items, in the order of their ids. */
export async function readSubjects(
  tx: SqlTx,
  ids: readonly number[],
  now: Date,
): Promise<StoredSubject[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<StoredRow[]>`
    select id, type, status, availability, issuer_id as "issuerId",
      issuer_corporation_id as "issuerCorporationId", assignee_id as "assigneeId",
      acceptor_id as "acceptorId", for_corporation as "forCorporation", title, price, reward,
      collateral, buyout, volume_m3 as "volumeM3", start_location_id as "startLocationId",
      end_location_id as "endLocationId", days_to_complete as "daysToComplete",
      date_issued as "dateIssued", date_expired as "dateExpired",
      date_accepted as "dateAccepted", date_completed as "dateCompleted",
      items_state as "itemsState", version, quote_id::text as "quoteId", relation,
      verdict::text, encode(offer_hash, 'hex') as "offerHash", gone_at as "goneAt",
      last_seen_at as "lastSeenAt",
      exists (select from settlement where contract_id = contract.id) as "isSettled"
    from contract where id = any(${toSqlArray(ids)}::bigint[]) order by id`;
  const itemsOf = await readItems(tx, ids);
  const acceptedIds = rows
    .filter(({ status, quoteId, isSettled }) => isFinished(status) && quoteId && !isSettled)
    .map(({ id }) => toId(id));
  const kept = await readAcceptedAsRight(tx, acceptedIds);
  const lost = await readLost(
    tx,
    rows.filter((row) => mayWait(row.status) && row.quoteId && !isToldRight(row)),
    now,
  );
  return rows.map((row) => ({
    contractId: toId(row.id),
    contract: fromContractRow(row),
    items: row.itemsState === 'read' ? (itemsOf.get(toId(row.id)) ?? []) : null,
    version: row.version,
    quoteId: row.quoteId,
    relation: row.relation,
    verdict: row.verdict,
    offerHash: row.offerHash,
    goneAt: row.goneAt,
    lastSeenAt: row.lastSeenAt,
    isSettled: row.isSettled,
    promisedFor: isToldRight(row) || kept.has(toId(row.id)) ? row.quoteId : null,
    ...(kept.get(toId(row.id)) === 'barely' && { isBarelyPromised: true }),
    lostFor: lost.get(toId(row.id)) ?? null,
  }));
}

function isToldRight({ status, relation, verdict }: StoredRow): boolean {
  return status === 'outstanding' && relation === 'named' && verdict === 'valid';
}

/**
 * Of which contracts the verdict that stood when they were accepted says that they are right. Where clocks
 * differ, either of two counts between which it was. EVE may leave the time out: then it is the last
 * verdict before that was seen.
 */
async function readAcceptedAsRight(
  tx: SqlTx,
  ids: readonly number[],
): Promise<ReadonlyMap<number, 'surely' | 'barely'>> {
  if (ids.length === 0) return new Map();
  // EVE tells whole seconds.
  const rows = await tx.$queryRaw<{ id: bigint; is_sure: boolean }[]>`
    select contract.id, bool_or(
      told.until > accepted.at and told.since < accepted.at + interval '1 second'
      or accepted.at = 'infinity') as is_sure
    from contract
    cross join lateral (select coalesce(date_accepted, date_completed, 'infinity') as at,
      coalesce(date_accepted, date_completed, 'infinity') - ${CLOCK_SKEW_MS} * interval '1 ms' as earliest,
      coalesce(date_accepted, date_completed, 'infinity') + ${CLOCK_SKEW_MS} * interval '1 ms' as latest
    ) accepted
    cross join lateral (
      select quote_id, verdict, relation, created_at as since,
        lead(created_at, 1, 'infinity') over (order by created_at, id) as until
      from verdict where contract_id = contract.id
        and input -> 'contract' ->> 'status' <> all(${toSqlArray(FINISHED_STATUSES)}::text[])
    ) told
    where contract.id = any(${toSqlArray(ids)}::bigint[])
      and told.quote_id = contract.quote_id and told.relation = 'named' and told.verdict = 'valid'
      and told.since <= latest and told.until >= earliest
    group by contract.id`;
  return new Map(rows.map(({ id, is_sure }) => [toId(id), is_sure ? 'surely' : 'barely']));
}

/** Which contracts were right by our word after EVE's list was made that shows them, and for which quotes. */
async function readLost(
  tx: SqlTx,
  rows: readonly Pick<StoredRow, 'id'>[],
  now: Date,
): Promise<ReadonlyMap<number, string>> {
  if (rows.length === 0) return new Map();
  const lost = await tx.$queryRaw<{ id: bigint; quote_id: string }[]>`
    select contract.id, told.quote_id::text
    from contract cross join lateral (${toldSinceList(now)}) told
    where contract.id = any(${toSqlArray(rows.map(({ id }) => id))}::bigint[])`;
  return new Map(lost.map(({ id, quote_id }) => [toId(id), quote_id]));
}

/** Items by contract id. A row each would cost many times the list that they are here. */
async function readItems(tx: SqlTx, ids: readonly number[]): Promise<Map<number, MatchItem[]>> {
  const rows = await tx.$queryRaw<{ id: bigint; items: ItemRow[] }[]>`
    select contract_id as id, json_agg(
      json_build_array(record_id, type_id, quantity, raw_quantity, is_included, is_singleton)
      order by record_id) as items
    from contract_item where contract_id = any(${toSqlArray(ids)}::bigint[]) group by contract_id`;
  return new Map(rows.map(({ id, items }) => [toId(id), items.map(fromItemRow)]));
}
