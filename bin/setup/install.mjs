/**
 * Runs before anything is installed: plain JavaScript, and nothing but Node's own modules.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const LOCK_PATIENCE_MS = 600_000;

/**
 * Install what package-lock.json lists, where that is not there yet. Two commands that start
 * together install once. Prints a sentence and exits when it cannot be done.
 */
export async function install() {
  refuseOldNode();
  if (isInstalled()) return;

  const lock = join(ROOT, '.data', 'install.lock');
  await takeLock(lock);
  try {
    if (isInstalled()) return;
    console.log('Installing packages: about a minute the first time.');
    const result = runNpm([
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    ]);
    if (result.status === 0) return;
    console.error(result.stderr.trim());
    rmSync(lock, { force: true });
    refuse(
      'The packages could not be installed. npm says why above; check the network and start again.',
    );
  } finally {
    rmSync(lock, { force: true });
  }
}

/**
 * True when node_modules holds every package of the lock file in its version.
 *
 * @param {Record<string, LockedPackage>} wanted `packages` of package-lock.json
 * @param {Record<string, LockedPackage>} found `packages` of npm's own record in node_modules
 */
export function holdsAll(wanted, found) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    // Packages for another system or processor are rightly absent.
    if (!found[path]) return entry.optional === true || entry.devOptional === true;
    return found[path].version === entry.version;
  });
}

/** @typedef {{ version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */

function isInstalled() {
  try {
    // npm writes its record last: an install that was interrupted has none.
    const found = readPackages(join(ROOT, 'node_modules', '.package-lock.json'));
    return holdsAll(readPackages(join(ROOT, 'package-lock.json')), found);
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/** @param {string[]} args */
function runNpm(args) {
  const options = /** @type {const} */ ({
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // Run by npm, we know where npm is; run by hand, it is on PATH.
  const script = process.env.npm_execpath;
  if (script && existsSync(script)) return spawnSync(process.execPath, [script, ...args], options);
  return spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

/** @param {string} path */
async function takeLock(path) {
  mkdirSync(join(ROOT, '.data'), { recursive: true });
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  while (Date.now() < deadline) {
    try {
      writeFileSync(path, String(process.pid), { flag: 'wx' });
      return;
    } catch {
      if (!isAlive(Number(readFileSync(path, { encoding: 'utf8', flag: 'a+' }))))
        rmSync(path, { force: true });
      else await wait(250);
    }
  }
  refuse(
    `Another install has been running for ten minutes. If it is not, remove ${path} and start again.`,
  );
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return pid > 0;
  } catch {
    return false;
  }
}

function refuseOldNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  refuse(
    `Node ${process.versions.node} is too old or not supported: install Node 20.19 or newer, or 22.12 or newer.`,
  );
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
