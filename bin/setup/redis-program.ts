import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { OLDEST_REDIS } from '#lib/server/service-errors.ts';
import type { Guard } from './guard.ts';
import { tryToEnd } from './run-to-end.ts';
import { SetupError } from './setup-error.ts';

export type RedisProgram = {
  readonly command: string;
  /** Folders of libraries that the program needs and the system lacks. */
  readonly libraryPath: string | undefined;
};

export type RedisSearch = {
  /** Where an unpacked Redis is kept for the next start. */
  readonly cacheFolder: string;
  readonly say: (text: string) => void;
  readonly signal?: AbortSignal | undefined;
  readonly guard?: Guard | undefined;
};

type Apt = (args: readonly string[], cwd: string) => Promise<boolean>;

/** Debian's package of the server's binary alone: unlike `redis-server` it starts no service. */
const PACKAGE = 'redis-tools';
const LIBRARIES = ['libjemalloc2', 'liblzf1', 'libatomic1'];
/** One binary answers to several names; under this one the package installs it. */
const PACKAGED_BINARY = 'usr/bin/redis-check-rdb';
const APT_TIMEOUT_MS = 300_000;
const VERSION_TIMEOUT_MS = 10_000;

/**
 * Find a Redis server: on PATH, else install Debian's, else unpack Debian's into the cache folder.
 *
 * @throws SetupError that names what to install.
 */
export async function findRedisProgram({
  cacheFolder,
  say,
  signal,
  guard,
}: RedisSearch): Promise<RedisProgram> {
  const own = ['redis-server', 'valkey-server']
    .map(findOnPath)
    .filter((command) => command !== undefined)
    .map((command) => ({ command, libraryPath: undefined }));
  const found = [...own, findInstalled('/'), findUnpacked(cacheFolder)].find(isNewEnough);
  if (found) return found;

  if (!findOnPath('apt-get')) throw new SetupError(INSTALL_REDIS);
  say('Redis is not installed: fetching it from Debian.');
  const apt = (args: readonly string[], cwd: string) => runApt(args, { cwd, signal, guard });
  const isRoot = process.getuid?.() === 0;
  const program = isRoot ? await install(apt) : await unpack(apt, cacheFolder);
  signal?.throwIfAborted();
  if (!isNewEnough(program)) throw new SetupError(INSTALL_REDIS);
  return program;
}

/** True for a program that runs here and is not older than the site can use. */
function isNewEnough(program: RedisProgram | undefined): program is RedisProgram {
  if (!program) return false;
  const { stdout } = spawnSync(program.command, ['--version'], {
    argv0: 'redis-server',
    env: { PATH: process.env.PATH, NODE_ENV: 'production', LD_LIBRARY_PATH: program.libraryPath },
    encoding: 'utf8',
    timeout: VERSION_TIMEOUT_MS,
  });
  return Number(/\bv=(\d+)/.exec(stdout ?? '')?.[1]) >= OLDEST_REDIS;
}

const INSTALL_REDIS = `Redis ${OLDEST_REDIS} or newer is missing and could not be fetched. Install redis-server or valkey-server (Debian: apt-get install redis-server, macOS: brew install redis) and start again.`;

/** The path of a program on PATH that this user may run. */
export function findOnPath(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean);
  // Debian keeps servers in sbin, which is not on an ordinary user's PATH.
  return [...folders, '/usr/sbin', '/usr/local/sbin']
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

async function install(apt: Apt): Promise<RedisProgram | undefined> {
  const args = ['install', '--yes', '--no-install-recommends', PACKAGE];
  if (!(await apt(args, '/'))) {
    await apt(['update'], '/');
    if (!(await apt(args, '/'))) return undefined;
  }
  return findInstalled('/');
}

/** Without root: download the packages and unpack them, with package lists of our own if need be. */
async function unpack(apt: Apt, cacheFolder: string): Promise<RedisProgram | undefined> {
  const folder = join(cacheFolder, 'redis-program');
  rmSync(folder, { recursive: true, force: true });
  const lists = join(folder, 'apt');
  mkdirSync(join(lists, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(lists, 'cache', 'archives', 'partial'), { recursive: true });
  const own = [
    '-o',
    `Dir::State::lists=${join(lists, 'lists')}`,
    '-o',
    `Dir::Cache=${join(lists, 'cache')}`,
  ];
  const download = ['download', PACKAGE, ...LIBRARIES];
  if (
    !(await apt(download, folder)) &&
    !((await apt([...own, 'update'], folder)) && (await apt([...own, ...download], folder)))
  ) {
    return undefined;
  }
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.deb'))) {
    spawnSync('dpkg', ['-x', join(folder, file), folder], { stdio: 'ignore' });
    rmSync(join(folder, file));
  }
  rmSync(lists, { recursive: true, force: true });
  return findUnpacked(cacheFolder);
}

async function runApt(
  args: readonly string[],
  { cwd, signal, guard }: Pick<RedisSearch, 'signal' | 'guard'> & { cwd: string },
): Promise<boolean> {
  if (signal?.aborted) return false;
  const patience = AbortSignal.timeout(APT_TIMEOUT_MS);
  const { code } = await tryToEnd({
    name: 'apt-get',
    command: 'apt-get',
    args,
    cwd,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    signal: signal ? AbortSignal.any([signal, patience]) : patience,
    guard,
  });
  return code === 0;
}

function findInstalled(root: string): RedisProgram | undefined {
  const command = join(root, PACKAGED_BINARY);
  return isExecutable(command) ? { command, libraryPath: undefined } : undefined;
}

function findUnpacked(cacheFolder: string): RedisProgram | undefined {
  const folder = join(cacheFolder, 'redis-program');
  const command = join(folder, PACKAGED_BINARY);
  if (!isExecutable(command)) return undefined;
  const base = join(folder, 'usr', 'lib');
  const folders = readdirSync(base, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return { command, libraryPath: [base, ...folders.map(({ name }) => join(base, name))].join(':') };
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}
