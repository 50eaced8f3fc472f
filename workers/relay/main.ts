import { runWorker } from '#lib/server/fleet/run-worker.ts';
import { startRelay } from './start-relay.ts';

await runWorker('relay', { start: startRelay });
