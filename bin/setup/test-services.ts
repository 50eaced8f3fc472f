import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { deploy } from '#prisma/migrate.ts';
import { type Guard, startGuard } from './guard.ts';
import { findFreePort } from './ports.ts';
import { startPostgres } from './postgres.ts';
import { startRedis } from './redis.ts';
import { createTemporaryServicePlace } from './service-place.ts';

export type TestServices = {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  readonly guard: Guard;
  /** Where the logs of this run are. */
  readonly logFolder: string;
} & AsyncDisposable;

const STOP_TIMEOUT_MS = 10_000;

/**
 * A PostgreSQL and a Redis for one test run, in a temporary place that is removed afterwards, also
 * when this process is killed. The `ageira` database is migrated: tests copy it.
 */
export async function startTestServices(
  root: string,
  say: (text: string) => void,
): Promise<TestServices> {
  const guard = startGuard();
  const place = createTemporaryServicePlace();
  guard.removeAtEnd(place.folder);
  const logFolder = join(root, '.data', 'test', 'logs');
  const cacheFolder = join(root, '.data', 'cache');
  const common = { place, guard, isDurable: false };

  const postgres = await startPostgres({
    ...common,
    port: await findFreePort(),
    password: randomBytes(18).toString('base64url'),
    logPath: join(logFolder, 'postgres.log'),
  });
  const redis = await startRedis({
    ...common,
    port: await findFreePort(),
    password: randomBytes(18).toString('base64url'),
    logPath: join(logFolder, 'redis.log'),
    cacheFolder,
    say,
  });
  await deploy(postgres.url);

  return {
    databaseUrl: postgres.url,
    redisUrl: redis.url,
    guard,
    logFolder,
    async [Symbol.asyncDispose]() {
      await redis.child.stop(STOP_TIMEOUT_MS);
      await postgres.child.stop(STOP_TIMEOUT_MS);
      await guard.release();
    },
  };
}
