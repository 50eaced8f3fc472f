import * as z from 'zod';
import type { Container } from '#lib/server/container.ts';
import { defineJob, type JobQueue } from '#lib/server/jobs.ts';
import { latestTimes, toDueJobId } from '#lib/server/schedule.ts';

export const pollFeedJob = defineJob({
  queue: 'contracts.poll-feed',
  payload: z.strictObject({ feedId: z.uuid() }),
  concurrency: 4,
  attempts: 3,
  timeoutMs: 5 * 60_000,
});

/** Put every feed that is due into the queue, and every one that waits for a wrong clock's time. */
export async function enqueueDueFeeds(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  queue: JobQueue<{ feedId: string }>,
): Promise<void> {
  const now = clock();
  const { rows } = await pool.query<{ id: string; next_poll_at: Date }>({
    name: 'due-feeds',
    text: `select id, next_poll_at from contract_feed
      where is_active and (next_poll_at <= $1 or next_poll_at > $2 or last_run_at > $3)`,
    values: [now, ...latestTimes(now)],
  });
  for (const { id, next_poll_at: dueAt } of rows) {
    await queue.enqueue({ feedId: id }, toDueJobId(id, dueAt, now));
  }
}
