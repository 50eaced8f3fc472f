/**
 * Where the database and Redis run and keep their data.
 *
 * PostgreSQL refuses to run as root, and a service user cannot enter a private checkout (`/root`,
 * a `mktemp -d`). So for root everything lives outside the checkout, owned by a service user;
 * anybody else runs the servers in person, inside the checkout.
 *
 * @module
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './setup-error.ts';

export type ServicePlace = {
  /** Holds one folder a service. */
  readonly folder: string;
  /** Programs shared by all checkouts of this machine; null: run them from node_modules. */
  readonly programs: string | null;
  /** Who runs the servers; undefined: whoever runs the command. */
  readonly user: ServiceUser | undefined;
};

export type ServiceUser = { readonly uid: number; readonly gid: number };

const SYSTEM_FOLDER = '/var/lib/ageira';
const SERVICE_USER = 'ageira';

/** The lasting place of a checkout's services. Written down in `.data/services-place`. */
export function openServicePlace(root: string): ServicePlace {
  const pointer = join(root, '.data', 'services-place');
  mkdirSync(join(root, '.data'), { recursive: true });
  if (!isRoot()) return { folder: join(root, '.data'), programs: null, user: undefined };

  const folder = join(SYSTEM_FOLDER, hashOf(root));
  refuseToForget(root, { pointer, folder });
  const user = findServiceUser();
  makeOpenFolder(SYSTEM_FOLDER);
  makeOpenFolder(folder);
  writeFileSync(pointer, `${folder}\n`);
  return { folder, programs: SYSTEM_FOLDER, user };
}

/**
 * Refuse a start that would begin with an empty site although there is data of this checkout elsewhere.
 *
 * @throws SetupError
 */
export function refuseToForget(
  root: string,
  { pointer, folder }: { pointer: string; folder: string },
): void {
  if (existsSync(join(root, '.data', 'postgres', 'data', 'PG_VERSION'))) {
    throw new SetupError(
      `The data of this site belong to the ordinary user who started it before, and root keeps them elsewhere: start it as the owner of ${root}.`,
    );
  }
  const last = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : folder;
  if (last === folder || existsSync(folder) || !existsSync(last)) return;
  throw new SetupError(
    `This checkout was moved or copied, and its data are still in ${last}: if it was moved, rename that folder to ${folder}; if it was copied, remove ${pointer} for a site of its own.`,
  );
}

/** A place for one test run. The caller removes the folder. */
export function createTemporaryServicePlace(): ServicePlace {
  const folder = mkdtempSync(join(tmpdir(), 'ageira-services-'));
  if (!isRoot()) return { folder, programs: null, user: undefined };

  const user = findServiceUser();
  chownSync(folder, user.uid, user.gid);
  makeOpenFolder(SYSTEM_FOLDER);
  return { folder, programs: SYSTEM_FOLDER, user };
}

/** The service user must come through, whatever this shell's umask says. */
function makeOpenFolder(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Make a private folder for one service in the place, owned by whoever runs the service. */
export function makeServiceFolder(place: ServicePlace, name: string): string {
  const folder = join(place.folder, name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (place.user) chownSync(folder, place.user.uid, place.user.gid);
  chmodSync(folder, 0o700);
  return folder;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function hashOf(root: string): string {
  return createHash('sha256').update(root).digest('hex').slice(0, 16);
}

function findServiceUser(): ServiceUser {
  const known = readUser(SERVICE_USER);
  if (known) return known;
  spawnSync(
    'useradd',
    ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', SERVICE_USER],
    {
      stdio: 'ignore',
    },
  );
  const user = readUser(SERVICE_USER) ?? readUser('nobody');
  if (!user) {
    throw new SetupError(
      'PostgreSQL cannot run as root, and no user for it could be made. Run as an ordinary user, or create one: useradd --system ageira',
    );
  }
  return user;
}

function readUser(name: string): ServiceUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const result = spawnSync('id', [flag, name], { encoding: 'utf8' });
    return result.status === 0 ? Number(result.stdout) : Number.NaN;
  });
  if (!uid || !gid) return undefined;
  return { uid, gid };
}
