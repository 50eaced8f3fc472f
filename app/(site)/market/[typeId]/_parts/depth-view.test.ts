import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toOrderBook } from '#lib/core/pricing/order-book.ts';
import { viewDepth } from './depth-view.ts';

describe('the view of a book', () => {
  test('adds units up from the best price, with the mean of all so far', () => {
    const { buy, sell } = viewDepth(book('buy 100x2 99x6', 'sell 104x1 105x1'));
    expect(buy.map(({ sumUnits, meanIsk }) => [sumUnits, meanIsk])).toEqual([
      [2, 10_000n],
      [8, 9_925n],
    ]);
    expect(sell.map(({ sumUnits, meanIsk }) => [sumUnits, meanIsk])).toEqual([
      [1, 10_400n],
      [2, 10_450n],
    ]);
  });

  test('has both sides in one row of prices, cheapest first', () => {
    const { steps } = viewDepth(book('buy 100x2 99x6', 'sell 104x1 105x1'));
    expect(steps.map(({ priceIsk }) => Number(priceIsk) / 100)).toEqual([99, 100, 104, 105]);
    expect(steps.map(({ x }) => x)).toEqual(steps.map(({ x }) => x).toSorted((a, b) => a - b));
  });

  test('leaves out what is more than a tenth from the best, and says so', () => {
    const { buy, sell, isCut } = viewDepth(
      book('buy 100x1 90x1 89.99x1', 'sell 100x1 110x1 110.01x1'),
    );
    expect([buy.length, sell.length, isCut]).toEqual([2, 2, true]);
    expect(viewDepth(book('buy 100x1', 'sell 101x1')).isCut).toBe(false);
  });

  test('of one order, or of none, has axes that are no point', () => {
    for (const view of [viewDepth(book('buy 100x1', 'sell')), viewDepth(book('buy', 'sell'))]) {
      expect(view.prices.high).toBeGreaterThan(view.prices.low);
      expect(view.units.high).toBeGreaterThan(0);
    }
    expect(viewDepth(book('buy 0.01x1', 'sell')).steps[0]?.x).toBeGreaterThan(0);
  });

  test('of any book keeps every level within the picture and the mean within the prices', () => {
    const level = fc.tuple(
      fc.bigInt({ min: 1n, max: 10n ** 17n }),
      fc.integer({ min: 1, max: 2 ** 31 }),
    );
    fc.assert(
      fc.property(fc.array(level), fc.array(level), (buys, sells) => {
        const orders = [...buys, ...sells].map(([priceIsk, remaining], index) => ({
          orderId: index,
          isBuy: index < buys.length,
          priceIsk,
          remaining,
          minimumVolume: 1,
        }));
        const view = viewDepth(toOrderBook(orders));
        for (const { x, sumUnits, meanIsk } of view.steps) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(100);
          expect(sumUnits).toBeLessThanOrEqual(view.units.high);
          expect(meanIsk).toBeGreaterThan(0n);
        }
      }),
    );
  });
});

/** Read `'buy 100x2 99.50x6'`: prices in ISK and units. */
function book(...sides: readonly string[]) {
  const orders = sides.flatMap((text, side) =>
    text
      .split(' ')
      .slice(1)
      .map((level, index) => {
        const [price, units] = level.split('x').map(Number);
        return {
          orderId: side * 1_000 + index,
          isBuy: text.startsWith('buy'),
          priceIsk: BigInt(Math.round((price ?? 0) * 100)),
          remaining: units ?? 0,
          minimumVolume: 1,
        };
      }),
  );
  return toOrderBook(orders);
}
