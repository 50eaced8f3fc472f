import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { explainSource } from './explain-source.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import { judgePrice, type PriceGuards } from './judge-price.ts';
import { averageOf, paidDaysSchema } from './price-history.ts';
import { describeBasis, STATISTICS, type Statistic } from './statistic.ts';
import { walkBook } from './walk-book.ts';

const NOW = new Date('2026-11-22T19:24:00Z');
const NO_GUARDS: PriceGuards = { staleAfterMinutes: 120, minimumVolume: null, sellCapBp: null };

describe('a book that is walked', () => {
  test.each([
    { levels: '10.00 x5, 9.00 x5', quantity: 3, price: '10.00', taken: '3' },
    { levels: '10.00 x5, 9.00 x5', quantity: 5, price: '10.00', taken: '5' },
    { levels: '10.00 x5, 9.00 x5', quantity: 8, price: '9.63', taken: '5 3' },
    { levels: '10.00 x5, 9.00 x5', quantity: 10, price: '9.50', taken: '5 5' },
  ])('$quantity of $levels are $price each', ({ levels, quantity, price, taken }) => {
    const walk = walkBook(levelsOf(levels), quantity);
    expect(walk && toIskText(walk.amount)).toBe(price);
    expect(walk?.taken.map(({ units }) => units).join(' ')).toBe(taken);
  });

  test('that has not so many, or only in very many levels, makes no price', () => {
    expect(walkBook(levelsOf('10.00 x5'), 6)).toBeNull();
    expect(walkBook([], 1)).toBeNull();
    const stairs = Array.from({ length: 200 }, (_, i) => ({
      priceIsk: 1_000n - BigInt(i),
      units: 1,
    }));
    expect(walkBook(stairs, 100)?.taken).toHaveLength(100);
    expect(walkBook(stairs, 101)).toBeNull();
  });

  test('gives just the quantity, between its best and its worst price, and never more for more', () => {
    const anyLevels = fc
      .array(
        fc.record({
          priceIsk: fc.bigInt({ min: 1n, max: 10n ** 12n }),
          units: fc.integer({ min: 1, max: 2 ** 40 }),
        }),
        { minLength: 1, maxLength: 90 },
      )
      .map((levels) => levels.toSorted((a, b) => (a.priceIsk > b.priceIsk ? -1 : 1)));
    fc.assert(
      fc.property(anyLevels, fc.integer({ min: 1, max: 2 ** 40 }), (levels, quantity) => {
        const walk = walkBook(levels, quantity);
        if (!walk) {
          expect(levels.reduce((sum, { units }) => sum + units, 0)).toBeLessThan(quantity);
          return;
        }
        expect(walk.taken.reduce((sum, { units }) => sum + units, 0)).toBe(quantity);
        const [best, worst] = [walk.taken[0]?.priceIsk ?? 0n, walk.taken.at(-1)?.priceIsk ?? 0n];
        expect(walk.amount <= best && walk.amount >= worst).toBe(true);
        const less = walkBook(levels, Math.ceil(quantity / 2));
        expect(less && less.amount >= walk.amount).toBe(true);
      }),
    );
  });
});

