import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import { type Child, signalProcess, startChild } from '#bin/setup/child.ts';
import { startGuard } from '#bin/setup/guard.ts';
import { poll } from '#bin/setup/poll.ts';
import { findFreePort } from '#bin/setup/ports.ts';
import { findRedisProgram } from '#bin/setup/redis-program.ts';

export type PrivateRedis = AsyncDisposable & {
  readonly url: string;
  readonly port: number;
  /** End it as a power cut would. */
  kill(): Promise<void>;
  /** Start it again, on the same port with what it kept. */
  start(): Promise<void>;
  freeze(): void;
  wake(): void;
};

const START_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 5_000;
const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/**
 * A Redis of one test's own, on loopback, that may be killed.
 *
 * @param settings Lines of its configuration. It keeps its data over a kill with 'appendonly yes'.
 */
export async function startPrivateRedis(settings: readonly string[] = []): Promise<PrivateRedis> {
  const program = await findRedisProgram({
    cacheFolder: join(ROOT, '.data', 'cache'),
    say: () => {},
  });
  const folder = mkdtempSync(join(tmpdir(), 'ageira-redis-'));
  const guard = startGuard();
  guard.removeAtEnd(folder);
  const port = await findFreePort();
  const url = `redis://127.0.0.1:${port}`;
  const config = join(folder, 'redis.conf');
  const lines = ['bind 127.0.0.1', `port ${port}`, `dir ${folder}`, 'save ""', ...settings];
  writeFileSync(config, `${lines.join('\n')}\n`);

  const run = async (): Promise<Child> => {
    const child = await startChild({
      name: 'Redis',
      command: program.command,
      argv0: 'redis-server',
      args: [config],
      cwd: folder,
      env: { NODE_ENV: 'production', LD_LIBRARY_PATH: program.libraryPath },
      logPath: join(folder, 'redis.log'),
      guard,
      stopSignal: 'SIGTERM',
    });
    if (await poll(() => answers(url), { timeoutMs: START_TIMEOUT_MS })) return child;
    throw new Error(`Redis did not start: ${await child.readLog()}`);
  };
  let child = await run();
  return {
    url,
    port,
    async kill() {
      signalProcess(child.pid, 'SIGKILL');
      await child.ended;
    },
    async start() {
      child = await run();
    },
    freeze: () => void signalProcess(child.pid, 'SIGSTOP'),
    wake: () => void signalProcess(child.pid, 'SIGCONT'),
    async [Symbol.asyncDispose]() {
      signalProcess(child.pid, 'SIGCONT');
      await child.stop(STOP_TIMEOUT_MS);
      await guard.release();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    return false;
  } finally {
    redis.disconnect();
  }
}
