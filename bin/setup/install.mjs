/**
 * Runs before anything is installed: plain JavaScript, and nothing but Node's own modules.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { explainFileFault } from './explain-file-fault.mjs';
import { takeLock } from './lock.mjs';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

const DATA = join(ROOT, '.data');
const LOG = join(DATA, 'logs', 'install.log');
const LOCK_PATIENCE_MS = 600_000;

/**
 * Install what package-lock.json lists, where that is not there yet. Two commands that start
 * together install once. Prints a sentence and exits when it cannot be done.
 *
 * @param {{ forTests?: boolean }} [purpose] Only tests need what `npm ci --omit=dev` leaves out.
 */
export async function install({ forTests = false } = {}) {
  if (isInstalled(forTests)) return;
  try {
    await installOnce(forTests);
  } catch (fault) {
    refuse(explainFileFault(fault) ?? String(fault));
  }
}

/** @param {boolean} forTests */
async function installOnce(forTests) {
  const release = await waitForLock(join(DATA, 'install.lock'));
  try {
    if (isInstalled(forTests)) return;
    console.log('Installing packages: about a minute the first time.');
    const { code, signal, output } = await runNpm([
      'ci',
      '--ignore-scripts',
      '--include=dev',
      '--include=optional',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    ]);
    if (code === 0 && isInstalled(forTests)) return;
    release();
    if (signal) process.exit(130);
    mkdirSync(join(DATA, 'logs'), { recursive: true });
    writeFileSync(LOG, output);
    refuse(explainNpm(output));
  } finally {
    release();
  }
}

/**
 * Why npm failed, in one sentence.
 *
 * @param {string} output What npm printed.
 */
export function explainNpm(output) {
  const code = /npm (?:error|ERR!) code (\w+)/.exec(output)?.[1] ?? '';
  if (
    /^(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|ENOTCACHED|EIDLETIMEOUT)$/.test(
      code,
    )
  ) {
    return `The packages could not be fetched, for npm's registry does not answer (${code}): check the network, the proxy and "npm config get registry", and start again.`;
  }
  if (/^(ENOSPC|EDQUOT)$/.test(code)) {
    return 'The packages could not be installed, for the disk is full: free about 2 GB and start again.';
  }
  if (/^(EACCES|EPERM|EROFS)$/.test(code)) {
    const path = /npm (?:error|ERR!) path (.+)/.exec(output)?.[1] ?? join(ROOT, 'node_modules');
    return `The packages could not be installed, for this user may not write ${path}: give it to this user (chown -R), or start as its owner.`;
  }
  if (code === 'EUSAGE' || code === 'ETARGET') {
    return 'The packages could not be installed, for package.json and package-lock.json do not fit together: take both as they are in the repository (git checkout package.json package-lock.json), or run "npm install" after a change of your own.';
  }
  if (code === 'EINTEGRITY') {
    return 'The packages could not be installed, for one did not arrive as package-lock.json describes it: run "npm cache clean --force" and start again.';
  }
  return `The packages could not be installed (${code || 'npm does not say why'}): npm's own words are in ${LOG}.`;
}

/**
 * True when node_modules holds every package of the lock file in its version; those of development
 * may be missing where no tests are run.
 *
 * @param {Record<string, LockedPackage>} wanted `packages` of package-lock.json
 * @param {Record<string, LockedPackage>} found `packages` of npm's own record in node_modules
 * @param {boolean} forTests
 */
export function holdsAll(wanted, found, forTests) {
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    // Packages for another system or processor are rightly absent.
    if (!found[path]) {
      if (entry.dev === true && !forTests) return true;
      return entry.optional === true || entry.devOptional === true;
    }
    return found[path].version === entry.version;
  });
}

/** @typedef {{ version?: string, optional?: boolean, dev?: boolean, devOptional?: boolean, link?: boolean }} LockedPackage */

/** @param {boolean} forTests */
function isInstalled(forTests) {
  try {
    // npm writes its record last: an install that was interrupted has none.
    const found = readPackages(join(ROOT, 'node_modules', '.package-lock.json'));
    const wanted = readPackages(join(ROOT, 'package-lock.json'));
    return holdsAll(wanted, found, forTests) && Object.keys(found).every(isThere);
  } catch {
    return false;
  }
}

/**
 * Somebody may have removed a package after npm recorded it.
 *
 * @param {string} path From the root.
 */
function isThere(path) {
  return existsSync(join(ROOT, path, 'package.json'));
}

/**
 * @param {string} path
 * @returns {Record<string, LockedPackage>}
 */
function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

/**
 * Run npm in a group of its own, so that one signal to us ends all of it.
 *
 * @param {string[]} args
 * @returns {Promise<{ code: number | null, signal: boolean, output: string }>}
 */
function runNpm(args) {
  // Run by npm, we know where npm is; run by hand, it is on PATH.
  const script = process.env.npm_execpath;
  const isKnown = script !== undefined && /\.[cm]?js$/.test(script) && existsSync(script);
  const command = isKnown ? process.execPath : 'npm';
  return new Promise((resolve) => {
    const child = spawn(command, isKnown ? [script, ...args] : args, {
      cwd: ROOT,
      env: { ...process.env, ...chooseCache() },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
      shell: process.platform === 'win32',
    });
    const guard = startGuard(child.pid);
    let output = '';
    let isStopped = false;
    child.stderr.setEncoding('utf8').on('data', (chunk) => {
      output += chunk;
    });
    const stop = () => {
      isStopped = true;
      if (child.pid) process.kill(-child.pid, 'SIGKILL');
    };
    for (const name of SIGNALS) process.once(name, stop);
    const end = (/** @type {number | null} */ code) => {
      for (const name of SIGNALS) process.off(name, stop);
      guard?.stdin.end(`- ${child.pid}\n`);
      resolve({ code, signal: isStopped, output });
    };
    child.once('error', () =>
      refuse(
        'The packages could not be installed, for npm is not on PATH: it comes with Node.js, so put the folder of both on PATH and start again.',
      ),
    );
    child.once('close', end);
  });
}

const SIGNALS = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);

/**
 * Ends npm should we be killed: two installs in one folder would ruin each other.
 *
 * @param {number | undefined} pid
 */
function startGuard(pid) {
  if (!pid) return undefined;
  const guard = spawn(process.execPath, [fileURLToPath(new URL('guard.mjs', import.meta.url))], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.on('error', () => {});
  guard.stdin.on('error', () => {});
  // Not SIGTERM, which npm takes its time about: a second install would meet it.
  guard.stdin.write(`+ ${pid} SIGKILL\n`);
  guard.unref();
  return guard;
}

/** A user without a home has no place for npm's cache but ours. */
function chooseCache() {
  if (process.env.npm_config_cache) return {};
  try {
    accessSync(homedir(), constants.W_OK);
    return {};
  } catch {
    return { npm_config_cache: join(DATA, 'cache', 'npm') };
  }
}

/** @param {string} path */
async function waitForLock(path) {
  mkdirSync(DATA, { recursive: true });
  const deadline = Date.now() + LOCK_PATIENCE_MS;
  let isSaid = false;
  for (;;) {
    const { holder, release } = takeLock(path);
    if (!holder) return release;
    if (Date.now() > deadline) {
      refuse(
        `Another install has been running for ten minutes. If it hangs, end it (kill ${holder.pid}) and start again.`,
      );
    }
    if (!isSaid) console.log(`Waiting for another install in this folder (process ${holder.pid}).`);
    isSaid = true;
    await wait(250);
  }
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(sentence);
  process.exit(1);
}
