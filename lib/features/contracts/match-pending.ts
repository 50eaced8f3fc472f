import type { Container } from '#lib/server/container.ts';
import { FINISHED_STATUSES, LIVING_STATUSES } from './contract-row.ts';
import { matchAndSettle } from './match-and-settle.ts';

export type PendingOutcome = { readonly matched: number; readonly failed: number };

const AT_ONCE = 4;
const BATCH = 500;
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
  const tally = { matched: 0, failed: 0 };
  for (let round = 0; round < MAXIMUM_ROUNDS; ) {
    const pending = await findPending(container);
    if (pending.length === 0) break;
    // A full batch says that there is more, which is no round of its own.
    if (pending.length < BATCH) round += 1;
    const failedBefore = tally.failed;

    const matchNext = async () => {
      for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
        if (signal.aborted) return;
        try {
          await matchAndSettle(container, id);
          tally.matched += 1;
        } catch (error) {
          tally.failed += 1;
          container.log.error({ err: error, contractId: id }, 'a contract could not be matched');
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, matchNext));
    // What failed is still marked: going round again would only fail again.
    if (signal.aborted || tally.failed > failedBefore) break;
  }
  return tally;
}

async function findPending({ pool, clock }: Container): Promise<number[]> {
  const { rows } = await pool.query<{ id: string }>({
    name: 'pending-contracts',
    text: `select id from contract
      where needs_match and not (
        items_state = 'unread' and type = 'item_exchange' and gone_at is null
        and (status = any($1::text[]) or status = any($2::text[]))
        and (status <> 'outstanding' or date_expired > $3))
      order by date_issued desc limit ${BATCH}`,
    values: [LIVING_STATUSES, FINISHED_STATUSES, clock()],
  });
  return rows.map(({ id }) => Number(id));
}
