import { beforeEach, describe, expect, test } from 'vitest';
import type { Checkpoints } from '../checkpoints.ts';

/** What each place for positions must keep. `create` gives one that shares its keys with nobody. */
export function describeCheckpoints(name: string, create: () => Checkpoints): void {
  describe(`positions kept in ${name}`, () => {
    let checkpoints: Checkpoints;
    beforeEach(() => {
      checkpoints = create();
    });

    test('are given back, each for its stream', async () => {
      await checkpoints.save('a', '5-0');
      await checkpoints.save('__proto__', '6-1');
      expect(await checkpoints.load('a')).toBe('5-0');
      expect(await checkpoints.load('__proto__')).toBe('6-1');
      expect(await checkpoints.load('b')).toBeNull();
    });

    test.each([
      ['9-0', '10-0'],
      ['10-9', '10-10'],
      ['9007199254740992-0', '9007199254740993-0'],
      ['1-18446744073709551614', '1-18446744073709551615'],
    ])('never go back from %s, nor stay where there is %s', async (early, late) => {
      await checkpoints.save('a', late);
      await checkpoints.save('a', early);
      expect(await checkpoints.load('a')).toBe(late);
      await checkpoints.clear('a');
      await checkpoints.save('a', early);
      await checkpoints.save('a', late);
      expect(await checkpoints.load('a')).toBe(late);
    });

    test('are forgotten when asked', async () => {
      await checkpoints.save('a', '5-0');
      await checkpoints.clear('a');
      expect(await checkpoints.load('a')).toBeNull();
    });
  });
}
