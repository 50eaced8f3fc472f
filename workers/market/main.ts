import { refreshAllHubs } from '#lib/features/prices/jobs.ts';
import { runWorker } from '#lib/server/fleet/run-worker.ts';
import { startMarketWorker } from './start-market-worker.ts';

await runWorker('market', { start: startMarketWorker, sync: refreshAllHubs });
