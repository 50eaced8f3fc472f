/**
 * The machine's processes, read from /proc.
 *
 * @module
 */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type FoundProcess = { readonly pid: number; readonly command: string };

/**
 * Processes that inherited the mark in their environment, or that run in or name one of the folders.
 * Servers clear their environment, so the mark alone would miss them.
 */
export function findProcesses(wanted: {
  mark: string;
  folders: readonly string[];
}): FoundProcess[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((name) => ({ pid: Number(name), command: read(name, 'cmdline').replaceAll('\0', ' ') }))
    .filter(({ pid, command }) => {
      if (isGone(pid)) return false;
      if (read(String(pid), 'environ').includes(wanted.mark)) return true;
      return wanted.folders.some(
        (folder) => command.includes(folder) || workingFolder(pid).startsWith(folder),
      );
    });
}

/** The web process of the site at this address. */
export function findWebProcess(publicUrl: string): number {
  const found = readdirSync('/proc').find(
    (name) =>
      /^\d+$/.test(name) &&
      read(name, 'cmdline').includes('bin/web.ts') &&
      read(name, 'environ').split('\0').includes(`PUBLIC_URL=${publicUrl}`) &&
      !isGone(Number(name)),
  );
  if (found === undefined) throw new Error(`Nobody serves ${publicUrl}`);
  return Number(found);
}

/** True for a process that ended, also when nobody has asked about its end yet. */
export function isGone(pid: number): boolean {
  const status = read(String(pid), 'stat');
  return status === '' || /^\d+ \(.*\) [ZX]/s.test(status);
}

function read(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function workingFolder(pid: number): string {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return '';
  }
}
