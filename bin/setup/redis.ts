import { chownSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { type Child, signalProcess, startChild } from './child.ts';
import { isDiskFull } from './disk-space.ts';
import type { Guard } from './guard.ts';
import { poll } from './poll.ts';
import { isRunning } from './process-table.ts';
import { findRedisProgram } from './redis-program.ts';
import { makeServiceFolder, type ServicePlace } from './service-place.ts';
import { SetupError } from './setup-error.ts';

export type RedisServer = { readonly url: string; readonly child: Child };

export type RedisOptions = {
  readonly place: ServicePlace;
  readonly port: number;
  readonly password: string;
  readonly logPath: string;
  readonly guard: Guard;
  /** False keeps nothing on disk: for tests. */
  readonly isDurable: boolean;
  /** Keeps a Redis that had to be unpacked. */
  readonly cacheFolder: string;
  readonly say: (text: string) => void;
  /** Breaks the start off. */
  readonly signal?: AbortSignal | undefined;
};

const START_TIMEOUT_MS = 30_000;
const ORPHAN_STOP_TIMEOUT_MS = 10_000;

/**
 * Start Redis on loopback with a password, an append-only file, and no eviction: BullMQ loses jobs
 * where keys may be evicted.
 *
 * @throws SetupError with the server's own reason when it does not come up.
 */
export async function startRedis(options: RedisOptions): Promise<RedisServer> {
  const program = await findRedisProgram(options);
  options.signal?.throwIfAborted();
  const folder = makeServiceFolder(options.place, 'redis');
  await stopOrphan(folder);
  const config = writeConfig(folder, options);

  const child = await startChild({
    name: 'Redis',
    command: program.command,
    argv0: 'redis-server',
    args: [config],
    cwd: folder,
    env: {
      NODE_ENV: 'production',
      PATH: process.env.PATH,
      LD_LIBRARY_PATH: program.libraryPath,
    },
    logPath: options.logPath,
    guard: options.guard,
    stopSignal: 'SIGTERM',
    user: options.place.user,
  });
  const url = `redis://:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/0`;
  await waitUntilReady(child, { url, folder });
  return { url, child };
}

/** In a file, because a password on the command line is there for every user to read. */
function writeConfig(folder: string, { port, password, isDurable, place }: RedisOptions): string {
  const path = join(folder, 'redis.conf');
  const lines = [
    'bind 127.0.0.1',
    `port ${port}`,
    `requirepass ${JSON.stringify(password)}`,
    `dir ${JSON.stringify(folder)}`,
    `pidfile ${JSON.stringify(join(folder, 'redis.pid'))}`,
    `appendonly ${isDurable ? 'yes' : 'no'}`,
    'save ""',
    'maxmemory-policy noeviction',
    'databases 256',
    'daemonize no',
  ];
  writeFileSync(path, `${lines.join('\n')}\n`, { mode: 0o600 });
  if (place.user) chownSync(path, place.user.uid, place.user.gid);
  return path;
}

async function waitUntilReady(
  child: Child,
  { url, folder }: { url: string; folder: string },
): Promise<void> {
  let isGone = false;
  void child.ended.then(() => {
    isGone = true;
  });
  const isUp = await poll(() => isGone || answers(url), { timeoutMs: START_TIMEOUT_MS });
  if (isUp && !isGone) return;
  await child.stop(1_000);
  throw new SetupError(
    `Redis did not start. ${explainLog(await child.readLog(), folder)} Its log is ${child.logPath}`,
  );
}

function explainLog(log: string, folder: string): string {
  if (isDiskFull(folder, log)) {
    return `The disk of ${folder} is full: free some space and start again.`;
  }
  if (log.split('\n').some(isAboutDamage)) {
    return `Its file is damaged: remove the folder ${folder}, which holds queues and counters only (they are made again), and start again.`;
  }
  const reason = log
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^.*[#*] /, '');
  return reason ? `It says: ${reason}.` : 'It says nothing.';
}

/** A good start speaks of the file as well. */
function isAboutDamage(line: string): boolean {
  return (
    /append only file|AOF|manifest/i.test(line) &&
    /bad|invalid|unexpected|error|wrong|corrupt|can't|truncated/i.test(line)
  );
}

async function answers(url: string): Promise<boolean> {
  const redis = new Redis(url, {
    lazyConnect: true,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
  });
  redis.on('error', () => {});
  try {
    await redis.connect();
    return (await redis.ping()) === 'PONG';
  } catch {
    // Not listening yet, or still loading its file.
    return false;
  } finally {
    redis.disconnect();
  }
}

/** Two servers on one append-only file would ruin it. */
async function stopOrphan(folder: string): Promise<void> {
  const pidFile = join(folder, 'redis.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  // Redis shows its address as its command line; the configuration is still that of last time.
  const config = join(folder, 'redis.conf');
  const port = existsSync(config) && /^port (\d+)$/m.exec(readFileSync(config, 'utf8'))?.[1];
  const isGone = () => !isRunning(pid, `redis-server 127.0.0.1:${port}`);
  if (!isGone()) {
    signalProcess(pid, 'SIGTERM');
    if (!(await poll(isGone, { timeoutMs: ORPHAN_STOP_TIMEOUT_MS }))) signalProcess(pid, 'SIGKILL');
    await poll(isGone, { timeoutMs: ORPHAN_STOP_TIMEOUT_MS });
  }
  rmSync(pidFile, { force: true });
}
