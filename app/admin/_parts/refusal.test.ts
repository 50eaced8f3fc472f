import { expect, test } from 'vitest';
import { ProblemError } from '#lib/core/problem.ts';
import { toRefusal } from './refusal.ts';

test.each([
  [401, 'signed-out'],
  [403, 'not-allowed'],
  [404, null],
  [429, null],
  [503, null],
])('an answer of %i is a refusal: %s', (status, refusal) => {
  expect(toRefusal(new ProblemError({ type: 'about:blank', title: 'No', status }))).toBe(refusal);
});

test('neither what broke nor nothing is a refusal', () => {
  expect(toRefusal(new TypeError('broken'))).toBeNull();
  expect(toRefusal(null)).toBeNull();
});
