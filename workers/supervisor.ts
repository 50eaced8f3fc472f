import { serveControl } from '#lib/server/fleet/control-socket.ts';
import { createFleetProcedures } from '#lib/server/fleet/fleet-procedures.ts';
import { startFleet } from '#lib/server/fleet/start-fleet.ts';
import { noteDeaths } from '#lib/server/fleet/worker-deaths.ts';
import { createLog } from '#lib/server/log.ts';
import { prepareProcess } from '#lib/server/prepare.ts';
import { listenForStop, logFaults, sayReady } from '#lib/server/process.ts';
import { createRedis } from '#lib/server/redis.ts';
import { handOver } from './realtime/hand-over.ts';

/** Two: while one is away the other serves. */
const GATEWAYS = ['realtime-1', 'realtime-2'];
/** Each runs in a process of its own: a crash or a stuck loop of one leaves the others alone. */
const WORKERS = [
  ...['contracts', 'market', 'relay'].map((name) => ({ name, module: moduleOf(name) })),
  ...GATEWAYS.map((name) => ({ name, module: moduleOf('realtime'), args: [name] })),
];

const env = await prepareProcess('supervisor');
const log = createLog({ name: 'supervisor', level: env.LOG_LEVEL });
const stopped = listenForStop();
logFaults({ log });
const redis = createRedis(env.REDIS_URL, log);
const fleet = startFleet(WORKERS, {
  log,
  // What cannot be told is in the log all the same.
  onDeaths: (name, deaths) => void noteDeaths(redis, name, deaths).catch(() => {}),
});
const control = await serveControl(createFleetProcedures(fleet), { log }).catch(
  (error: unknown) => {
    // A supervisor that may write nowhere does its work all the same.
    log.warn({ err: error }, 'ageira workers will not reach this supervisor');
    return null;
  },
);
const browsers = handOver(fleet, GATEWAYS, { host: env.HOST, port: env.REALTIME_PORT, log });
log.info({ workers: WORKERS.map(({ name }) => name) }, 'started');
sayReady();

log.info({ reason: await stopped }, 'stopping');
browsers[Symbol.dispose]();
await control?.[Symbol.asyncDispose]();
await fleet[Symbol.asyncDispose]();
process.exit(0);

function moduleOf(name: string): URL {
  return new URL(`./${name}/main.ts`, import.meta.url);
}
