import type { Checkpoints } from './checkpoints.ts';
import { compareIds } from './stream-id.ts';

/** Positions of one process alone, and for tests. */
export function createMemoryCheckpoints(): Checkpoints {
  const kept = new Map<string, string>();
  return {
    load: async (stream) => kept.get(stream) ?? null,
    async save(stream, id) {
      const present = kept.get(stream);
      if (present === undefined || compareIds(present, id) < 0) kept.set(stream, id);
    },
    async clear(stream) {
      kept.delete(stream);
    },
  };
}
