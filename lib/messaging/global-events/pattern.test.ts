import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fits, toRedisPattern } from './pattern.ts';

test.each([
  { pattern: '*', name: 'quote.changed', isFit: true },
  { pattern: 'quote.*', name: 'quote.changed', isFit: true },
  { pattern: 'quote.*', name: 'quotes', isFit: false },
  { pattern: '*.changed', name: 'quote.changed', isFit: true },
  { pattern: '*.changed', name: 'quote.changed.twice', isFit: false },
  { pattern: 'a*b*c', name: 'a-b-b-c', isFit: true },
  { pattern: 'a*b*c', name: 'a-c-b', isFit: false },
  { pattern: 'a?c', name: 'abc', isFit: false },
  { pattern: 'quote', name: 'quote', isFit: true },
  { pattern: 'quote**', name: 'quote', isFit: true },
])('$pattern and $name fit: $isFit', ({ pattern, name, isFit }) => {
  expect(fits(pattern, name)).toBe(isFit);
});

test('a pattern fits what the same regular expression fits', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*', '.'), maxLength: 8 });
  const names = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 });
  fc.assert(
    fc.property(letters, names, (pattern, name) => {
      const source = pattern.replaceAll('.', '[.]').replaceAll('*', '.*');
      expect(fits(pattern, name)).toBe(new RegExp(`^${source}$`).test(name));
    }),
    { numRuns: 2_000 },
  );
});

test('a pattern that is made to be slow is not', () => {
  const started = performance.now();
  expect(fits('a*'.repeat(200), `${'a'.repeat(20_000)}b`)).toBe(true);
  expect(fits(`${'a*'.repeat(200)}c`, `${'a'.repeat(20_000)}b`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
});

test('the signs of Redis that are no star stand for themselves', () => {
  expect(toRedisPattern('app[1]*events:', 'a?[b]\\*')).toBe('app\\[1\\]\\*events:a\\?\\[b\\]\\\\*');
});
