import { readFileSync } from 'node:fs';
import { explainDamage } from './explain-damage.mjs';
import { explainFileFault } from './explain-file-fault.mjs';
import { install, ROOT } from './install.mjs';

const PARENT_EVERY_MS = 500;

/**
 * Install what is missing, then run a command that is written in TypeScript, and exit with its code.
 *
 * @param {string} module Beside this file.
 * @param {string} name Of the function in it: takes the checkout's root and the arguments.
 */
export async function run(module, name) {
  watchParent();
  try {
    process.chdir(ROOT);
    await install({ forTests: module === 'run-tests.ts' });
    const { register } = await import('tsx/esm/api');
    // A file that was cut short may still be read, and then exports nothing.
    if (!register) throw new Error("Cannot find package 'tsx': its register() is missing");
    register();
    const command = await import(`./${module}`);
    process.exit(await command[name](ROOT, process.argv.slice(2)));
  } catch (fault) {
    const text = fault instanceof Error ? `${fault.stack}` : '';
    console.error(explainFileFault(fault) ?? explainDamage(text) ?? fault);
    process.exit(1);
  }
}

/**
 * npm passes a signal on to its shell alone, which ends without a word to us, and a killed npm tells
 * not even its shell: nobody would know any more that we run. Who started npm is not watched, and
 * without npm nobody is: we may well outlive them (nohup, a service).
 */
function watchParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  // Some shells give their place to the command that they run: then npm is the parent.
  const npm = isShell(parent) ? parentOf(parent) : undefined;
  // Whatever was begun in a shell or an editor that npm has opened inherits its variables, too.
  if (!isNpm(npm ?? parent)) return;
  const timer = setInterval(() => {
    if (process.ppid === parent && (npm === undefined || (parentOf(parent) ?? npm) === npm)) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGHUP');
  }, PARENT_EVERY_MS);
  timer.unref();
}

/** @param {number} pid */
function isShell(pid) {
  return readProcess(pid, 'cmdline')?.split('\0')[1] === '-c';
}

/**
 * Or one of its kind; any, where that cannot be told.
 *
 * @param {number} pid
 */
function isNpm(pid) {
  return /npm|yarn|bun/.test(readProcess(pid, 'cmdline') ?? 'npm');
}

/** @param {number} pid */
function parentOf(pid) {
  // After the name, which may hold anything: the state, then the parent.
  const text = /^ \S+ (\d+)/.exec(readProcess(pid, 'stat')?.split(')').at(-1) ?? '')?.[1];
  return text === undefined ? undefined : Number(text);
}

/**
 * Nothing where there is no such folder, and while no more files can be opened.
 *
 * @param {number} pid
 * @param {string} file
 */
function readProcess(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return undefined;
  }
}
