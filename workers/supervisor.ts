import { startFleet } from '#lib/server/fleet.ts';
import { createLog } from '#lib/server/log.ts';
import { prepareProcess } from '#lib/server/prepare.ts';
import { listenForStop, sayReady } from '#lib/server/process.ts';

/** Each runs in a process of its own: a crash or a stuck loop of one leaves the others alone. */
const WORKERS = [
  { name: 'contracts', module: new URL('./contracts/main.ts', import.meta.url) },
  { name: 'market', module: new URL('./market/main.ts', import.meta.url) },
];

const env = await prepareProcess('supervisor');
const log = createLog({ name: 'supervisor', level: env.LOG_LEVEL });
const stopped = listenForStop();
const fleet = startFleet(WORKERS, { log });
log.info({ workers: WORKERS.map(({ name }) => name) }, 'started');
sayReady();

log.info({ reason: await stopped }, 'stopping');
await fleet[Symbol.asyncDispose]();
process.exit(0);
