/**
 * The contracts worker as a process of its own, with what only a test may give it: short locks, and a
 * point at which it kills or freezes itself. It is told by its parent, and says where it is.
 *
 * @module
 */
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { createContainer } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { readEnv } from '#lib/server/env.ts';
import { listenForStop, logFaults } from '#lib/server/process.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';

/**
 * Sent by the parent: start work, and end at the nth time that a checkpoint is reached. Sent again, it
 * changes that, and the clock.
 */
export type WorkOrder = {
  readonly killAt: string | null;
  readonly signal: 'SIGKILL' | 'SIGSTOP';
  readonly nth: number;
  readonly lockMs: number;
  readonly aheadMs: number;
};

const stopped = listenForStop();
let order: WorkOrder | null = null;
let reached = 0;

const container = await createContainer(readEnv(process.env), 'contracts', {
  clock: () => new Date(Date.now() + (order?.aheadMs ?? 0)),
  checkpoint: async (name) => {
    container.log.info(name);
    if (order?.killAt !== name) return;
    reached += 1;
    if (reached === order.nth) process.kill(process.pid, order.signal);
  },
});
logFaults(container);
await getStaticData(container);

process.on('message', (message) => {
  const isWorking = order !== null;
  // Nobody but the test's own support sends it.
  order = message as WorkOrder;
  if (isWorking) return;
  const parts = startContractsWorker(container, { ...pollFeedJob, lockMs: order.lockMs });
  void stopped.then(async () => {
    await disposeAll(parts)[Symbol.asyncDispose]();
    process.exit(0);
  });
  process.send?.({ kind: 'working' });
});
process.send?.({ kind: 'ready' });
