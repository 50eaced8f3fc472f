/** An answer that was good, and what is needed to ask whether it still is. */
export type CacheEntry = {
  readonly data: unknown;
  readonly status: number;
  readonly etag: string | null;
  readonly lastModified: Date | null;
  readonly fetchedAt: Date;
  /** When the data itself came; a 304 only says that it is still good. */
  readonly readAt: Date;
  readonly expiresAt: Date;
  readonly pages: number;
  readonly requestId: string | null;
  /** Length of the answer's text: what the entry roughly costs. */
  readonly sizeBytes: number;
};

/** Where answers are kept until they expire, and for their ETag after that. */
export type EsiCache = {
  get(key: string): CacheEntry | undefined;
  set(key: string, entry: CacheEntry): void;
};

/**
 * Answers in memory, the least recently used given up first.
 *
 * @param maxBytes Bound on the sum of the answers' text lengths; the objects take more.
 */
export function createMemoryCache({
  maxEntries = 5_000,
  maxBytes = 64 * 1024 * 1024,
}: {
  maxEntries?: number;
  maxBytes?: number;
} = {}): EsiCache {
  // A Map keeps the order of insertion, so its first key is the one that rested longest.
  const entries = new Map<string, CacheEntry>();
  let heldBytes = 0;

  function drop(key: string): void {
    heldBytes -= entries.get(key)?.sizeBytes ?? 0;
    entries.delete(key);
  }

  return {
    get(key) {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry;
    },
    set(key, entry) {
      drop(key);
      entries.set(key, entry);
      heldBytes += entry.sizeBytes;
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries && heldBytes <= maxBytes) break;
        drop(oldest);
      }
    },
  };
}
