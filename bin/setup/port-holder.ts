import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/**
 * Who listens on a port of this machine, for a sentence.
 *
 * @returns Such as `process 4711 (node, in /srv/ageira)`; nothing where the system does not tell, as of
 *   another user's program.
 */
export function findPortHolder(port: number): string | undefined {
  const sockets = new Set(
    ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((path) => listen(path, port)),
  );
  if (sockets.size === 0) return undefined;
  const pid = list('/proc').find(
    (name) =>
      /^\d+$/.test(name) &&
      list(`/proc/${name}/fd`).some((file) => sockets.has(target(`/proc/${name}/fd/${file}`))),
  );
  if (pid === undefined) return undefined;
  const folder = target(`/proc/${pid}/cwd`);
  const [program = ''] = read(`/proc/${pid}/cmdline`).split('\0', 1);
  return `process ${pid} (${basename(program)}${folder && `, in ${folder}`})`;
}

/** The sockets in state LISTEN (0A) on a port, as a process's open files name them. */
function listen(path: string, port: number): string[] {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return read(path)
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[1]?.endsWith(suffix) && fields[3] === '0A')
    .map((fields) => `socket:[${fields[9]}]`);
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function target(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}
