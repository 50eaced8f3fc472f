/**
 * Ends the processes of a command that was itself killed: its standard input is a pipe from that
 * command, and the pipe's end is the one thing that no kind of death can withhold.
 *
 * Lines: `+ <pid> <signal>` watch over a process group, `- <pid>` it has ended,
 * `x <path>` remove this folder at the end.
 */
import { readFileSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline';

const GRACE_MS = 15_000;
const POLL_MS = 100;

/** @type {Map<number, NodeJS.Signals>} */
const watched = new Map();
/** @type {string[]} */
const folders = [];

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {});

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, first = '', second = ''] = line.split(' ');
  if (verb === '+') watched.set(Number(first), /** @type {NodeJS.Signals} */ (second));
  if (verb === '-') watched.delete(Number(first));
  if (verb === 'x') folders.push(line.slice(2));
}

// Last started, first stopped: the site before the database it writes to.
for (const [pid, signal] of [...watched].reverse()) await end(pid, signal);
for (const folder of folders) rmSync(folder, { recursive: true, force: true });

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
async function end(pid, signal) {
  send(pid, signal);
  const deadline = Date.now() + GRACE_MS;
  while (isAlive(pid)) {
    if (Date.now() > deadline) {
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  send(-pid, 'SIGKILL');
}

/**
 * A process that ended but that nobody has asked about is still in the table: it counts as gone.
 *
 * @param {number} pid
 */
function isAlive(pid) {
  if (!send(pid, 0)) return false;
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return process.platform !== 'linux';
  }
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
    return true;
  } catch {
    return false;
  }
}
