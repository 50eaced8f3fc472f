import { FINISHED_STATUSES, LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { drain } from '#lib/server/drain.ts';
import { matchAndSettle } from './match-and-settle.ts';
import { type MatchOutcome, matchTogether } from './match-together.ts';
import { readOurSide } from './relevance.ts';
import { type Pending, toBatches } from './to-batches.ts';

export type PendingOutcome = { readonly matched: number; readonly failed: number };

/** While one batch waits for the database another is reckoned. */
const BATCHES_AT_ONCE = 2;
const MOST_A_LOOK = 1_000;
/** A match may mark its neighbours; they come to rest after two rounds. */
const MAXIMUM_ROUNDS = 4;

/**
 * Match every contract that changed since it was last matched, whichever worker changed it. One that
 * still waits for its items is left for later; one that fails never stops the others.
 */
export async function matchPending(
  container: Container,
  signal: AbortSignal,
): Promise<PendingOutcome> {
  let matched = 0;
  const failed = new Set<number>();
  for (let round = 0; round < MAXIMUM_ROUNDS; ) {
    // What failed is still marked: in another round it would only fail again.
    const pending = await findPending(container, failed);
    if (pending.length === 0) break;
    // A full look says that there is more, which is no round of its own.
    if (pending.length < MOST_A_LOOK) round += 1;
    const before = matched;

    const batches = toBatches(pending, (await readOurSide(container.db)).prefixes);
    const left = new Set<number>();
    await drain(batches, { atOnce: BATCHES_AT_ONCE, signal }, async (batch) => {
      const outcome = await matchBatch(container, batch);
      matched += outcome.matched;
      for (const id of outcome.left) left.add(id);
    });
    // In their order: of several pilots who offer what a guest was quoted the first one claims it.
    const alone = pending.map(({ id }) => id).filter((id) => left.has(id));
    await drain(alone, { atOnce: 1, signal }, async (id) => {
      if (await matchAlone(container, id)) matched += 1;
      else failed.add(id);
    });
    // All of them failed, or are with another worker.
    if (signal.aborted || matched === before) break;
  }
  return { matched, failed: failed.size };
}

/** What is left must be matched alone: of a batch that failed, all of it. */
async function matchBatch(container: Container, ids: readonly number[]): Promise<MatchOutcome> {
  const none = { matched: 0, left: ids };
  if (ids.length === 1) return none;
  try {
    return await matchTogether(container, ids, { onlyMarked: true });
  } catch (error) {
    container.log.warn({ err: error, contracts: ids.length }, 'contracts are matched one by one');
    return none;
  }
}

async function matchAlone(container: Container, id: number): Promise<boolean> {
  try {
    await matchAndSettle(container, id, { onlyMarked: true });
    return true;
  } catch (error) {
    container.log.error({ err: error, contractId: id }, 'a contract could not be matched');
    return false;
  }
}

async function findPending(
  { pool, clock }: Container,
  failed: ReadonlySet<number>,
): Promise<Pending[]> {
  const { rows } = await pool.query<{ id: string; title: string | null }>({
    name: 'pending-contracts',
    text: `select id, title from contract
      where needs_match and id <> all($4::bigint[]) and not (
        items_state = 'unread' and type = 'item_exchange' and gone_at is null
        and (status = any($1::text[]) or status = any($2::text[]))
        and (status <> 'outstanding' or date_expired > $3))
      order by coalesce(date_accepted, date_completed, date_issued) desc, id desc limit ${MOST_A_LOOK}`,
    values: [LIVING_STATUSES, FINISHED_STATUSES, clock(), [...failed]],
  });
  // The newest of a long queue, and of those the oldest first: so claims are made in their order.
  return rows.map(({ id, title }) => ({ id: Number(id), title })).reverse();
}
