import type { EsiStore } from './stores/store.ts';
import { wait } from './wait.ts';

/** An answer as it is kept. Times are milliseconds by the local clock. */
export type Entry = {
  /** Missing where ESI has said nothing yet that could be read. */
  readonly data?: unknown;
  /** The newest answer was a refusal, or could not be read: `data` is what ESI said before. */
  readonly fault?: {
    readonly status: number;
    readonly text: string;
    /** A function, so that it is not kept: it may be longer than any answer, or nothing that can be written. */
    readonly cause?: () => unknown;
  };
  readonly receivedAt: number;
  readonly expiresAt: number;
  /** When it was last read in whole, not merely renewed. 0: it must be, the next time. */
  readonly wholeAt: number;
  readonly etag: string | null;
  /** The text of `Last-Modified`. */
  readonly modified?: string | null;
  /** The text of `X-Pages`. */
  readonly pages?: string | null;
};

export type Entries = {
  read(key: string): Promise<Entry | undefined>;
  write(key: string, entry: Entry): Promise<void>;
};

/** IndexedDB has been seen to hang for ever; an answer does not wait for it. */
const STORE_MS = 2_000;

/**
 * Answers in the store. What it does not take (too long, no room, forbidden) the page's own memory
 * keeps: ESI must not be asked again before its time for want of a place. What makes no sense is no
 * entry; the next answer takes its place.
 */
export function createEntries(store: EsiStore, memory: EsiStore): Entries {
  return {
    async read(key) {
      return toEntry((await soon(store.get(key))) ?? (await memory.get(key)));
    },
    async write(key, entry) {
      const text = JSON.stringify(entry);
      if (!(await soon(store.set(key, text)))) await memory.set(key, text);
    },
  };
}

/** What a store says, if it says so soon. */
function soon<T>(promise: Promise<T>): Promise<T | undefined> {
  const done = new AbortController();
  return Promise.race([promise, wait(STORE_MS, done.signal)])
    .then((value) => value ?? undefined)
    .catch(() => undefined)
    .finally(() => done.abort());
}

function toEntry(text: string | undefined): Entry | undefined {
  try {
    const entry: Partial<Entry> = JSON.parse(text ?? '');
    const { data, fault, receivedAt, expiresAt, wholeAt, etag } = entry;
    const isSound =
      (data !== undefined || fault) &&
      [receivedAt, expiresAt, wholeAt].every(Number.isSafeInteger) &&
      // A line break in it would make each later request throw.
      /^[\x20-\x7e]*$/.test(etag ?? '');
    return isSound ? (entry as Entry) : undefined;
  } catch {
    return undefined;
  }
}
