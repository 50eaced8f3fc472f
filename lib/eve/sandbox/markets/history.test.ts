import { describe, expect, test } from 'vitest';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { createMarkets } from './create-markets.ts';

const THE_FORGE = 10000002;
const NOON = new Date('2026-11-22T12:00:00Z');
const DAY_MS = 86_400_000;
const markets = createMarkets(createStaticData(await readSnapshot()));

describe('the history of a type', () => {
  test('is 400 days that end with yesterday, oldest first, without a gap', () => {
    const days = markets.historyOf(THE_FORGE, 34, NOON).map(({ date }) => date);
    const expected = Array.from({ length: 400 }, (_, index) =>
      new Date(NOON.getTime() - (400 - index) * DAY_MS).toISOString().slice(0, 10),
    );

    expect(days).toEqual(expected);
  });

  test('never changes: a day later the same days say the same', () => {
    const today = markets.historyOf(THE_FORGE, 34, NOON);
    const tomorrow = markets.historyOf(THE_FORGE, 34, new Date(NOON.getTime() + DAY_MS));

    expect(tomorrow.slice(0, -1)).toEqual(today.slice(1));
  });

  test('is plausible: lowest, average and highest in order, no leap, near today’s book', () => {
    for (const typeId of [34, 35, 1230, 16274, 44992]) {
      const days = markets.historyOf(THE_FORGE, typeId, NOON);
      for (const [index, day] of days.entries()) {
        expect(day.lowest).toBeLessThanOrEqual(day.average);
        expect(day.average).toBeLessThanOrEqual(day.highest);
        expect(day.volume).toBeGreaterThan(0);
        const before = days[index - 1]?.average ?? day.average;
        expect(Math.abs(day.average / before - 1)).toBeLessThan(0.05);
      }
      const book = markets.ordersOfType(THE_FORGE, typeId, NOON);
      const buy = Math.max(...book.filter((one) => one.is_buy_order).map(({ price }) => price));
      expect(Math.abs((days.at(-1)?.average ?? 0) / buy - 1)).toBeLessThan(0.12);
    }
  });

  test('of what is rarely traded has days without any', () => {
    const rare = markets.typesOf(THE_FORGE).find((typeId) => {
      const days = markets.historyOf(THE_FORGE, typeId, NOON);
      return days.length > 0 && days.length < 400;
    });

    expect(rare).toBeDefined();
  });
});
