import { wait, within } from './wait.ts';

/** Longer than one try at ESI. A tab that was closed in the middle is waited for no longer. */
const LEASE_MS = 16_000;
/** A turn saves a request; it must never cost the answer. */
const PATIENCE_MS = 20_000;

export type InTurn = <T>(name: string, signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

/**
 * Let one tab ask while the others wait: by the Web Locks API, else (on plain http) by a note in the
 * storage that the tabs share, whose removal wakes them. Two tabs may write the note at the same
 * moment; both ask then, and nothing else is lost.
 */
export function createTurns(
  prefix: string,
  findShared: () => Storage | undefined,
  now: () => number,
): InTurn {
  return async (name, signal, work) => {
    const key = prefix + name;
    const locks = globalThis.navigator?.locks;
    if (!locks) return byNote(key, signal, work);
    let isMine = false;
    try {
      return await locks.request(key, { signal: within(PATIENCE_MS, signal) }, () => {
        isMine = true;
        return work();
      });
    } catch (error) {
      if (isMine) throw error;
      signal.throwIfAborted();
      return work();
    }
  };

  async function byNote<T>(key: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const storage = findShared();
    const giveUpAt = now() + PATIENCE_MS;
    for (;;) {
      const until = Number.parseInt(storage?.getItem(key) ?? '', 10);
      const leftMs = Math.min(until, now() + LEASE_MS, giveUpAt) - now();
      if (!(leftMs > 0)) break;
      await nextChange(key, leftMs, signal);
    }
    const note = `${now() + LEASE_MS} ${Math.random()}`;
    try {
      storage?.setItem(key, note);
    } catch {
      // No room: then nobody waits for us.
    }
    try {
      return await work();
    } finally {
      if (storage?.getItem(key) === note) storage.removeItem(key);
    }
  }
}

/** Until another tab changes the item, at most so long. */
async function nextChange(item: string, ms: number, signal: AbortSignal): Promise<void> {
  const changed = new AbortController();
  const onStorage = ({ key }: StorageEvent) => {
    if (key === item) changed.abort();
  };
  addEventListener('storage', onStorage, { signal: changed.signal });
  try {
    await wait(ms, AbortSignal.any([signal, changed.signal]));
  } catch {
    signal.throwIfAborted();
  }
  changed.abort();
}
