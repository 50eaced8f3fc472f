import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textFields, textPairs, toArguments } from './entry.ts';

const name = fc.oneof(
  fc.constantFrom('code', 'version', '__proto__', 'constructor', ''),
  fc.string(),
);

test('fields are what was written, whatever came before them at their place', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(name, fc.string()), { minLength: 1 }), (pairs) => {
      const raw = pairs.flat().map((text) => Buffer.from(text));
      const given = pairs.map(([key, value]) => [toWell(key), toWell(value)] as const);
      expect(new Map(Object.entries(textFields(raw)))).toEqual(new Map(given));
      expect(textPairs(raw)).toEqual(given);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    }),
    { numRuns: 2_000 },
  );
});

test('arguments are the fields in their order', () => {
  expect(toArguments({ a: 1, b: 2n, c: 'x' })).toEqual(['a', '1', 'b', '2', 'c', 'x']);
  expect(
    toArguments([
      ['a', Buffer.from('x')],
      ['a', ''],
    ]),
  ).toEqual(['a', Buffer.from('x'), 'a', '']);
});

/** Half of a pair of surrogates has no bytes of its own. */
function toWell(text: string): string {
  return Buffer.from(text).toString();
}
