import type { MatchContract } from '#lib/core/matching/match-input.ts';
import type { Container } from '#lib/server/container.ts';
import { type Change, recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { CLOCK_SLACK_MS, isOfTheFuture } from '#lib/server/schedule.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import { type SqlTx, transactSql } from '#lib/server/transact-sql.ts';
import { hashContract, LIVING_STATUSES } from './contract-row.ts';
import { insertContracts, type StoredContract, updateContracts } from './contract-sql.ts';
import { isRelevant, type OurSide, readOurSide } from './relevance.ts';

export type Walk = {
  readonly feedId: string;
  /** When its first page was asked for: what it shows is at least as new as anything seen before. */
  readonly startedAt: Date;
  /** Every id that EVE served, also of contracts that could not be read. */
  readonly servedIds: ReadonlySet<number>;
  readonly contracts: readonly MatchContract[];
  /** Served, and not to be kept: the trader is told which. */
  readonly unreadableIds: readonly number[];
  readonly nextPollAt: Date;
};

export type StoredWalk = {
  readonly added: number;
  readonly changed: number;
  readonly gone: number;
};

const REMEMBERED_WALKS = 8;
const STORE_TIMEOUT_MS = 60_000;
/** Contracts a statement: years of them come with the first walk. */
const BATCH = 4_000;

/**
 * Keep a complete walk: new and changed contracts, what was seen through this feed, and what is gone
 * from it, in one transaction.
 *
 * @returns Null when another worker stored a newer walk of this feed meanwhile: this one is old news.
 */
export async function storeWalk(container: Container, walk: Walk): Promise<StoredWalk | null> {
  return transactSql(
    container,
    async (tx) => {
      const now = container.clock();
      if (!(await takeFeed(tx, walk))) return null;

      const sum = await storeContracts(tx, walk, now);
      await container.checkpoint('contracts stored');
      await storeSightings(tx, walk);
      const gone = await markGone(tx, walk, now);
      await noteWalk(tx, walk, now);
      await container.checkpoint('walk stored');
      return { ...sum, gone };
    },
    { timeoutMs: STORE_TIMEOUT_MS },
  );
}

/**
 * The row lock makes two workers of one feed store one after the other. A walk of the future was made
 * before the clock was set back: it is not newer.
 */
async function takeFeed(tx: SqlTx, { feedId, startedAt }: Walk): Promise<boolean> {
  const rows = await tx.$queryRaw<{ newest: Date | null }[]>`
    select recent_walks[1] as newest from contract_feed where id = ${feedId}::uuid for update`;
  const [feed] = rows;
  if (!feed) return false;
  return feed.newest === null || feed.newest < startedAt || isOfTheFuture(feed.newest, startedAt);
}

/** Store new and changed contracts, with their audit and outbox. */
export async function storeContracts(
  tx: SqlTx,
  { contracts, startedAt }: Pick<Walk, 'contracts' | 'startedAt'>,
  now: Date,
): Promise<{ added: number; changed: number }> {
  const ourSide = await readOurSide(tx);
  const sum = { added: 0, changed: 0 };
  const inOrder = contracts.toSorted((a, b) => a.contractId - b.contractId);
  for (let at = 0; at < inOrder.length; at += BATCH) {
    const batch = { contracts: inOrder.slice(at, at + BATCH), startedAt };
    const { added, changed } = await storeBatch(tx, batch, ourSide, now);
    sum.added += added;
    sum.changed += changed;
  }
  return sum;
}

async function storeBatch(
  tx: SqlTx,
  { contracts, startedAt }: Pick<Walk, 'contracts' | 'startedAt'>,
  ourSide: OurSide,
  now: Date,
): Promise<{ added: number; changed: number }> {
  const stored = await readStored(tx, contracts);
  const fresh = contracts.filter(({ contractId }) => !stored.has(contractId));
  const altered = contracts.flatMap((contract) => {
    const before = stored.get(contract.contractId);
    return before && hasMoved(contract, before) ? [{ contract, before }] : [];
  });

  const insertedIds = await insertContracts(
    tx,
    fresh.map((contract) => ({ contract, isRelevant: isRelevant(contract, ourSide) })),
    startedAt,
  );
  await updateContracts(
    tx,
    altered.map(({ contract, before }) => ({
      contract,
      version: before.version + 1,
      needsMatch: before.quoteId !== null || isRelevant(contract, ourSide),
    })),
  );

  const changes: Change[] = [
    ...fresh
      .filter(({ contractId }) => insertedIds.has(contractId))
      .map((contract) => toChange(contract, { version: 1, action: 'seen', before: null, at: now })),
    ...altered.map(({ contract, before }) =>
      toChange(contract, {
        version: before.version + 1,
        action: 'changed',
        before: { status: before.status, goneAt: before.goneAt },
        at: now,
      }),
    ),
  ];
  await recordChanges(tx, changes);
  return { added: insertedIds.size, changed: altered.length };
}

// In the order of their ids, so that two feeds that share contracts never wait for each other.
async function readStored(
  tx: SqlTx,
  contracts: readonly MatchContract[],
): Promise<Map<number, StoredContract>> {
  const ids = toSqlArray(contracts.map(({ contractId }) => contractId));
  const rows = await tx.$queryRaw<(Omit<StoredContract, 'id'> & { id: bigint })[]>`
    select id, encode(content_hash, 'hex') as "contentHash", status, version,
      gone_at as "goneAt", quote_id as "quoteId"
    from contract where id = any(${ids}::bigint[]) order by id for update`;
  return new Map(rows.map((row) => [toId(row.id), { ...row, id: toId(row.id) }]));
}

/**
 * Whether EVE says something new. Two feeds show one contract from caches of different age, so a
 * status never goes back: what was accepted is not outstanding again.
 */
function hasMoved(contract: MatchContract, before: StoredContract): boolean {
  if (rankOf(contract.status) < rankOf(before.status)) return false;
  if (before.goneAt !== null) return true;
  return Buffer.from(hashContract(contract)).toString('hex') !== before.contentHash;
}

function rankOf(status: string): number {
  const rank = LIVING_STATUSES.indexOf(status);
  return rank === -1 ? LIVING_STATUSES.length : rank;
}

async function storeSightings(tx: SqlTx, { feedId, servedIds, startedAt }: Walk): Promise<void> {
  const ids = toSqlArray([...servedIds].toSorted((a, b) => a - b));
  await tx.$executeRaw`
    insert into contract_sighting (contract_id, feed_id, last_seen_at)
    select id, ${feedId}::uuid, ${startedAt}
    from contract where id = any(${ids}::bigint[])
    on conflict (contract_id, feed_id) do update set last_seen_at = excluded.last_seen_at`;
  await tx.$executeRaw`
    update contract set last_seen_at = ${startedAt}
    where id = any(${ids}::bigint[]) and last_seen_at < ${startedAt}`;
}

/**
 * A living contract that this feed showed before and does not show any more was deleted, or ran out.
 * Unless another feed saw it later than this one: then that one's next walk decides.
 */
async function markGone(tx: SqlTx, { feedId, servedIds, startedAt }: Walk, now: Date) {
  const ids = toSqlArray(servedIds);
  const gone = await tx.$queryRaw<{ id: bigint; version: number; status: string }[]>`
    update contract set gone_at = ${now}, version = version + 1, needs_match = quote_id is not null
    where id in (
      select contract.id
      from contract_sighting seen join contract on contract.id = seen.contract_id
      where seen.feed_id = ${feedId}::uuid
        and (seen.last_seen_at < ${startedAt}
          or seen.last_seen_at > ${new Date(startedAt.getTime() + CLOCK_SLACK_MS)})
        and contract.gone_at is null
        and contract.status = any(${LIVING_STATUSES}::text[])
        and contract.id <> all(${ids}::bigint[])
        and not exists (
          select from contract_sighting other
          join contract_feed feed on feed.id = other.feed_id and feed.is_active
          where other.contract_id = seen.contract_id and other.feed_id <> seen.feed_id
            and other.last_seen_at > seen.last_seen_at)
      order by contract.id
      for update of contract)
    returning id, version, status`;
  await recordChanges(
    tx,
    gone.map(({ id, version, status }) => ({
      entity: 'contract',
      entityId: String(id),
      version,
      action: 'gone',
      actorId: null,
      before: { status, goneAt: null },
      after: { status, goneAt: now },
      at: now,
    })),
  );
  return gone.length;
}

async function noteWalk(tx: SqlTx, walk: Walk, now: Date) {
  const { feedId, startedAt, nextPollAt, unreadableIds } = walk;
  const latest = new Date(startedAt.getTime() + CLOCK_SLACK_MS);
  await tx.$executeRaw`
    update contract_feed set
      last_run_at = ${now}, last_complete_at = ${startedAt}, last_outcome = 'complete',
      failures = 0, walks = walks + 1, next_poll_at = ${nextPollAt},
      unreadable_ids = ${toSqlArray(unreadableIds)}::bigint[],
      recent_walks = (array_prepend(${startedAt}::timestamptz(3), array(
        select walk from unnest(recent_walks) with ordinality as past(walk, place)
        where walk <= ${latest} order by place)))[1:${REMEMBERED_WALKS}::int]
    where id = ${feedId}::uuid`;
}

function toChange(
  contract: MatchContract,
  step: Pick<Change, 'version' | 'action' | 'before' | 'at'>,
): Change {
  return {
    ...step,
    entity: 'contract',
    entityId: String(contract.contractId),
    actorId: null,
    after: { ...contract, goneAt: null },
  };
}
