import { DECIDED_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import type { Container } from '#lib/server/container.ts';
import { drain } from '#lib/server/drain.ts';
import { recordChanges } from '#lib/server/events.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { CLOCK_SLACK_MS, isOfTheFuture } from '#lib/server/schedule.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import { type SqlTx, transactSql } from '#lib/server/transact-sql.ts';
import { storeContracts, type Tally } from './store-contracts.ts';

export type Walk = {
  readonly feedId: string;
  /** When its first page was asked for: what it shows is at least as new as anything seen before. */
  readonly startedAt: Date;
  /** As of when it shows contracts: EVE's caches are minutes old. Absent: as of its start. */
  readonly shownAt?: Date;
  /** When EVE made the list, where EVE says so. */
  readonly listModifiedAt?: Date | null;
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
/** Contracts a transaction. */
const PART = 4_000;
/** While one part waits for the database another is made ready. */
const PARTS_AT_ONCE = 2;

/**
 * Keep a complete walk: new and changed contracts, what was seen through this feed, and what is gone
 * from it. Years of contracts come with the first walk: they are kept part by part, and what the whole
 * list says comes with the last part, in one transaction.
 *
 * @returns Null when another worker stored a newer walk of this feed meanwhile, or a newer list: this one
 * is old news.
 */
export async function storeWalk(container: Container, walk: Walk): Promise<StoredWalk | null> {
  const parts = toParts(walk.contracts);
  const last = parts.pop() ?? [];
  const tallies: (Tally | null)[] = [];
  await drain(parts, { atOnce: PARTS_AT_ONCE }, async (part) => {
    tallies.push(await storePart(container, walk, part));
  });
  if (tallies.includes(null)) return null;

  return transactSql(container, async (tx) => {
    const now = container.clock();
    if (!(await isNewest(tx, walk, Prisma.sql`for update`))) return null;
    const all = [...tallies, await storeContracts(tx, { ...walk, contracts: last }, now)];
    await container.checkpoint('contracts stored');
    const partedIds = new Set(parts.flat().map(({ contractId }) => contractId));
    await storeSightings(
      tx,
      walk,
      [...walk.servedIds].filter((id) => !partedIds.has(id)),
    );
    const gone = await markGone(tx, walk, now);
    await noteWalk(tx, walk, now);
    await container.checkpoint('walk stored');
    const sum = (count: keyof Tally) =>
      all.reduce((total, tally) => total + (tally?.[count] ?? 0), 0);
    return { added: sum('added'), changed: sum('changed'), gone };
  });
}

// In the order of their ids, so that two feeds that share contracts never wait for each other.
function toParts(contracts: readonly MatchContract[]): MatchContract[][] {
  const inOrder = contracts.toSorted((a, b) => a.contractId - b.contractId);
  const count = Math.ceil(inOrder.length / PART);
  return Array.from({ length: count }, (_, i) => inOrder.slice(i * PART, (i + 1) * PART));
}

async function storePart(
  container: Container,
  walk: Walk,
  contracts: readonly MatchContract[],
): Promise<Tally | null> {
  return transactSql(container, async (tx) => {
    if (!(await isNewest(tx, walk, Prisma.sql`for share`))) return null;
    const tally = await storeContracts(tx, { ...walk, contracts }, container.clock());
    await storeSightings(
      tx,
      walk,
      contracts.map(({ contractId }) => contractId),
    );
    return tally;
  });
}

/**
 * The row lock makes two workers of one feed store one after the other. A walk of the future was made
 * before the clock was set back: it is not newer.
 */
async function isNewest(
  tx: SqlTx,
  { feedId, startedAt, listModifiedAt = null }: Walk,
  locking: Prisma.Sql,
): Promise<boolean> {
  const rows = await tx.$queryRaw<{ newest: Date | null; list_modified_at: Date | null }[]>`
    select recent_walks[1] as newest, list_modified_at from contract_feed
    where id = ${feedId}::uuid ${locking}`;
  const [feed] = rows;
  if (!feed || isOlderList(listModifiedAt, feed.list_modified_at, startedAt)) return false;
  return feed.newest === null || feed.newest < startedAt || isOfTheFuture(feed.newest, startedAt);
}

/** No cache of EVE's is older than another by so much: it is EVE's clock that was set back. */
const CACHES_DIFFER_MS = 30 * 60_000;

/**
 * Whether a list is older than the one that was kept before: EVE's nodes have caches of different age.
 * A time to come is no time that EVE made a list at.
 */
export function isOlderList(modifiedAt: Date | null, keptAt: Date | null, now: Date): boolean {
  if (modifiedAt === null || keptAt === null) return false;
  const olderMs = keptAt.getTime() - modifiedAt.getTime();
  return olderMs > 0 && olderMs < CACHES_DIFFER_MS && !isOfTheFuture(keptAt, now);
}

async function storeSightings(
  tx: SqlTx,
  { feedId, startedAt, shownAt = startedAt, unreadableIds }: Walk,
  seenIds: readonly number[],
): Promise<void> {
  const ids = toSqlArray(seenIds.toSorted((a, b) => a - b));
  await tx.$executeRaw`
    insert into contract_sighting (contract_id, feed_id, last_seen_at)
    select id, ${feedId}::uuid, ${startedAt}
    from contract where id = any(${ids}::bigint[])
    on conflict (contract_id, feed_id) do update set last_seen_at = excluded.last_seen_at`;
  await tx.$executeRaw`
    update contract set last_seen_at = ${shownAt}
    where id = any(${ids}::bigint[]) and last_seen_at < ${shownAt}
      and id <> all(${toSqlArray(unreadableIds)}::bigint[])`;
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
        and contract.status <> all(${DECIDED_STATUSES}::text[])
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
  const { feedId, startedAt, listModifiedAt = null, nextPollAt, unreadableIds } = walk;
  const latest = new Date(startedAt.getTime() + CLOCK_SLACK_MS);
  await tx.$executeRaw`
    update contract_feed set
      last_run_at = ${now}, last_complete_at = ${startedAt}, last_outcome = 'complete',
      failures = 0, walks = walks + 1, next_poll_at = ${nextPollAt},
      list_modified_at = coalesce(${listModifiedAt}, list_modified_at),
      unreadable_ids = ${toSqlArray(unreadableIds)}::bigint[],
      recent_walks = (array_prepend(${startedAt}::timestamptz(3), array(
        select walk from unnest(recent_walks) with ordinality as past(walk, place)
        where walk <= ${latest} order by place)))[1:${REMEMBERED_WALKS}::int]
    where id = ${feedId}::uuid`;
}
