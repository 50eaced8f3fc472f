import { describe, expect, test } from 'vitest';
import { itemFactsSchema, priceHistorySchema } from './schema.ts';

const DAY = {
  date: '2026-11-22',
  average: 5.25,
  highest: 5.27,
  lowest: 5.11,
  volume: 16_276_782_354,
  order_count: 2_267,
};

describe('a price history', () => {
  test('becomes hundredths of ISK and days', () => {
    expect(priceHistorySchema.parse([{ ...DAY, new_field: 1 }])).toEqual([
      {
        day: Date.parse('2026-11-22') / 86_400_000,
        averageIsk: 525n,
        highestIsk: 527n,
        lowestIsk: 511n,
        volume: 16_276_782_354,
        orders: 2_267,
      },
    ]);
  });

  test('is in order, each day once', () => {
    const days = ['2026-11-22', '2026-11-20', '2026-11-22'].map((date) => ({ ...DAY, date }));
    const [first, second, ...rest] = priceHistorySchema.parse(days);
    expect([first?.day, rest.length]).toEqual([(second?.day ?? 0) - 2, 0]);
  });

  test.each([
    ['of no list', { error: 'Type not found!' }],
    ['without an average', [{ ...DAY, average: undefined }]],
    ['with a price below nothing', [{ ...DAY, lowest: -1 }]],
    ['with a date that is none', [{ ...DAY, date: '2026-13-45' }]],
    ['with units that are no number', [{ ...DAY, volume: '5' }]],
    ['with a price beyond all ISK', [{ ...DAY, highest: 1e300 }]],
  ])('is refused %s', (_, value) => {
    expect(() => priceHistorySchema.parse(value)).toThrow();
  });
});

describe('the facts of an item', () => {
  test('have a description in plain paragraphs', () => {
    const { paragraphs } = itemFactsSchema.parse({
      description: 'The <b>main</b> mineral.\r\n\r\nSee <a href=showinfo:34>this</a>.<br>1 < 2',
    });
    expect(paragraphs).toEqual(['The main mineral.', 'See this.', '1 < 2']);
  });

  test('may be few', () => {
    expect(itemFactsSchema.parse({ type_id: 34, name: 'Tritanium' })).toEqual({
      paragraphs: [],
      massKg: 0,
      capacityM3: 0,
    });
  });
});
