/**
 * What has happened and is not told yet: rows that `recordChanges` writes in the transaction of each change, and
 * that the relay publishes.
 *
 * @module
 */
import type pg from 'pg';
import * as z from 'zod';
import type { Container } from './container.ts';

/** The channel on which PostgreSQL tells that something was committed. */
export const OUTBOX_CHANNEL = 'outbox';

/** An event as it is published. An entity's versions come in order, each at least once. */
export const outboxEventSchema = z.object({
  /** Of the row. Later ones are higher, but for those of transactions that were under way together. */
  id: z.int(),
  topic: z.string(),
  entity: z.string(),
  entityId: z.string(),
  version: z.int(),
  payload: z.unknown(),
  /** Of the quotes that it is about: whose pages show it. */
  codes: z.array(z.string()),
  /** ISO 8601, UTC: when the change was made. */
  at: z.iso.datetime(),
});
export type OutboxEvent = z.output<typeof outboxEventSchema>;

type Pool = Pick<Container, 'pool'>;

/** Whoever publishes after a pause that was longer than this may find that another one does by now. */
export const LEASE_MS = 5_000;
const KEPT_DAYS = 7;

/**
 * Become, or stay, the one that publishes. The clock is PostgreSQL's, which is the same for all.
 *
 * @returns The fence: higher for each holder than for the one before. Null while another one holds the lease.
 */
export async function holdLease({ pool }: Pool, holder: string): Promise<number | null> {
  const { rows } = await pool.query<{ fence: string }>({
    name: 'hold-relay-lease',
    text: `update relay_lease
      set fence = case when holder = $1 and until > clock_timestamp() then fence else fence + 1 end,
        holder = $1, until = clock_timestamp() + $2 * interval '1 ms'
      where holder = $1 or until <= clock_timestamp()
      returning fence`,
    values: [holder, LEASE_MS],
  });
  const [row] = rows;
  return row ? Number(row.fence) : null;
}

/**
 * Go above a fence that Redis knows and the database does not: it was restored from a backup, and Redis was not.
 * Whoever was fenced out because another one holds the lease by now changes nothing.
 *
 * @returns Whether the lease is held.
 */
export async function raiseFence(
  { pool }: Pool,
  { holder, above }: { readonly holder: string; readonly above: number },
): Promise<boolean> {
  const { rowCount } = await pool.query({
    name: 'raise-relay-fence',
    text: `update relay_lease set fence = greatest(fence, $2::bigint + 1)
      where holder = $1 and until > clock_timestamp()`,
    values: [holder, above],
  });
  return rowCount === 1;
}

/** Let the next one publish at once. */
export async function leaveLease({ pool }: Pool, holder: string): Promise<void> {
  await pool.query({
    name: 'leave-relay-lease',
    text: `update relay_lease set until = to_timestamp(0) where holder = $1`,
    values: [holder],
  });
}

/** What waits, in the order in which it is to be published. */
export async function readUnpublished({ pool }: Pool, limit: number): Promise<OutboxEvent[]> {
  // Never "above the last one": a transaction that took longer commits lower ids later.
  const { rows } = await pool.query<Omit<OutboxEvent, 'id' | 'at'> & { id: string; at: Date }>({
    name: 'read-unpublished',
    text: `select event.id, topic, entity, entity_id as "entityId", event.version, payload,
        array(
          select payload ->> 'code' where payload ->> 'code' is not null
          union select code from quote where quote.id = case when entity = 'quote' then entity_id::uuid end
          union select code from quote join contract on contract.quote_id = quote.id
            where contract.id = case when entity = 'contract' then entity_id::bigint end) as codes,
        event.created_at as at
      from (select * from outbox_event where published_at is null order by id limit $1) event
      order by event.id`,
    values: [limit],
  });
  return rows.map(({ id, at, ...row }) => ({ ...row, id: Number(id), at: at.toISOString() }));
}

/** Mark what was published. @param fence Of who published it: one that has been followed marks nothing. */
export async function markPublished(
  { pool }: Pool,
  ids: readonly number[],
  fence: number,
): Promise<void> {
  await pool.query({
    name: 'mark-published',
    text: `update outbox_event set published_at = clock_timestamp()
      where id = any($1::bigint[]) and published_at is null
        and $2 = (select fence from relay_lease)`,
    values: [ids, fence],
  } satisfies pg.QueryConfig);
}

/** Drop what was published more than a week ago: whoever missed it reads the state itself. */
export async function pruneOutbox({ pool }: Pool): Promise<number> {
  const { rowCount } = await pool.query({
    name: 'prune-outbox',
    text: `delete from outbox_event where id in (
      select id from outbox_event
      where published_at < clock_timestamp() - interval '${KEPT_DAYS} days'
      order by published_at limit 10000)`,
  });
  return rowCount ?? 0;
}
