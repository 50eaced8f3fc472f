/**
 * EVE's static data: out of PostgreSQL into each process, once a version.
 *
 * @module
 */
import {
  createStaticData,
  type StaticData,
  type StaticTables,
} from '#lib/eve/static-data/index.ts';
import type { Container } from './container.ts';
import { isUnanswered } from './is-database-away.ts';
import { noteRequest, withNotes } from './request-notes.ts';
import { readStaticTables } from './static-tables.ts';
import { transact } from './transact.ts';

type Loaded = { readonly version: string; readonly data: StaticData };
type Seen = { readonly loaded: Promise<Loaded>; readonly checkedAtMs: number };
type Cache = {
  /** By database client, so that two databases in one process do not see each other's. */
  readonly seen: WeakMap<object, Seen>;
  /** Equal versions mean equal rows, whichever database they came from. */
  newest: Loaded | null;
};

// Next loads pages apart from the server around them; 50 MB of names are wanted once.
const CACHE_KEY = Symbol.for('ageira.static-data');
const shared: typeof globalThis & { [CACHE_KEY]?: Cache } = globalThis;

/** A new import is noticed after this long at most, for the price of one look at one row. */
export const NOTICED_AFTER_MS = 10_000;
const READ_TIMEOUT_MS = 60_000;

/**
 * The static data that this database holds, made once per process and version. What is returned
 * never changes: whoever works with it sees one version to the end.
 *
 * @throws {Error} When the database holds none yet.
 */
export async function getStaticData(
  container: Pick<Container, 'db' | 'clock'>,
): Promise<StaticData> {
  shared[CACHE_KEY] ??= { seen: new WeakMap(), newest: null };
  const cache = shared[CACHE_KEY];
  const nowMs = container.clock().getTime();
  const before = cache.seen.get(container.db);
  // A clock that was set back says nothing about how long ago that was.
  const ageMs = before ? nowMs - before.checkedAtMs : Number.NaN;
  if (before && ageMs >= 0 && ageMs < NOTICED_AFTER_MS) return (await before.loaded).data;

  // Set before anything is awaited: of many requests at once one looks, and the others wait for it.
  const loaded = load(container, cache, before?.loaded);
  const seen = { loaded, checkedAtMs: nowMs };
  cache.seen.set(container.db, seen);
  try {
    return (await loaded).data;
  } catch (error) {
    if (cache.seen.get(container.db) === seen) cache.seen.delete(container.db);
    throw error;
  }
}

async function load(
  { db }: Pick<Container, 'db'>,
  cache: Cache,
  before: Promise<Loaded> | undefined,
): Promise<Loaded> {
  const site = await db.site.findUnique({ where: { id: 1 }, select: { staticVersion: true } });
  const version = site?.staticVersion;
  if (!version) throw new Error('No static data is loaded yet. Run the seed.');
  const known = await before?.catch(() => undefined);
  if (known?.version === version) return known;
  if (cache.newest?.version === version) return cache.newest;

  const tables = await readForAll({ db });
  const loaded = { version: tables.version, data: createStaticData(tables) };
  cache.newest = loaded;
  return loaded;
}

/** Once for whoever comes: longer than one request may wait, unless the database is away. */
async function readForAll(container: Pick<Container, 'db'>): Promise<StaticTables> {
  try {
    return await withNotes({ isForAll: true }, () => readCurrentTables(container));
  } catch (error) {
    if (isUnanswered(error)) noteRequest({ isDatabaseAway: true });
    throw error;
  }
}

/** All rows as they are at one moment: an import that commits between two tables is not half seen. */
export async function readCurrentTables({ db }: Pick<Container, 'db'>): Promise<StaticTables> {
  return transact({ db }, readStaticTables, {
    isolation: 'RepeatableRead',
    timeoutMs: READ_TIMEOUT_MS,
  });
}
