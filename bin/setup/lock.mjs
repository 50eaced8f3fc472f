/**
 * One process at a time, by a file that says who. Plain JavaScript: used before anything is installed.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Take the lock, also from a process that is gone.
 *
 * @param {string} path
 * @param {Record<string, unknown>} [note] Told to whoever comes second.
 */
export function takeLock(path, note = {}) {
  const content = JSON.stringify({
    pid: process.pid,
    startedAt: readStartedAt(process.pid),
    ...note,
  });
  let wasLeft = false;
  for (;;) {
    if (create(path, content)) {
      return { holder: null, wasLeft, release: () => rmSync(path, { force: true }) };
    }
    const found = readText(path);
    if (found === null) continue;
    const holder = parse(found);
    if (holder && isHeld(holder)) return { holder, wasLeft, release: () => {} };
    dropStale(path, found);
    wasLeft = true;
  }
}

/**
 * When a process started, in whatever spelling this machine has for it; null when it is gone. Together
 * with its id it names one process: the id alone may have gone to another.
 *
 * @param {number} pid
 * @returns {string | null}
 */
export function readStartedAt(pid) {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return stdout?.trim() || null;
  }
  const stat = readText(`/proc/${pid}/stat`);
  // The name, in brackets, may hold blanks and brackets; the state and the 19 numbers after it do not.
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
  if (state === undefined || /[ZX]/.test(state)) return null;
  return `${readText('/proc/sys/kernel/random/boot_id')?.trim()} ${fields[18]}`;
}

/** @param {Holder} holder */
function isHeld({ pid, startedAt }) {
  const found = readStartedAt(pid);
  return found !== null && found === startedAt;
}

/**
 * The file appears with its content, never without: linking is one step.
 *
 * @param {string} path
 * @param {string} content
 */
function create(path, content) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, content, { mode: 0o600 });
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'EEXIST') return false;
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error;
    return createWithoutLink(path, content);
  } finally {
    rmSync(draft, { force: true });
  }
}

/**
 * Some mounted file systems know no links.
 *
 * @param {string} path
 * @param {string} content
 */
function createWithoutLink(path, content) {
  try {
    writeFileSync(path, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Put the file aside, and back again if it is not the one that was judged: of two that find a lock
 * left behind, the second must not remove what the first has just taken.
 *
 * @param {string} path
 * @param {string} judged
 */
function dropStale(path, judged) {
  const aside = `${path}.${process.pid}.left`;
  try {
    renameSync(path, aside);
    if (readText(aside) !== judged) linkSync(aside, path);
  } catch {
    // Somebody else was quicker: the next round sees what is there now.
  } finally {
    rmSync(aside, { force: true });
  }
}

/**
 * @param {string} text
 * @returns {Holder | null}
 */
function parse(text) {
  try {
    const holder = JSON.parse(text);
    return Number.isSafeInteger(holder.pid) && holder.pid > 0 ? holder : null;
  } catch {
    return null;
  }
}

/** @typedef {{ pid: number, startedAt: string | null } & Record<string, unknown>} Holder */

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
