import * as z from 'zod';
import type { Container } from '#lib/server/container.ts';
import { defineJob, type JobQueue } from '#lib/server/jobs.ts';
import { createDueFinder, toDueJobId, type WrittenRun } from '#lib/server/schedule.ts';

export const pollFeedJob = defineJob({
  queue: 'contracts.poll-feed',
  payload: z.strictObject({ feedId: z.uuid() }),
  concurrency: 4,
  attempts: 3,
  timeoutMs: 5 * 60_000,
});

const findDue = createDueFinder();

/** Put every feed that is due into the queue, and every one that waits for a wrong clock's time. */
export async function enqueueDueFeeds(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  queue: JobQueue<{ feedId: string }>,
): Promise<void> {
  const { rows } = await pool.query<WrittenRun>({
    name: 'feed-runs',
    text: `select id, last_run_at as "lastRunAt", next_poll_at as "nextRunAt"
      from contract_feed where is_active`,
  });
  const now = clock();
  for (const { id, dueAt } of findDue(rows, now)) {
    await queue.enqueue({ feedId: id }, toDueJobId(id, dueAt, now));
  }
}

/** Make every feed due now. EVE's caches still say when a list may be newer. @returns What was done, in words. */
export async function pollAllFeeds({
  pool,
  clock,
}: Pick<Container, 'pool' | 'clock'>): Promise<string> {
  const { rowCount } = await pool.query({
    name: 'poll-all-feeds',
    text: 'update contract_feed set next_poll_at = least(next_poll_at, $1) where is_active',
    values: [clock()],
  });
  return `${rowCount ?? 0} contract ${rowCount === 1 ? 'list is' : 'lists are'} read`;
}
