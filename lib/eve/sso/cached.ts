import { abandonOn } from './abandon-on.ts';

/** A value that is loaded once for everybody and kept for a while. */
export type Cached<T> = {
  get(signal?: AbortSignal): Promise<T>;
  /** What is being loaded at this moment, whatever comes of it; else as `get`. */
  getNewest(signal?: AbortSignal): Promise<T>;
  /** Load again now, whatever the age, and fail where that does. Callers at the same moment share one load. */
  reload(signal?: AbortSignal): Promise<T>;
};

/**
 * Keep the result of `load` for `maxAgeMs`.
 *
 * When a later load fails the earlier value stays in use for who `get`s it, and the next try comes after a minute at
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
      if (held) held.freshUntil = clock().getTime() + Math.min(maxAgeMs, 60_000);
      throw error;
    } finally {
      loading = undefined;
    }
  }

  function reload(signal?: AbortSignal): Promise<T> {
    loading ??= refresh();
    return abandonOn(signal, loading);
  }

  async function loadOrKeep(): Promise<T> {
    try {
      return await reload();
    } catch (error) {
      if (!held) throw error;
      return held.value;
    }
  }

  async function get(signal?: AbortSignal): Promise<T> {
    if (held && clock().getTime() < held.freshUntil) return held.value;
    return abandonOn(signal, loadOrKeep());
  }

  return {
    get,
    reload,
    getNewest: (signal) => (loading === undefined ? get(signal) : abandonOn(signal, loading)),
  };
}
