import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { availableOf, describeShortages, findShortages, findUncovered } from './shortage.ts';

const NAMES: Record<number, string> = {
  34: 'Tritanium',
  35: 'Pyerite',
  36: 'Mexallon',
  37: 'Isogen',
};
const nameOf = (typeId: number) => NAMES[typeId] ?? `Type ${typeId}`;

describe('what is free', () => {
  test.each([
    { quantity: 100, reserved: 30, available: 70 },
    { quantity: 100, reserved: 100, available: 0 },
    { quantity: 20, reserved: 30, available: 0 },
  ])('of $quantity with $reserved reserved: $available', ({ available, ...level }) => {
    expect(availableOf(level)).toBe(available);
  });

  test('what nobody stocks is short of all', () => {
    expect(findShortages([{ typeId: 34, quantity: 5 }], new Map())).toEqual([
      { typeId: 34, wanted: 5, available: 0 },
    ]);
  });

  test('exactly what is free is no shortage', () => {
    const levels = new Map([[34, { quantity: 10, reserved: 5 }]]);
    expect(findShortages([{ typeId: 34, quantity: 5 }], levels)).toEqual([]);
  });
});

describe('describeShortages', () => {
  test.each([
    {
      shortages: [{ typeId: 34, wanted: 5_000, available: 1_200 }],
      says: 'Only 1,200 Tritanium are left of the 5,000 that you want. Change the order and send it again.',
    },
    {
      shortages: [{ typeId: 34, wanted: 5_000, available: 1 }],
      says: 'Only 1 Tritanium is left of the 5,000 that you want. Change the order and send it again.',
    },
    {
      shortages: [{ typeId: 34, wanted: 5, available: 0 }],
      says: 'No Tritanium is left. Change the order and send it again.',
    },
    {
      shortages: [34, 35, 36, 37].map((typeId) => ({ typeId, wanted: 5, available: 0 })),
      says: 'No Tritanium is left; no Pyerite is left; no Mexallon is left; and less of 1 more type. Change the order and send it again.',
    },
  ])('$says', ({ shortages, says }) => {
    expect(describeShortages(shortages, nameOf)).toBe(says);
  });
});

describe('findUncovered', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 24, 12, minute));
  const order = (orderId: string, minute: number, units: number) => ({
    orderId,
    createdAt: at(minute),
    lines: [{ stockId: 'trit', units }],
  });

  test('who ordered first gets what is there, whatever the order of the list', () => {
    const orders = [order('c', 3, 10), order('a', 1, 60), order('b', 2, 50)];
    const uncovered = findUncovered(orders, new Map([['trit', 100]]));
    expect([...uncovered].map(([id, lacking]) => [id, lacking.get('trit')])).toEqual([
      ['b', 10],
      ['c', 10],
    ]);
  });

  test('nothing lacks while all orders together fit, and exactly the rest lacks when not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 50 }), { maxLength: 20 }),
        fc.nat({ max: 500 }),
        (wanted, there) => {
          const orders = wanted.map((units, i) => order(`${i}`, i % 7, units));
          const uncovered = findUncovered(orders, new Map([['trit', there]]));
          const lacking = [...uncovered.values()].reduce(
            (sum, each) => sum + (each.get('trit') ?? 0),
            0,
          );
          const all = wanted.reduce((sum, units) => sum + units, 0);
          expect(lacking).toBe(Math.max(0, all - there));
        },
      ),
    );
  });
});
