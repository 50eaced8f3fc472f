/**
 * Answers in the browser's localStorage or sessionStorage.
 *
 * @module
 */
import { type EsiStore, type EsiStoreOptions, toPrefixes } from './store.ts';

/** Use is noted this often at most: noting it writes the whole text. */
const USE_STEP_MS = 60_000;
/** Digits of the milliseconds before each text: 13 until the year 2286. */
const DIGITS = 13;

/** All tabs of the site share it. Defaults: 500 texts of at most 64 Ki units. */
export function createLocalStore(options?: EsiStoreOptions): EsiStore {
  return createWebStore(() => findStorage('localStorage'), options);
}

/** One tab has it, until it is closed. Defaults: 500 texts of at most 64 Ki units. */
export function createSessionStore(options?: EsiStoreOptions): EsiStore {
  return createWebStore(() => findStorage('sessionStorage'), options);
}

/** Undefined on a server, and where the browser forbids it or its file is damaged. */
export function findStorage(kind: 'localStorage' | 'sessionStorage'): Storage | undefined {
  // Newer Node.js has such globals too, and warns when they are touched.
  if (typeof location === 'undefined') return undefined;
  try {
    const storage = globalThis[kind];
    // A damaged one throws at the first reading only.
    storage.getItem('');
    return storage;
  } catch {
    return undefined;
  }
}

/** @param find Called once, at the first use. */
export function createWebStore(
  find: () => Storage | undefined,
  options: EsiStoreOptions = {},
): EsiStore {
  const { maxEntries = 500, maxLength = 65_536, clock = () => new Date() } = options;
  const { all, own } = toPrefixes(options);
  let found: { readonly storage: Storage | undefined } | undefined;

  const open = () => {
    if (!found) {
      found = { storage: find() };
      for (const key of listKeys(all)) if (!key.startsWith(own)) found.storage?.removeItem(key);
    }
    return found.storage;
  };
  const listKeys = (prefix: string) =>
    Object.keys(found?.storage ?? {}).filter((key) => key.startsWith(prefix));
  /** Keys, the least recently used first. */
  const listByUse = () =>
    listKeys(own)
      .map((key) => (found?.storage?.getItem(key) ?? '').slice(0, DIGITS).padEnd(DIGITS) + key)
      .sort()
      .map((line) => line.slice(DIGITS));
  const put = (key: string, text: string): boolean => {
    const storage = open();
    let oldest: string[] | undefined;
    for (;;) {
      try {
        storage?.setItem(own + key, `${clock().getTime()}`.padStart(DIGITS, '0') + text);
        return storage !== undefined;
      } catch {
        // Browsers spell a full quota in many ways. Whatever it was: it is only a cache that is cut.
        oldest ??= listByUse();
        const next = oldest.shift();
        if (next === undefined) return false;
        storage?.removeItem(next);
      }
    }
  };
  const remove = async (key: string) => open()?.removeItem(own + key);

  return {
    async get(key) {
      const record = open()?.getItem(own + key);
      if (!record) return undefined;
      const text = record.slice(DIGITS);
      const idleMs = clock().getTime() - Number(record.slice(0, DIGITS));
      if (!(idleMs < USE_STEP_MS)) put(key, text);
      return text;
    },
    async set(key, text) {
      await remove(key);
      if (text.length > maxLength) return false;
      const over = listKeys(own).length + 1 - maxEntries;
      if (over > 0) for (const other of listByUse().slice(0, over)) open()?.removeItem(other);
      return put(key, text);
    },
    delete: remove,
  };
}
