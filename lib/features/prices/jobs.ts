import * as z from 'zod';
import type { Container } from '#lib/server/container.ts';
import { defineJob, type JobQueue } from '#lib/server/jobs.ts';
import { latestTimes, toDueJobId } from '#lib/server/schedule.ts';

export const refreshHubJob = defineJob({
  queue: 'market.refresh-hub',
  payload: z.strictObject({ hubId: z.int().positive() }),
  concurrency: 2,
  attempts: 3,
  timeoutMs: 5 * 60_000,
});

/** Put every hub that is due into the queue, and every one that waits for a wrong clock's time. */
export async function enqueueDueHubs(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  queue: JobQueue<{ hubId: number }>,
): Promise<void> {
  const now = clock();
  const { rows } = await pool.query<{ location_id: string; next_poll_at: Date }>({
    name: 'due-hubs',
    text: `select location_id, next_poll_at from hub
      where next_poll_at <= $1 or next_poll_at > $2 or last_run_at > $3`,
    values: [now, ...latestTimes(now)],
  });
  for (const { location_id: id, next_poll_at: dueAt } of rows) {
    await queue.enqueue({ hubId: Number(id) }, toDueJobId(id, dueAt, now));
  }
}
