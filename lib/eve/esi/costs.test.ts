import { describe, expect, test } from 'vitest';
import { errorsOf, tokensOf } from './costs.ts';

const answerOf = (status: number) => ({ status, text: '', header: () => null });

describe('an answer costs', () => {
  test.each([
    [200, 2],
    [201, 2],
    [204, 2],
    [304, 1],
    [400, 5],
    [403, 5],
    [404, 5],
    [429, 0],
    [500, 0],
    [504, 0],
    [520, 0],
  ])('by %s %s tokens of its bucket', (status, tokens) => {
    expect(tokensOf(answerOf(status))).toBe(tokens);
  });

  test.each([
    [200, 0],
    [304, 0],
    [403, 1],
    [404, 1],
    [420, 1],
    [502, 1],
    [520, 1],
  ])('by %s %s errors of its address, where it has no bucket', (status, errors) => {
    expect(errorsOf(answerOf(status))).toBe(errors);
  });

  test('the most there is while nobody knows it', () => {
    expect([tokensOf(null), errorsOf(null)]).toEqual([5, 1]);
  });
});
