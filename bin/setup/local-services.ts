import { join } from 'node:path';
import type { Guard } from './guard.ts';
import { type Kept, keepRunning } from './keep-running.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { rememberPorts } from './remembered-ports.ts';
import type { Secrets } from './secrets.ts';
import { openServicePlace } from './service-place.ts';

/** The checkout's own PostgreSQL and Redis. Either is started again when it dies. */
export type LocalServices = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Why one of them is not started again any more. Settles only then. */
  readonly givenUp: Promise<string>;
  /** Redis first, then the database; an aborted `hurry` does not wait. */
  stop(hurry?: AbortSignal): Promise<void>;
};

const REDIS_STOP_TIMEOUT_MS = 10_000;
const POSTGRES_STOP_TIMEOUT_MS = 30_000;

/** Start both on loopback, on the ports of last time where they are free. */
export async function startLocalServices(
  root: string,
  {
    secrets,
    guard,
    say,
    signal: starting,
  }: { secrets: Secrets; guard: Guard; say: (text: string) => void; signal?: AbortSignal },
): Promise<LocalServices> {
  const dataFolder = join(root, '.data');
  const logFolder = join(dataFolder, 'logs');
  const place = openServicePlace(root);
  const ports = await rememberPorts(join(dataFolder, 'ports.json'));
  const common = { place, guard, isDurable: true };
  let giveUp: (reason: string) => void = () => {};
  const givenUp = new Promise<string>((resolve) => {
    giveUp = resolve;
  });
  // Of the first start alone: one that comes again is broken off by the stop.
  let breaksOff = starting;
  const signalOf = (stopping: AbortSignal) =>
    breaksOff ? AbortSignal.any([breaksOff, stopping]) : stopping;

  let databaseUrl = '';
  const postgres = await keepRunning({
    say,
    onGivenUp: giveUp,
    start: async (stopping) => {
      const server = await startPostgres({
        ...common,
        signal: signalOf(stopping),
        port: ports.postgres,
        password: secrets.postgresPassword,
        logPath: join(logFolder, 'postgres.log'),
      });
      databaseUrl = server.url;
      return server.child;
    },
  });
  let redisUrl = '';
  let redis: Kept;
  try {
    redis = await keepRunning({
      say,
      onGivenUp: giveUp,
      start: async (stopping) => {
        const server = await startRedis({
          ...common,
          signal: signalOf(stopping),
          port: ports.redis,
          password: secrets.redisPassword,
          logPath: join(logFolder, 'redis.log'),
          cacheFolder: join(dataFolder, 'cache'),
          say,
        });
        redisUrl = server.url;
        return server.child;
      },
    });
  } catch (error) {
    await postgres.stop(POSTGRES_STOP_TIMEOUT_MS);
    throw error;
  }
  breaksOff = undefined;
  return {
    databaseUrl,
    redisUrl,
    givenUp,
    async stop(hurry) {
      await redis.stop(REDIS_STOP_TIMEOUT_MS, hurry);
      await postgres.stop(POSTGRES_STOP_TIMEOUT_MS, hurry);
    },
  };
}
