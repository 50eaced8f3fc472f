import {
  chownSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import pg from 'pg';
import { type Child, signalProcess, startChild } from './child.ts';
import { isDiskFull } from './disk-space.ts';
import type { Guard } from './guard.ts';
import { poll } from './poll.ts';
import { preparePostgresPrograms } from './postgres-programs.ts';
import { isRunning } from './process-table.ts';
import { tryToEnd } from './run-to-end.ts';
import { makeServiceFolder, type ServicePlace } from './service-place.ts';
import { SetupError } from './setup-error.ts';

export type Postgres = {
  /** Connection string of the `ageira` database, which exists. */
  readonly url: string;
  readonly child: Child;
};

export type PostgresOptions = {
  readonly place: ServicePlace;
  readonly port: number;
  readonly password: string;
  readonly logPath: string;
  readonly guard: Guard;
  /** False gives up safety against a power cut for speed: for tests. */
  readonly isDurable: boolean;
  /** Breaks the start off. */
  readonly signal?: AbortSignal | undefined;
};

const USER = 'ageira';
const DATABASE = 'ageira';
const START_TIMEOUT_MS = 60_000;
const ORPHAN_STOP_TIMEOUT_MS = 20_000;
const STOP_TIMEOUT_MS = 1_000;
const RETRY_PAUSE_MS = 500;

/**
 * Start the embedded PostgreSQL on loopback, with its data made on the first start.
 *
 * A server left over from a killed run is stopped first: the caller holds the checkout's lock, so
 * it is nobody's.
 *
 * @throws SetupError with the server's own reason when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const programs = preparePostgresPrograms(options.place);
  const data = join(makeServiceFolder(options.place, 'postgres'), 'data');
  await stopOrphan(data);
  if (!existsSync(data)) await initialise(programs, data, options);

  const deadline = performance.now() + ORPHAN_STOP_TIMEOUT_MS;
  for (;;) {
    options.signal?.throwIfAborted();
    const child = await run(programs, data, options);
    const reason = await waitUntilReady(child, urlOf(options, 'postgres'), options.place);
    if (reason === undefined) return { url: urlOf(options, DATABASE), child };

    await child.stop(STOP_TIMEOUT_MS);
    // The backends of a server that was killed end a moment after it, and keep its data until then.
    if (!/still in use/.test(reason) || performance.now() > deadline) {
      throw new SetupError(`PostgreSQL did not start. ${reason}`);
    }
    await wait(RETRY_PAUSE_MS);
  }
}

function run(programs: string, data: string, options: PostgresOptions): Promise<Child> {
  return startChild({
    name: 'PostgreSQL',
    command: join(programs, 'bin', 'postgres'),
    args: ['-D', data, ...settings(options).flatMap((setting) => ['-c', setting])],
    cwd: options.place.folder,
    env: environment(programs),
    logPath: options.logPath,
    guard: options.guard,
    stopSignal: 'SIGINT',
    user: options.place.user,
  });
}

function settings({ port, isDurable }: PostgresOptions): string[] {
  const base = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=200',
    'shared_buffers=128MB',
    'timezone=UTC',
    'log_timezone=UTC',
    'log_line_prefix=%m ',
  ];
  return isDurable
    ? base
    : [...base, 'fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
}

async function initialise(
  programs: string,
  data: string,
  { place, password, guard, signal }: PostgresOptions,
): Promise<void> {
  const folder = makeServiceFolder(place, 'postgres');
  // initdb marks its folder as complete long before it is: only a rename makes it the data.
  const draft = `${data}.${process.pid}`;
  for (const name of readdirSync(folder)) {
    if (name.startsWith('data.')) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const passwordFile = join(folder, 'initial-password');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (place.user) chownSync(passwordFile, place.user.uid, place.user.gid);
  try {
    const { code, killedBy, output } = await tryToEnd({
      name: 'initdb',
      command: join(programs, 'bin', 'initdb'),
      args: [
        `--pgdata=${draft}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      cwd: place.folder,
      env: environment(programs),
      user: place.user,
      guard,
      signal,
    });
    if (code === 0 && !signal?.aborted) {
      renameSync(draft, data);
      return;
    }
    // It removes what it made when it fails, but not when it is killed.
    rmSync(draft, { recursive: true, force: true });
    signal?.throwIfAborted();
    throw new SetupError(
      killedBy
        ? `PostgreSQL was ended by ${killedBy} while it made its data folder: start again.`
        : `PostgreSQL could not make its data folder. ${explainLog(output, place.folder)}`,
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
}

/** What the server or initdb says itself, as one sentence. */
function explainLog(log: string, folder: string): string {
  if (isDiskFull(folder, log)) {
    return `The disk of ${folder} is full: free some space and start again.`;
  }
  const reasons = [...log.matchAll(/(?:FATAL|PANIC|initdb: error|error):\s+(.+)/g)];
  const reason = reasons.at(-1)?.[1] ?? log.trim().split('\n').at(-1);
  return reason ? `It says: ${reason}.` : 'It says nothing.';
}

function environment(programs: string): NodeJS.ProcessEnv {
  return {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    LD_LIBRARY_PATH: join(programs, 'lib'),
    LC_ALL: 'C',
    TZ: 'UTC',
  };
}

function urlOf({ port, password }: PostgresOptions, database: string): string {
  return `postgresql://${USER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** @returns Why the server did not come up; nothing when it did. */
async function waitUntilReady(
  child: Child,
  adminUrl: string,
  { folder }: ServicePlace,
): Promise<string | undefined> {
  let isGone = false;
  void child.ended.then(() => {
    isGone = true;
  });
  try {
    const isUp = await poll(() => isGone || createDatabase(adminUrl), {
      timeoutMs: START_TIMEOUT_MS,
    });
    if (isUp && !isGone) return undefined;
  } catch (fault) {
    if ((fault as { code?: string }).code === '28P01') {
      return `Its password is not the one in .data/secrets.json: restore that file from a backup, or remove ${folder} as well to start with an empty site.`;
    }
    return `It says: ${fault instanceof Error ? fault.message : String(fault)}.`;
  }
  return `${explainLog(await child.readLog(), folder)} Its log is ${child.logPath}`;
}

/** @returns False while the server does not take connections yet. */
async function createDatabase(adminUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  client.on('error', () => {});
  try {
    await client.connect();
  } catch (error) {
    const code = (error as { code?: string }).code;
    // 57P03: "the database system is starting up".
    if (code === 'ECONNREFUSED' || code === '57P03' || code === 'ECONNRESET') return false;
    throw error;
  }
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${DATABASE}`);
    return true;
  } finally {
    await client.end();
  }
}

async function stopOrphan(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0]);
  if (isRunning(pid, data)) {
    signalProcess(pid, 'SIGINT');
    const isGone = await poll(() => !isRunning(pid, data), { timeoutMs: ORPHAN_STOP_TIMEOUT_MS });
    if (!isGone) signalProcess(pid, 'SIGQUIT');
    await poll(() => !isRunning(pid, data), { timeoutMs: ORPHAN_STOP_TIMEOUT_MS });
  }
  // PostgreSQL itself takes care of a file whose process is gone. A number that went to another
  // program would keep it from starting for ever.
  if (signalProcess(pid, 0)) rmSync(pidFile, { force: true });
}
