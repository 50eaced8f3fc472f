import { describe, expect, test } from 'vitest';
import { toTrend, writeChange } from './trend.ts';

const NOW = new Date(100 * 86_400_000 + 5);

describe('a month of prices', () => {
  test.each([
    ['by date, not by count', ['70 1', '75 3', '100 2'], '0.0,100.0 16.7,0.0 100.0,50.0', 100],
    ['of one price is flat', ['80 5', '90 5'], '0.0,50.0 100.0,50.0', 0],
    ['without what is older', ['10 9', '69 8', '90 4', '100 2'], '0.0,0.0 100.0,100.0', -50],
    ['that begins with a day for nothing', ['90 0', '100 2'], '0.0,100.0 100.0,0.0', null],
  ])('%s', (_, days, points, changePercent) => {
    expect(toTrend(days.map(read), NOW)).toEqual({ points, changePercent });
  });

  test.each([
    ['nobody traded', []],
    ['one day was traded', ['100 5']],
    ['all is older', ['10 5', '20 6']],
  ])('is no line where %s', (_, days) => {
    expect(toTrend(days.map(read), NOW)).toBeNull();
  });
});

test.each([
  [3.14, '+3.1\u00a0%'],
  [-0.44, '−0.4\u00a0%'],
  [-0.04, '0.0\u00a0%'],
  [0, '0.0\u00a0%'],
])('a change of %d is written %s', (percent, text) => {
  expect(writeChange(percent)).toBe(text);
});

/** Read `'100 5'`: day 100, 5 ISK on average. */
function read(text: string) {
  const [day = 0, isk = 0] = text.split(' ').map(Number);
  const averageIsk = BigInt(isk * 100);
  return { day, averageIsk, highestIsk: averageIsk, lowestIsk: averageIsk, volume: 1, orders: 1 };
}
