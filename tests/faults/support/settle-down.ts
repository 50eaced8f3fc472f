import { expect } from 'vitest';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import type { Stage } from '#workers/testing/stage.ts';

/** A dead process's lock, the look for it, a run, and room for a slow machine. */
const HEALED_WITHIN_MS = 15_000;

/** Let a healthy worker go on from what another has left, until it is done. */
export async function settleDown(
  stage: Stage,
  isDone: () => Promise<boolean>,
  { lockMs = 1_000, withinMs = HEALED_WITHIN_MS } = {},
): Promise<void> {
  const parts = startContractsWorker(stage.container, { ...pollFeedJob, lockMs });
  try {
    await expect.poll(isDone, { timeout: withinMs, interval: 50 }).toBe(true);
  } finally {
    await disposeAll(parts)[Symbol.asyncDispose]();
  }
}
