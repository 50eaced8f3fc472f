import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * True when a process with this id runs and its command line holds the text: an id alone may have
 * gone to another program.
 */
export function isRunning(pid: number, commandHolds: string): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 1) return false;
  return readCommand(pid).includes(commandHolds);
}

function readCommand(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    if (process.platform === 'linux') return '';
    return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout;
  }
}
