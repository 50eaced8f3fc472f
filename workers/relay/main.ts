import { runProcess } from '#lib/server/process.ts';
import { startRelay } from './start-relay.ts';

await runProcess('relay', async (container) => startRelay(container));
