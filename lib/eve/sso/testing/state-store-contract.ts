import { beforeEach, describe, expect, test } from 'vitest';
import type { StateStore } from '../sign-in-states.ts';

const LONG_MS = 60_000;

/** What each store of states must keep. `create` gives one that shares its keys with nobody. */
export function describeStateStore(name: string, create: () => Promise<StateStore>): void {
  describe(`a store of states in ${name}`, () => {
    let store: StateStore;
    beforeEach(async () => {
      store = await create();
    });

    test('gives out what was put in, once', async () => {
      await store.put('a', 'öne “text”', LONG_MS);
      expect(await store.take('a')).toBe('öne “text”');
      expect(await store.take('a')).toBeNull();
    });

    test('gives it to one of many who ask at once', async () => {
      await store.put('a', 'text', LONG_MS);
      const taken = await Promise.all(Array.from({ length: 20 }, () => store.take('a')));
      expect(taken.filter((value) => value !== null)).toEqual(['text']);
    });

    test('knows nothing of what nobody put in', async () => {
      await store.put('a', 'text', LONG_MS);
      expect(await store.take('b')).toBeNull();
      expect(await store.take('a')).toBe('text');
    });

    test('forgets what was not taken in time', async () => {
      await store.put('a', 'text', 1);
      await store.put('b', 'text', LONG_MS);
      const endMs = performance.now() + 20;
      await expect.poll(() => performance.now() > endMs, { interval: 5 }).toBe(true);
      expect(await store.take('a')).toBeNull();
      expect(await store.take('b')).toBe('text');
    });
  });
}
