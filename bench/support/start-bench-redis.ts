import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { startGuard } from '#bin/setup/guard.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { startRedis } from '#bin/setup/redis.ts';
import { createTemporaryServicePlace } from '#bin/setup/service-place.ts';
import { ROOT } from './bench-site.ts';

const STOP_TIMEOUT_MS = 10_000;

/** A Redis of this run alone, for figures that need nothing else. */
export async function startBenchRedis(): Promise<{ readonly url: string } & AsyncDisposable> {
  const guard = startGuard();
  const place = createTemporaryServicePlace();
  guard.removeAtEnd(place.folder);
  const redis = await startRedis({
    place,
    guard,
    isDurable: false,
    port: await findFreePort(),
    password: randomBytes(18).toString('base64url'),
    logPath: join(ROOT, '.data', 'bench', 'redis.log'),
    cacheFolder: join(ROOT, '.data', 'cache'),
    say: () => {},
  });
  return {
    url: redis.url,
    async [Symbol.asyncDispose]() {
      await redis.child.stop(STOP_TIMEOUT_MS);
      await guard.release();
    },
  };
}
