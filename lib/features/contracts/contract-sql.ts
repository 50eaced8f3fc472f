/**
 * Many contracts written at once.
 *
 * @module
 */
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { type SqlValue, toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

export type StoredContract = {
  readonly id: number;
  /** Hexadecimal. */
  readonly contentHash: string;
  readonly status: string;
  readonly version: number;
  readonly goneAt: Date | null;
  readonly quoteId: string | null;
  readonly isSettled: boolean;
};

export type Hashed = {
  readonly contract: MatchContract;
  /** Hexadecimal: changes whenever ESI says anything else about the contract. */
  readonly contentHash: string;
};
export type NewContract = Hashed & { readonly isRelevant: boolean };
export type AlteredContract = Hashed & {
  readonly version: number;
  readonly needsMatch: boolean;
};

/** @returns The ids that were new: another feed may have brought some of them at this very moment. */
export async function insertContracts(
  tx: SqlTx,
  rows: readonly NewContract[],
  { startedAt, shownAt }: { readonly startedAt: Date; readonly shownAt: Date },
): Promise<Set<number>> {
  if (rows.length === 0) return new Set();
  const inserted = await tx.$queryRaw<{ id: bigint }[]>`
    insert into contract (${COLUMNS}, content_hash, needs_match, items_state, first_seen_at,
      last_seen_at, version)
    select ${COLUMNS}, decode(content_hash, 'hex'), is_relevant, case when is_relevant then 'unread' else 'not-needed' end,
      ${startedAt}, ${shownAt}, 1
    from unnest(${columnsOf(rows)}, ${toSqlArray(rows.map(({ isRelevant }) => isRelevant))}::boolean[])
      as row(${COLUMNS}, content_hash, is_relevant)
    order by id
    on conflict (id) do nothing
    returning id`;
  return new Set(inserted.map(({ id }) => toId(id)));
}

/**
 * What EVE says later of contracts that are paid. Their settlements were made from all the rest, which
 * stays. The rows must be locked by the caller.
 */
export async function updateSettled(tx: SqlTx, contracts: readonly MatchContract[]): Promise<void> {
  if (contracts.length === 0) return;
  await tx.$executeRaw`
    update contract set status = row.status, gone_at = null, version = version + 1
    from unnest(
      ${toSqlArray(contracts.map(({ contractId }) => contractId))}::bigint[],
      ${toSqlArray(contracts.map(({ status }) => status))}::text[]
    ) as row(id, status)
    where contract.id = row.id`;
}

/** The rows must be locked by the caller. A contract that shows again is no longer gone. */
export async function updateContracts(tx: SqlTx, rows: readonly AlteredContract[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.$executeRaw`
    update contract set
      type = row.type, status = row.status, availability = row.availability,
      issuer_id = row.issuer_id, issuer_corporation_id = row.issuer_corporation_id,
      assignee_id = row.assignee_id, acceptor_id = row.acceptor_id,
      for_corporation = row.for_corporation, title = row.title, price = row.price,
      reward = row.reward, collateral = row.collateral, buyout = row.buyout,
      volume_m3 = row.volume_m3, start_location_id = row.start_location_id,
      end_location_id = row.end_location_id, days_to_complete = row.days_to_complete,
      date_issued = row.date_issued, date_expired = row.date_expired,
      date_accepted = row.date_accepted, date_completed = row.date_completed,
      content_hash = decode(row.content_hash, 'hex'), gone_at = null, version = row.version,
      needs_match = row.needs_match,
      items_state = case when row.needs_match and items_state = 'not-needed' then 'unread'
        else items_state end
    from unnest(${columnsOf(rows)}, ${toSqlArray(rows.map(({ version }) => version))}::int[],
      ${toSqlArray(rows.map(({ needsMatch }) => needsMatch))}::boolean[])
      as row(${COLUMNS}, content_hash, version, needs_match)
    where contract.id = row.id`;
}

const COLUMNS = Prisma.raw(`
  id, type, status, availability, issuer_id, issuer_corporation_id, assignee_id, acceptor_id,
  for_corporation, title, price, reward, collateral, buyout, volume_m3, start_location_id,
  end_location_id, days_to_complete, date_issued, date_expired, date_accepted, date_completed`);

/** The columns, and the hash of their content. */
function columnsOf(rows: readonly Hashed[]): Prisma.Sql {
  const all = (pick: (contract: MatchContract) => SqlValue) =>
    toSqlArray(rows.map(({ contract }) => pick(contract)));
  return Prisma.sql`
    ${all((row) => row.contractId)}::bigint[],
    ${all((row) => row.type)}::text[],
    ${all((row) => row.status)}::text[],
    ${all((row) => row.availability)}::text[],
    ${all((row) => row.issuerId)}::bigint[],
    ${all((row) => row.issuerCorporationId)}::bigint[],
    ${all((row) => row.assigneeId)}::bigint[],
    ${all((row) => row.acceptorId)}::bigint[],
    ${all((row) => row.forCorporation)}::boolean[],
    ${all((row) => row.title ?? null)}::text[],
    ${all((row) => row.price ?? null)}::bigint[],
    ${all((row) => row.reward ?? null)}::bigint[],
    ${all((row) => row.collateral ?? null)}::bigint[],
    ${all((row) => row.buyout ?? null)}::bigint[],
    ${all((row) => row.volumeM3 ?? null)}::float8[],
    ${all((row) => row.startLocationId ?? null)}::bigint[],
    ${all((row) => row.endLocationId ?? null)}::bigint[],
    ${all((row) => row.daysToComplete ?? null)}::int[],
    ${all((row) => row.dateIssued)}::timestamptz[],
    ${all((row) => row.dateExpired)}::timestamptz[],
    ${all((row) => row.dateAccepted ?? null)}::timestamptz[],
    ${all((row) => row.dateCompleted ?? null)}::timestamptz[],
    ${toSqlArray(rows.map(({ contentHash }) => contentHash))}::text[]`;
}
