import type { RefreshLock } from './refresh-lock.ts';

/** A lock for one process alone, and for tests. */
export function createMemoryRefreshLock(): RefreshLock {
  const held = new Map<string, { owner: string; untilMs: number }>();

  const isOwnedBy = (name: string, owner: string): boolean => {
    const entry = held.get(name);
    return entry !== undefined && entry.owner === owner && performance.now() < entry.untilMs;
  };
  return {
    async take(name, owner, forMs) {
      const entry = held.get(name);
      if (entry && performance.now() < entry.untilMs) return false;
      held.set(name, { owner, untilMs: performance.now() + forMs });
      return true;
    },
    async renew(name, owner, forMs) {
      if (!isOwnedBy(name, owner)) return false;
      held.set(name, { owner, untilMs: performance.now() + forMs });
      return true;
    },
    async release(name, owner) {
      if (isOwnedBy(name, owner)) held.delete(name);
    },
  };
}
