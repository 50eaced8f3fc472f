import { describe, expect, test } from 'vitest';
import { freshForMs } from './freshness.ts';

const NOON = Date.parse('2026-11-20T12:00:00Z');
const HOUR = 3_600;

/** `[Expires, Last-Modified]` as seconds from ESI's noon, or as text; how far our clock is ahead. */
describe('an answer is fresh', () => {
  test.each([
    ['until Expires, where the clock is right', 120, -180, 0, 120],
    ['until Expires, where nothing says when the data was made', 120, null, 0, 120],
    ['until tomorrow at most as long as ESI says', 20 * HOUR, -4 * HOUR, 0, 20 * HOUR],
    ['for 10 s when it ran out on its way', -3, -303, 0, 10],
    ['for 10 s when it is about to run out', 1, -299, 0, 10],
    ['for its window where the clock is hours ahead', 120, -180, 3 * HOUR, 300],
    ['for its window where the clock is hours behind', 120, -180, -3 * HOUR, 300],
    ['for its window where the clock is days behind', 120, -180, -90 * HOUR, 300],
    [
      'an hour too short where a day-long window meets a clock ahead',
      20 * HOUR,
      -4 * HOUR,
      HOUR,
      19 * HOUR,
    ],
    ['for a minute when a daily answer should have run out long ago', -HOUR, -25 * HOUR, 0, 60],
    ['for 10 s where the clock is wrong and the window shorter', 1, -4, HOUR, 10],
    ['for a minute without Expires', null, -180, 0, 60],
    ['for a minute when Expires is no date', 'soon', -180, 0, 60],
    ['for a minute when Expires is 0', '0', -180, 0, 60],
    ['for a minute when it ends before it was made', -HOUR, -60, 0, 60],
    ['for 48 h at most', 400 * 24 * HOUR, -60, 0, 48 * HOUR],
    ['for 48 h at most, of an unknown moment', 400 * 24 * HOUR, null, 0, 48 * HOUR],
  ] as const)('%s', (_, expires, modified, aheadSeconds, freshSeconds) => {
    const fresh = freshForMs(toHeader(expires), toHeader(modified), NOON + aheadSeconds * 1_000);
    expect(fresh / 1_000).toBe(freshSeconds);
  });
});

function toHeader(value: number | string | null): string | null {
  return typeof value === 'number' ? new Date(NOON + value * 1_000).toUTCString() : value;
}
