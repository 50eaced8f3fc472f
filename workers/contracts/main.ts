import { runProcess } from '#lib/server/process.ts';
import { startContractsWorker } from './start-contracts-worker.ts';

await runProcess('contracts', async (container) => startContractsWorker(container));
