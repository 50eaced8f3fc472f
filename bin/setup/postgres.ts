import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type Child, signalProcess, startChild } from './child.ts';
import type { Guard } from './guard.ts';
import { poll } from './poll.ts';
import { preparePostgresPrograms } from './postgres-programs.ts';
import { isRunning } from './process-table.ts';
import { makeServiceFolder, type ServicePlace } from './service-place.ts';

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
};

const USER = 'ageira';
const DATABASE = 'ageira';
const START_TIMEOUT_MS = 60_000;
const ORPHAN_STOP_TIMEOUT_MS = 20_000;

/**
 * Start the embedded PostgreSQL on loopback, with its data made on the first start.
 *
 * A server left over from a killed run is stopped first: the caller holds the checkout's lock, so
 * it is nobody's.
 *
 * @throws Error with the end of the server's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const programs = preparePostgresPrograms(options.place);
  const data = join(makeServiceFolder(options.place, 'postgres'), 'data');
  await stopOrphan(data);
  if (!existsSync(join(data, 'PG_VERSION'))) initialise(programs, data, options);

  const child = await startChild({
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
  await waitUntilReady(child, urlOf(options, 'postgres'));
  return { url: urlOf(options, DATABASE), child };
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

function initialise(programs: string, data: string, { place, password }: PostgresOptions): void {
  // A folder without PG_VERSION is the rest of an initdb that was interrupted.
  rmSync(data, { recursive: true, force: true });
  const passwordFile = join(makeServiceFolder(place, 'postgres'), 'initial-password');
  writeFileSync(passwordFile, password, { mode: 0o644 });
  try {
    const result = spawnSync(
      join(programs, 'bin', 'initdb'),
      [
        `--pgdata=${data}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { cwd: place.folder, env: environment(programs), encoding: 'utf8', ...(place.user ?? {}) },
    );
    if (result.error) throw result.error;
    if (result.status !== 0) throw new Error(`PostgreSQL's initdb failed:\n${result.stderr}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
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

async function waitUntilReady(child: Child, adminUrl: string): Promise<void> {
  let isGone = false;
  void child.ended.then(() => {
    isGone = true;
  });
  const isUp = await poll(() => isGone || createDatabase(adminUrl), {
    timeoutMs: START_TIMEOUT_MS,
  });
  if (isUp && !isGone) return;
  await child.stop(1_000);
  throw new Error(
    `PostgreSQL did not come up. Its log (${child.logPath}) ends with:\n${await child.readLog()}`,
  );
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
  // Its number may belong to another program by now, and PostgreSQL would then refuse to start.
  rmSync(pidFile, { force: true });
}
