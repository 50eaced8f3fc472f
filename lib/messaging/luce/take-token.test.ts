import { expect, test } from 'vitest';
import { takeToken } from './take-token.ts';

const RATE = { perSecond: 10, burst: 3 };

function take(bucket: { tokens: number; refilledAtMs: number }, nowMs: number, times: number) {
  return Array.from({ length: times }, () => takeToken(bucket, RATE, nowMs)).filter(Boolean).length;
}

test('as many at once as the burst, then as many as the rate gives', () => {
  const bucket = { tokens: 3, refilledAtMs: 0 };
  expect(take(bucket, 0, 5)).toBe(3);
  expect(take(bucket, 99, 5)).toBe(0);
  expect(take(bucket, 100, 5)).toBe(1);
  expect(take(bucket, 350, 5)).toBe(2);
  expect(take(bucket, 100_000, 5)).toBe(3);
});

test('a clock that goes back gives nothing, and takes nothing for long', () => {
  const bucket = { tokens: 0, refilledAtMs: 1_000 };
  expect(take(bucket, 0, 5)).toBe(0);
  expect(take(bucket, 1_100, 5)).toBe(1);
});
