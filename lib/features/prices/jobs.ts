import * as z from 'zod';
import type { Container } from '#lib/server/container.ts';
import { defineJob, type JobQueue } from '#lib/server/jobs.ts';
import { isHubNamed, RULE_LEAD_MS } from '#lib/server/named-hubs.ts';
import { createDueFinder, toDueJobId, type WrittenRun } from '#lib/server/schedule.ts';

export const refreshHubJob = defineJob({
  queue: 'market.refresh-hub',
  payload: z.strictObject({ hubId: z.int().positive() }),
  concurrency: 2,
  attempts: 3,
  timeoutMs: 5 * 60_000,
});

const findDue = createDueFinder();
const NAMED_SOON = isHubNamed('$1::timestamptz', '$2::timestamptz');

/**
 * Put every hub that a program or a rule names and that is due into the queue, and every such one that
 * waits for a wrong clock's time.
 */
export async function enqueueDueHubs(
  { pool, clock }: Pick<Container, 'pool' | 'clock'>,
  queue: JobQueue<{ hubId: number }>,
): Promise<void> {
  const now = clock();
  const { rows } = await pool.query<WrittenRun>({
    name: 'hub-runs',
    text: `select location_id::text as id, last_run_at as "lastRunAt", next_poll_at as "nextRunAt"
      from hub where ${NAMED_SOON}`,
    values: [now, new Date(now.getTime() + RULE_LEAD_MS)],
  });
  for (const { id, dueAt } of findDue(rows, now)) {
    await queue.enqueue({ hubId: Number(id) }, toDueJobId(id, dueAt, now));
  }
}

/** Make every hub that is read due now. EVE's caches still say when a book may be newer. @returns What was done, in words. */
export async function refreshAllHubs({
  pool,
  clock,
}: Pick<Container, 'pool' | 'clock'>): Promise<string> {
  const now = clock();
  const { rowCount } = await pool.query({
    name: 'refresh-all-hubs',
    text: `update hub set next_poll_at = least(next_poll_at, $1) where ${NAMED_SOON}`,
    values: [now, new Date(now.getTime() + RULE_LEAD_MS)],
  });
  return `the prices of ${rowCount ?? 0} ${rowCount === 1 ? 'hub are' : 'hubs are'} read`;
}
