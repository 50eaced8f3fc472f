import { describe, expect, test } from 'vitest';
import { formatCountdown, formatEveTime, formatSpan } from './format-times.ts';

const AT = new Date('2026-11-22T19:24:02Z');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

describe('times on screen', () => {
  test.each([
    ['time', '19:24'],
    ['seconds', '19:24:02'],
    ['date', '22 Nov 19:24'],
    ['day', '22 Nov 2026'],
  ] as const)('EVE time as %s is UTC: %s', (style, text) => {
    expect(formatEveTime(AT, style)).toBe(text);
  });

  test.each([
    [10_000, 'under a minute'],
    [14 * MINUTE_MS, '14\u00a0min'],
    [HOUR_MS + 6 * MINUTE_MS, '1\u00a0h\u00a006'],
    [71 * HOUR_MS, '2\u00a0d\u00a023\u00a0h'],
  ])('a span of %d ms reads %s', (spanMs, text) => {
    expect(formatSpan(spanMs)).toBe(text);
  });

  test.each([
    [192_000, '3:12'],
    [3_100, '0:04'],
    [-5_000, '0:00'],
    [3_730_000, '1:02:10'],
  ])('%d ms left count down as %s', (leftMs, text) => {
    expect(formatCountdown(leftMs)).toBe(text);
  });
});
