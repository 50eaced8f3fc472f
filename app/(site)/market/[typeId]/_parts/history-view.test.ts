import { describe, expect, test } from 'vitest';
import type { HistoryDay } from '#lib/features/market/schema.ts';
import { changePercent, nearestIndex, RANGES, viewHistory } from './history-view.ts';
import { placeOn } from './scale.ts';

const [MONTH, , , ALL] = RANGES;

describe('the view of a history', () => {
  test('has the days of its range, by date and not by count', () => {
    const history = [day(10), day(60), day(75), day(99)];
    expect(viewHistory(history, MONTH, 100).days.map(({ day, x }) => [day, x])).toEqual([
      [75, 2],
      [99, 98],
    ]);
    expect(viewHistory(history, ALL, 100).days).toHaveLength(4);
  });

  test('is empty where nobody traded in the range', () => {
    expect(viewHistory([day(10)], MONTH, 100).days).toEqual([]);
    expect(viewHistory([], ALL, 100).days).toEqual([]);
  });

  test('has a single day in the middle, on axes that are no point', () => {
    const { days, prices, units } = viewHistory([day(99, { average: 500 })], ALL, 100);
    expect(days[0]?.x).toBe(50);
    expect(prices.high).toBeGreaterThan(prices.low);
    expect(units.high).toBeGreaterThan(units.low);
  });

  test('has the mean of the last 20 days, those before the range among them', () => {
    const history = Array.from({ length: 40 }, (_, index) => day(index, { average: index }));
    const { days } = viewHistory(history, ALL, 40);
    expect(days[18]?.mean).toBeNull();
    expect(days[19]?.mean).toBe(9.5);
    expect(days[39]?.mean).toBe(29.5);
    expect(viewHistory(history, MONTH, 40).days[0]?.mean).toBeNull();
    expect(viewHistory(history, MONTH, 60).days[0]?.mean).toBe(20.5);
  });

  test('has the mean of the days that were traded', () => {
    const history = [day(0, { average: 100 }), day(25, { average: 10 }), day(30, { average: 20 })];
    expect(viewHistory(history, ALL, 40).days.map(({ mean }) => mean)).toEqual([null, 10, 15]);
  });

  test('keeps every average on its axis, and lets one mad trade leave it', () => {
    const history = [day(98, { average: 100 }), day(99, { average: 110, highest: 1_000_000 })];
    const { prices } = viewHistory(history, ALL, 100);
    expect(prices.high).toBeLessThan(300);
    expect(placeOn(prices, 1_000_000)).toBe(0);
  });
});

test('the day nearest to a place is found', () => {
  const days = [{ x: 0 }, { x: 10 }, { x: 100 }];
  expect([0, 4, 6, 54, 56, 100].map((x) => nearestIndex(days, x))).toEqual([0, 0, 1, 1, 2, 2]);
});

test.each([
  ['dearer', [100, 110], 10],
  ['cheaper', [200, 100, 75], -25],
  ['of a first day', [100], null],
  ['of nothing', [], null],
  ['after a day for nothing', [0, 5], null],
])('the change is known: %s', (_, averages, percent) => {
  expect(changePercent(averages.map((average, index) => day(index, { average })))).toBe(percent);
});

function day(
  at: number,
  { average = 100, highest = average }: { average?: number; highest?: number } = {},
): HistoryDay {
  return {
    day: at,
    averageIsk: BigInt(average),
    highestIsk: BigInt(highest),
    lowestIsk: BigInt(average),
    volume: 1_000,
    orders: 5,
  };
}
