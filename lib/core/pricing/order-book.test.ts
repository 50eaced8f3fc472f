import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeBookStatistics, type Order } from './book-statistics.ts';
import { type OrderBook, orderBookSchema, toOrderBook } from './order-book.ts';

describe('the levels of a book', () => {
  test.each([
    { name: 'no orders, no levels', orders: [], levels: '| ' },
    {
      name: 'best first on either side',
      orders: ['buy 9 x5', 'sell 12 x1', 'buy 10 x2', 'sell 11 x3'],
      levels: '10x2 9x5 | 11x3 12x1',
    },
    {
      name: 'orders of one price are one level',
      orders: ['buy 10 x2', 'buy 9 x1', 'buy 10 x3'],
      levels: '10x5 9x1 | ',
    },
    {
      name: 'what the price does not count is no level: outliers, and buys of many at once',
      orders: ['buy 10 x2', 'buy 0.9 x9', 'buy 11 x5 min5', 'sell 12 x1', 'sell 121 x1'],
      levels: '10x2 | 12x1',
    },
  ])('$name', ({ orders, levels }) => {
    expect(show(toOrderBook(orders.map(read)))).toBe(levels);
  });

  test('are bounded, the best of them kept', () => {
    const orders = Array.from({ length: 900 }, (_, index) =>
      read(`sell ${index + 1_000} x1`, index),
    );
    const { sell } = toOrderBook(orders);
    expect(sell).toHaveLength(500);
    expect([sell[0]?.priceIsk, sell.at(-1)?.priceIsk]).toEqual([100_000n, 149_900n]);
  });

  test('hold what the statistics say: the same best price, units and orders', () => {
    const order = fc.record({
      orderId: fc.nat(50),
      isBuy: fc.boolean(),
      priceIsk: fc.bigInt({ min: 0n, max: 3_000n }),
      remaining: fc.nat(1_000),
      minimumVolume: fc.constantFrom(1, 1, 1, 10),
    });
    fc.assert(
      fc.property(fc.array(order), (orders) => {
        const statistics = computeBookStatistics(orders);
        const { buy, sell } = toOrderBook(orders);
        expect(buy[0]?.priceIsk ?? null).toBe(statistics.buyBest);
        expect(sell[0]?.priceIsk ?? null).toBe(statistics.sellBest);
        expect(sum(buy, 'units')).toBe(statistics.buyVolume);
        expect(sum(sell, 'units')).toBe(statistics.sellVolume);
        expect(sum(buy, 'orders') + sum(sell, 'orders')).toBe(
          statistics.buyOrders + statistics.sellOrders,
        );
      }),
    );
  });

  test('are stored and read back as they were, to the last hundredth', () => {
    const book = toOrderBook([read('buy 90071992547409.93 x1'), read('sell 90071992547410.01 x2')]);
    const stored = JSON.stringify(orderBookSchema.encode(book));
    expect(orderBookSchema.decode(JSON.parse(stored))).toEqual(book);
    expect(stored).toContain('"9007199254740993"');
  });
});

/** Read `'buy 10.50 x5 min2'`. */
function read(text: string, orderId = Math.random()): Order {
  const [side, price = '', units = '', minimum = 'min1'] = text.split(' ');
  const [whole = '', cents = ''] = price.split('.');
  return {
    orderId,
    isBuy: side === 'buy',
    priceIsk: BigInt(whole + cents.padEnd(2, '0')),
    remaining: Number(units.slice(1)),
    minimumVolume: Number(minimum.slice(3)),
  };
}

function show({ buy, sell }: OrderBook): string {
  return [buy, sell]
    .map((side) =>
      side.map(({ priceIsk, units }) => `${Number(priceIsk) / 100}x${units}`).join(' '),
    )
    .join(buy.length > 0 ? ' | ' : '| ');
}

function sum(levels: OrderBook['buy'], of: 'units' | 'orders'): number {
  return levels.reduce((total, level) => total + level[of], 0);
}
