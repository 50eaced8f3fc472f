import type { EsiStore, EsiStoreOptions } from './store.ts';

/** A tab should not hold more of ESI than this, in UTF-16 units. */
const MAX_TOTAL = 32_000_000;

/** Keeps answers as long as the page (or the process) lives. Defaults: 500 texts, 8 M units each. */
export function createMemoryStore({
  maxEntries = 500,
  maxLength = 8_000_000,
}: EsiStoreOptions = {}): EsiStore {
  // A Map remembers the order of insertion: the first is the least recently used.
  const texts = new Map<string, string>();
  let total = 0;

  const remove = (key: string) => {
    total -= texts.get(key)?.length ?? 0;
    texts.delete(key);
  };
  const put = (key: string, text: string) => {
    remove(key);
    texts.set(key, text);
    total += text.length;
  };

  return {
    async get(key) {
      const text = texts.get(key);
      if (text !== undefined) put(key, text);
      return text;
    },
    async set(key, text) {
      remove(key);
      if (text.length > maxLength) return false;
      put(key, text);
      for (const oldest of texts.keys()) {
        if (texts.size <= maxEntries && total <= MAX_TOTAL) break;
        remove(oldest);
      }
      return true;
    },
    async delete(key) {
      remove(key);
    },
  };
}
