import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { computeBookStatistics, divideHalfUp, type Order } from './book-statistics.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

describe('computeBookStatistics', () => {
  test.each([
    {
      name: 'a side without orders has no price',
      orders: ['buy 5.00 x10'],
      buy: '5.00 5.00',
      sell: '- -',
    },
    { name: 'an empty book has none at all', orders: [], buy: '- -', sell: '- -' },
    {
      name: 'the best 5 % of the units are weighted, the last order is cut',
      // 5 % of 200 are 10 units: 4 at 10.00 and 6 at 9.00.
      orders: ['buy 9.00 x96', 'buy 10.00 x4', 'buy 8.00 x100'],
      buy: '10.00 9.40',
      sell: '- -',
    },
    {
      name: 'sell orders are taken from the cheapest',
      orders: ['sell 12.00 x96', 'sell 11.00 x4', 'sell 13.00 x100'],
      buy: '- -',
      sell: '11.00 11.60',
    },
    {
      name: 'at least one unit is taken',
      orders: ['sell 7.00 x1', 'sell 9.00 x3'],
      buy: '- -',
      sell: '7.00 7.00',
    },
    {
      name: '5 % of the units are rounded up to whole ones',
      // 5 % of 21 are 1.05: 2 units.
      orders: ['sell 1.00 x1', 'sell 2.00 x20'],
      buy: '- -',
      sell: '1.00 1.50',
    },
    {
      name: 'a single unit cannot move the mean of a deep book',
      orders: ['buy 999.00 x1', 'buy 100.00 x1999', 'buy 99.99 x2000'],
      buy: '999.00 104.50',
      sell: '- -',
    },
    {
      name: 'a unit that somebody bids a hundredfold for makes no outliers of the others',
      orders: ['buy 500.00 x1', 'buy 5.00 x20000', 'buy 0.40 x900'],
      buy: '5.00 5.00',
      sell: '- -',
    },
    {
      name: 'nor do several such, one above the other',
      orders: ['buy 90000.00 x1', 'buy 800.00 x1', 'buy 700.00 x1', 'buy 5.00 x5000000'],
      buy: '5.00 5.00',
      sell: '- -',
    },
    {
      name: 'a dear order with much behind it is the market, however many would take it for nothing',
      orders: ['buy 500.00 x20', 'buy 0.01 x90000000'],
      buy: '500.00 500.00',
      sell: '- -',
    },
    {
      name: 'a cheap sell order is the market, however few units it has',
      orders: ['sell 1.00 x1', 'sell 500.00 x90000'],
      buy: '- -',
      sell: '1.00 1.00',
    },
    {
      name: 'the mean is rounded half up to a hundredth',
      orders: ['sell 1.00 x1', 'sell 1.01 x39'],
      buy: '- -',
      sell: '1.00 1.01',
    },
    {
      name: 'a buy order for a thousand at least does not count',
      orders: ['buy 50.00 x5000 min1000', 'buy 5.00 x10'],
      buy: '5.00 5.00',
      sell: '- -',
    },
    {
      name: 'buy orders under a tenth of the best are no market',
      orders: ['buy 10.00 x1', 'buy 1.00 x1', 'buy 0.99 x900'],
      buy: '10.00 10.00',
      sell: '- -',
    },
    {
      name: 'sell orders over ten times the best are no market',
      orders: ['sell 10.00 x1', 'sell 100.00 x1', 'sell 100.01 x100000'],
      buy: '- -',
      sell: '10.00 10.00',
    },
    {
      name: 'orders without units or price do not count',
      orders: ['buy 5.00 x0', 'sell 0.00 x10'],
      buy: '- -',
      sell: '- -',
    },
    {
      name: 'prices beyond 2^53 hundredths stay exact',
      orders: ['sell 123456789012345.67 x1000000000'],
      buy: '- -',
      sell: '123456789012345.67 123456789012345.67',
    },
  ])('$name', ({ orders, buy, sell }) => {
    const book = computeBookStatistics(orders.map(order));

    expect(`${show(book.buyBest)} ${show(book.buyTop5)}`).toBe(buy);
    expect(`${show(book.sellBest)} ${show(book.sellTop5)}`).toBe(sell);
  });

  test('an order that two pages show counts once', () => {
    const once = order('sell 5.00 x10', 7);

    expect(computeBookStatistics([once, once])).toMatchObject({ sellVolume: 10, sellOrders: 1 });
  });

  test('volume and orders are those that counted', () => {
    const orders = ['buy 10.00 x3', 'buy 9.00 x4', 'buy 0.50 x99', 'buy 9.00 x9 min2'].map(order);

    expect(computeBookStatistics(orders)).toMatchObject({ buyVolume: 7, buyOrders: 2 });
  });

  test('a tenth and ten times the best still count, exactly', () => {
    const orders = ['buy 10.00 x1', 'buy 1.00 x1', 'sell 1.00 x1', 'sell 10.00 x1'].map(order);

    expect(computeBookStatistics(orders)).toMatchObject({ buyOrders: 2, sellOrders: 2 });
  });

  test('the mean lies between the best and the worst, whatever the order of the list', () => {
    const anyOrder = fc.record({
      isBuy: fc.boolean(),
      priceIsk: fc.bigInt({ min: 1n, max: 10n ** 14n }),
      remaining: fc.integer({ min: 1, max: 2 ** 31 - 1 }),
      minimumVolume: fc.constantFrom(1, 1, 1, 10),
    });
    fc.assert(
      fc.property(fc.array(anyOrder, { maxLength: 30 }), (rows) => {
        const orders = rows.map((row, orderId) => ({ ...row, orderId }));
        const book = computeBookStatistics(orders);

        expect(computeBookStatistics(orders.toReversed())).toEqual(book);
        if (book.buyBest !== null && book.buyTop5 !== null) {
          expect(book.buyTop5 <= book.buyBest && book.buyTop5 * 10n >= book.buyBest).toBe(true);
        }
        if (book.sellBest !== null && book.sellTop5 !== null) {
          expect(book.sellTop5 >= book.sellBest && book.sellTop5 <= book.sellBest * 10n).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });
});

test.each([
  [5n, 2n, 3n],
  [4n, 3n, 1n],
  [0n, 7n, 0n],
])('%s divided by %s is %s, halves up', (amount, by, result) => {
  expect(divideHalfUp(amount, by)).toBe(result);
});

/** Read `'buy 9.00 x96'`, perhaps with `min1000` behind. */
function order(text: string, orderId: number): Order {
  const [side, price = '', units = '', minimum = 'min1'] = text.split(' ');
  return {
    orderId,
    isBuy: side === 'buy',
    priceIsk: parseIsk(price),
    remaining: Number(units.slice(1)),
    minimumVolume: Number(minimum.slice(3)),
  };
}

function show(price: bigint | null): string {
  return price === null ? '-' : toIskText(price);
}
