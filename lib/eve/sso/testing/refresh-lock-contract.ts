import { beforeEach, describe, expect, test } from 'vitest';
import type { RefreshLock } from '../refresh-lock.ts';

/** Long enough that nothing ends by itself in a test. */
const LONG_MS = 60_000;
const SHORT_MS = 40;

/** What each lock must keep. `create` gives one that shares its names with nobody. */
export function describeRefreshLock(name: string, create: () => Promise<RefreshLock>): void {
  describe(`a lock in ${name}`, () => {
    let lock: RefreshLock;
    beforeEach(async () => {
      lock = await create();
    });

    test('is had by one of many who ask at once', async () => {
      const owners = Array.from({ length: 30 }, (_, i) => `owner ${i}`);
      const taken = await Promise.all(owners.map((owner) => lock.take('a', owner, LONG_MS)));
      expect(taken.filter(Boolean)).toHaveLength(1);
    });

    test('of one name says nothing about another', async () => {
      expect(await lock.take('a', 'x', LONG_MS)).toBe(true);
      expect(await lock.take('b', 'y', LONG_MS)).toBe(true);
    });

    test('that was given back can be taken', async () => {
      await lock.take('a', 'x', LONG_MS);
      await lock.release('a', 'x');
      expect(await lock.take('a', 'y', LONG_MS)).toBe(true);
    });

    test('is neither renewed nor given back by another', async () => {
      await lock.take('a', 'x', LONG_MS);
      expect(await lock.renew('a', 'y', LONG_MS)).toBe(false);
      await lock.release('a', 'y');
      expect(await lock.take('a', 'z', LONG_MS)).toBe(false);
      expect(await lock.renew('a', 'x', LONG_MS)).toBe(true);
    });

    test('ends by itself, and its owner is told when asking', async () => {
      await lock.take('a', 'x', SHORT_MS);
      await expect.poll(() => lock.take('a', 'y', LONG_MS), { interval: 5 }).toBe(true);
      expect(await lock.renew('a', 'x', LONG_MS)).toBe(false);
      await lock.release('a', 'x');
      expect(await lock.take('a', 'z', LONG_MS)).toBe(false);
    });

    test('that nobody has is not renewed into being', async () => {
      expect(await lock.renew('a', 'x', LONG_MS)).toBe(false);
      expect(await lock.take('a', 'y', LONG_MS)).toBe(true);
    });

    test('lasts from its renewal on', async () => {
      await lock.take('a', 'x', SHORT_MS);
      await lock.take('other', 'x', SHORT_MS);
      // Under load it may have ended before: then it is taken and renewed once more.
      await expect
        .poll(async () => {
          if (await lock.renew('a', 'x', LONG_MS)) return true;
          await lock.take('a', 'x', SHORT_MS);
          return false;
        })
        .toBe(true);
      await expect.poll(() => lock.take('other', 'y', LONG_MS), { interval: 5 }).toBe(true);
      expect(await lock.take('a', 'y', LONG_MS)).toBe(false);
    });

    test('may be had for a part of a millisecond more than a whole one', async () => {
      expect(await lock.take('a', 'x', LONG_MS + 0.5)).toBe(true);
      expect(await lock.renew('a', 'x', LONG_MS / 7)).toBe(true);
    });
  });
}
