import type { StateStore } from './sign-in-states.ts';

/** States of one process alone, and for tests. */
export function createMemoryStateStore(): StateStore {
  const kept = new Map<string, { value: string; untilMs: number }>();
  return {
    async put(key, value, forMs) {
      const nowMs = performance.now();
      for (const [each, { untilMs }] of kept) if (untilMs <= nowMs) kept.delete(each);
      kept.set(key, { value, untilMs: nowMs + forMs });
    },
    async take(key) {
      const entry = kept.get(key);
      kept.delete(key);
      return entry && performance.now() < entry.untilMs ? entry.value : null;
    },
  };
}
