import fc from 'fast-check';
import { expect, test } from 'vitest';
import { IdSet } from './id-set.ts';

test('takes each id once, whatever it is, as a Set does', () => {
  const anyId = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.maxSafeInteger());
  fc.assert(
    fc.property(fc.array(anyId), (ids) => {
      const [own, known] = [new IdSet(), new Set<number | string>()];
      for (const id of [...ids, ...ids]) {
        expect(own.add(id)).toBe(!known.has(id));
        known.add(id);
      }
    }),
  );
});