describe('what was paid in the last days', () => {
  const history = {
    days: daysOf(
      '2026-10-01 90.00 x9, 2026-11-19 10.00 x1, 2026-11-21 20.00 x3, 2026-11-22 99.00 x5',
    ),
    fetchedAt: new Date('2026-11-22T11:30:00Z'),
  };

  test.each([
    { count: 3, average: '17.50', volume: 4 },
    { count: 1, average: '20.00', volume: 3 },
    { count: 90, average: '67.69', volume: 13 },
  ])('$count whole days before today are $average, weighted by units', ({ count, ...is }) => {
    const average = averageOf(history, count, NOW);
    expect(average && toIskText(average.amount)).toBe(is.average);
    expect(average?.volume).toBe(is.volume);
  });

  test.each([
    {
      name: 'a day of ten times the price',
      days: '2026-11-19 10.00 x5, 2026-11-20 9.00 x5, 2026-11-21 101.00 x900',
      average: '9.50',
    },
    {
      name: 'a day of a tenth of it',
      days: '2026-11-19 10.00 x5, 2026-11-20 0.99 x900, 2026-11-21 10.00 x5',
      average: '10.00',
    },
    {
      name: 'of two days that contradict each other the dearer',
      days: '2026-11-20 1.00 x1, 2026-11-21 50.00 x1',
      average: '1.00',
    },
  ])('$name counts for nothing', ({ days, average }) => {
    const paid = averageOf({ ...history, days: daysOf(days) }, 7, NOW);
    expect(paid && toIskText(paid.amount)).toBe(average);
  });

  test('is no price where nobody traded, where it is old, or where it was never read', () => {
    expect(judge('average-3', { history: { ...history, days: [] } })).toBe('no-trades');
    const fetchedAt = new Date('2026-11-20T11:30:00Z');
    expect(judge('average-3', { history: { ...history, fetchedAt } })).toBe('stale-average');
    expect(judge('average-3', {})).toBe('stale-average');
    expect(judge('average-3', { history, bookAt: new Date(0) })).toBe('stale-price');
  });

  test('is bounded by the sell price, and thin by its own units', () => {
    expect(judge('average-3', { history }, { sellCapBp: 10_000 })).toMatchObject({
      amount: 1_200n,
      cap: { buy: 1_750n, sell: 1_200n },
    });
    expect(judge('average-3', { history }, { minimumVolume: 5 })).toBe('thin-book');
    expect(judge('average-3', { history }, { minimumVolume: 4 })).toMatchObject({ amount: 1_750n });
  });

  test('is stored and read back as it was', () => {
    const stored = JSON.parse(JSON.stringify(paidDaysSchema.encode(history.days)));
    expect(paidDaysSchema.decode(stored)).toEqual(history.days);
  });
});

describe('the depth of a book', () => {
  const levels = { buy: levelsOf('10.00 x5, 9.00 x5'), sell: levelsOf('12.00 x8, 14.00 x8') };

  test.each([
    { side: 'buy', price: 963n },
    { side: 'sell', price: 1_200n },
    { side: 'split', price: 1_082n },
  ] as const)('is walked on the side that is asked for: $side', ({ side, price }) => {
    expect(judge('depth', { levels: toBook(levels) }, {}, side)).toMatchObject({ amount: price });
  });

  test('is refused where it is not deep enough, or was never read', () => {
    const shallow = toBook({ ...levels, buy: levelsOf('10.00 x5') });
    expect(judge('depth', { levels: shallow })).toBe('not-deep');
    expect(judge('depth', {})).toBe('not-deep');
  });

  test('says every level that was taken', () => {
    const taken: [string, number][] = [
      ['10.00', 5],
      ['9.00', 3],
    ];
    expect(explainSource({ kind: 'walk', side: 'buy', taken }, 'Tritanium')).toBe(
      'Tritanium, buy: 5 × 10.00, 3 × 9.00',
    );
  });
});

test.each(STATISTICS.map((statistic) => [statistic]))('%s names its market', (statistic) => {
  const text = describeBasis({ hubName: 'Jita', side: 'buy', statistic });
  expect(text).toMatch(/^Jita (buy|\d+-day average)$/);
});

function judge(
  statistic: Statistic,
  change: Partial<HubPrice>,
  guards: Partial<PriceGuards> = {},
  side: Basis['side'] = 'buy',
) {
  const basis = { hubId: 1, hubName: 'Jita', side, statistic };
  const price: HubPrice = {
    buyBest: 1_000n,
    buyTop5: 1_000n,
    sellBest: 1_200n,
    sellTop5: 1_200n,
    buyVolume: 10,
    sellVolume: 16,
    buyOrders: 2,
    sellOrders: 2,
    bookAt: new Date(NOW.getTime() - 60_000),
    ...change,
  };
  return judgePrice(price, { basis, quantity: 8, now: NOW }, { ...NO_GUARDS, ...guards });
}

/** Read `'10.00 x5, 9.00 x5'`. */
function levelsOf(text: string) {
  return text.split(', ').map((level) => {
    const [price = '', units = ''] = level.split(' x');
    return { priceIsk: parseIsk(price), units: Number(units) };
  });
}

function toBook(sides: Record<'buy' | 'sell', ReturnType<typeof levelsOf>>) {
  const withOrders = (levels: ReturnType<typeof levelsOf>) =>
    levels.map((level) => ({ ...level, orders: 1 }));
  return { buy: withOrders(sides.buy), sell: withOrders(sides.sell) };
}

/** Read `'2026-11-21 20.00 x3'`. */
function daysOf(text: string) {
  return text.split(', ').map((day) => {
    const [date = '', price = '', units = ''] = day.split(' ');
    return { date, average: parseIsk(price), volume: Number(units.slice(1)) };
  });
}
