import { pollAllFeeds } from '#lib/features/contracts/jobs.ts';
import { runWorker } from '#lib/server/fleet/run-worker.ts';
import { startContractsWorker } from './start-contracts-worker.ts';

await runWorker('contracts', {
  start: (container) => startContractsWorker(container),
  sync: pollAllFeeds,
});
