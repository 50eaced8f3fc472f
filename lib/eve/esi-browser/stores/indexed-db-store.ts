import { type EsiStore, type EsiStoreOptions, toPrefixes } from './store.ts';

const TABLE = 'texts';
const BY_USE = 'usedAt';

type Row = { readonly text: string; readonly usedAt: number };

/**
 * Keeps answers in IndexedDB: for long lists. All tabs of the site share it; the database is called
 * like the namespace. Defaults: 2,000 texts of at most 8 M units.
 */
export function createIndexedDbStore(options: EsiStoreOptions = {}): EsiStore {
  const { maxEntries = 2_000, maxLength = 8_000_000, clock = () => new Date() } = options;
  const { all, own } = toPrefixes(options);
  let database: Promise<IDBDatabase> | undefined;

  const open = () => {
    database ??= openDatabase(all, own, () => {
      database = undefined;
    });
    // A later call tries again.
    database.catch(() => {
      database = undefined;
    });
    return database;
  };
  const run = async <T>(work: (table: IDBObjectStore) => IDBRequest<T>): Promise<T> => {
    const transaction = (await open()).transaction(TABLE, 'readwrite');
    return finish(transaction, work(transaction.objectStore(TABLE)));
  };
  const put = (key: string, text: string) =>
    run((table) => {
      const row: Row = { text, usedAt: clock().getTime() };
      const request = table.put(row, own + key);
      const count = table.count();
      count.onsuccess = () => evict(table, count.result - maxEntries);
      return request;
    });
  const remove = (key: string) => run((table) => table.delete(own + key)).catch(() => {});

  return {
    async get(key) {
      try {
        // What is in the database may be of anyone.
        const row: Partial<Row> | undefined = await run((table) => {
          const request = table.get(own + key);
          request.onsuccess = () => {
            const found: Partial<Row> | undefined = request.result;
            if (found) table.put({ ...found, usedAt: clock().getTime() }, own + key);
          };
          return request;
        });
        return typeof row?.text === 'string' ? row.text : undefined;
      } catch {
        return undefined;
      }
    },
    async set(key, text) {
      if (text.length <= maxLength) {
        // The second time with half of the others gone, should the quota have been the reason.
        for (const isLast of [false, true]) {
          try {
            await put(key, text);
            return true;
          } catch {
            if (!isLast) await makeRoom(run);
          }
        }
      }
      await remove(key);
      return false;
    },
    delete: remove,
  };
}

function openDatabase(all: string, own: string, onGone: () => void): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(all.slice(0, -1), 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore(TABLE).createIndex(BY_USE, BY_USE);
    };
    request.onerror = () => reject(request.error);
    request.onsuccess = () => {
      const database = request.result;
      database.onclose = onGone;
      // Someone deletes the database: without this their request would wait for us for ever.
      database.onversionchange = () => {
        database.close();
        onGone();
      };
      const table = database.transaction(TABLE, 'readwrite').objectStore(TABLE);
      table.delete(IDBKeyRange.upperBound(own, true));
      table.delete(IDBKeyRange.lowerBound(`${own}\uffff`));
      resolve(database);
    };
  });
}

function finish<T>(transaction: IDBTransaction, request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(request.result);
    transaction.onabort = () => reject(transaction.error);
  });
}

/** Remove so many of the least recently used. */
function evict(table: IDBObjectStore, many: number): void {
  let left = many;
  const request = table.index(BY_USE).openKeyCursor();
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor || left-- <= 0) return;
    table.delete(cursor.primaryKey);
    cursor.continue();
  };
}

async function makeRoom(
  run: (work: (table: IDBObjectStore) => IDBRequest<number>) => Promise<number>,
): Promise<void> {
  await run((table) => {
    const count = table.count();
    count.onsuccess = () => evict(table, Math.ceil(count.result / 2));
    return count;
  }).catch(() => {});
}
