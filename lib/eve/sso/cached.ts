import { setMaxListeners } from 'node:events';

/** A value that is loaded once for everybody and kept for a while. */
export type Cached<T> = {
  get(signal?: AbortSignal): Promise<T>;
  /** Load again now, whatever the age. Callers at the same moment share one load. */
  reload(signal?: AbortSignal): Promise<T>;
};

/**
 * Keep the result of `load` for `maxAgeMs`.
 *
 * When a later load fails the earlier value stays in use, and the next try comes after a minute at
 * most: keys that were good an hour ago are better than nobody being able to sign in.
 */
export function createCached<T>(
  load: () => Promise<T>,
  { maxAgeMs, clock }: { maxAgeMs: number; clock: () => Date },
): Cached<T> {
  let held: { value: T; freshUntil: number } | undefined;
  let loading: Promise<T> | undefined;

  async function refresh(): Promise<T> {
    try {
      const value = await load();
      held = { value, freshUntil: clock().getTime() + maxAgeMs };
      return value;
    } catch (error) {
      if (!held) throw error;
      held.freshUntil = clock().getTime() + Math.min(maxAgeMs, 60_000);
      return held.value;
    } finally {
      loading = undefined;
    }
  }

  function reload(signal?: AbortSignal): Promise<T> {
    loading ??= refresh();
    return abandonOn(signal, loading);
  }

  return {
    reload,
    async get(signal) {
      if (held && clock().getTime() < held.freshUntil) return held.value;
      return reload(signal);
    },
  };
}

// The load itself goes on: it serves other callers too, and has its own deadline.
async function abandonOn<T>(signal: AbortSignal | undefined, promise: Promise<T>): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  // One signal of a process may wait in many places at once: that is no leak.
  setMaxListeners(0, signal);
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
