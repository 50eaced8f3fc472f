import { join } from 'node:path';
import type { Child } from './child.ts';
import { isDiskFull } from './disk-space.ts';
import type { Guard } from './guard.ts';
import { type Postgres, startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { rememberPorts } from './remembered-ports.ts';
import type { Secrets } from './secrets.ts';
import { openServicePlace } from './service-place.ts';

/** The checkout's own PostgreSQL and Redis. */
export type LocalServices = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Called when one of them ends by itself. */
  onDeath(callback: (reason: string) => void): void;
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
    signal,
  }: { secrets: Secrets; guard: Guard; say: (text: string) => void; signal?: AbortSignal },
): Promise<LocalServices> {
  const dataFolder = join(root, '.data');
  const logFolder = join(dataFolder, 'logs');
  const place = openServicePlace(root);
  const ports = await rememberPorts(join(dataFolder, 'ports.json'));
  const common = { place, guard, isDurable: true, signal };

  const postgres = await startPostgres({
    ...common,
    port: ports.postgres,
    password: secrets.postgresPassword,
    logPath: join(logFolder, 'postgres.log'),
  });
  try {
    const redis = await startRedis({
      ...common,
      port: ports.redis,
      password: secrets.redisPassword,
      logPath: join(logFolder, 'redis.log'),
      cacheFolder: join(dataFolder, 'cache'),
      say,
    });
    return toLocalServices(postgres, redis, place.folder);
  } catch (error) {
    await postgres.child.stop(POSTGRES_STOP_TIMEOUT_MS);
    throw error;
  }
}

function toLocalServices(
  postgres: Postgres,
  redis: { url: string; child: Child },
  folder: string,
): LocalServices {
  let isStopping = false;
  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    onDeath(callback) {
      for (const child of [postgres.child, redis.child]) {
        void child.ended.then(() => {
          if (!isStopping) void describeDeath(child, folder).then(callback);
        });
      }
    },
    async stop(hurry) {
      isStopping = true;
      await redis.child.stop(REDIS_STOP_TIMEOUT_MS, hurry);
      await postgres.child.stop(POSTGRES_STOP_TIMEOUT_MS, hurry);
    },
  };
}

/** A server that cannot write its log of changes ends, and its last words are about what that led to. */
async function describeDeath({ name, logPath, readLog }: Child, folder: string): Promise<string> {
  return isDiskFull(folder, await readLog())
    ? `${name} ended by itself: the disk of ${folder} is full. Free some space and start again.`
    : `${name} ended by itself. See ${logPath}`;
}
