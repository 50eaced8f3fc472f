import { describe, expect, test } from 'vitest';
import type { MatchLine } from './match-input.ts';
import { isPriceOfPartRight, valueOfPart } from './part-value.ts';
import { prepareQuote } from './prepare-quote.ts';
import { scene } from './testing/scene.ts';

const SHIP = 587;
const BLUEPRINT = 22545;

function quoted(lines: readonly MatchLine[], total: bigint) {
  const { quote, program } = scene();
  return prepareQuote({ quote: { ...quote, lines, total }, program });
}

describe('what a part is worth', () => {
  test.each<{
    name: string;
    lines: readonly MatchLine[];
    total: bigint;
    given: readonly (readonly [typeId: number, units: number])[];
    value: bigint | null;
  }>([
    {
      name: 'is its share of the total, rounded down',
      lines: [{ typeId: SHIP, quantity: 3, unitPrice: 500n }],
      total: 1_000n,
      given: [[SHIP, 2]],
      value: 666n,
    },
    {
      name: 'is that of an original and its copy, if all of both are in it',
      lines: [
        { typeId: BLUEPRINT, quantity: 1, unitPrice: 900n },
        { typeId: BLUEPRINT, quantity: 2, unitPrice: 50n, blueprintCopy: true },
        { typeId: SHIP, quantity: 1, unitPrice: 500n },
      ],
      total: 1_500n,
      given: [[BLUEPRINT, 3]],
      value: 1_000n,
    },
    {
      name: 'is unknown, if it may hold the original or its copies',
      lines: [
        { typeId: BLUEPRINT, quantity: 1, unitPrice: 900n },
        { typeId: BLUEPRINT, quantity: 2, unitPrice: 50n, blueprintCopy: true },
        { typeId: SHIP, quantity: 1, unitPrice: 500n },
      ],
      total: 1_500n,
      given: [
        [SHIP, 1],
        [BLUEPRINT, 2],
      ],
      value: null,
    },
    {
      name: 'is not made from the price of a line without units',
      lines: [
        { typeId: SHIP, quantity: 0, unitPrice: 1n },
        { typeId: SHIP, quantity: 2, unitPrice: 500n },
      ],
      total: 1_000n,
      given: [[SHIP, 1]],
      value: 500n,
    },
    {
      name: 'is unknown, if its quote is too old to tell a price of each',
      lines: [
        { typeId: SHIP, quantity: 2 },
        { typeId: BLUEPRINT, quantity: 2, unitPrice: 900n },
      ],
      total: 2_800n,
      given: [
        [SHIP, 2],
        [BLUEPRINT, 1],
      ],
      value: null,
    },
    {
      name: 'is unknown, if nothing of the quote is worth anything',
      lines: [{ typeId: SHIP, quantity: 2, unitPrice: 0n }],
      total: 0n,
      given: [[SHIP, 1]],
      value: null,
    },
  ])('$name', ({ lines, total, given, value }) => {
    expect(valueOfPart(quoted(lines, total), new Map(given))).toBe(value);
  });

  test('may be missed by its share of the tolerance and no more', () => {
    const { program } = scene({ program: { tolerance: 100n } });
    const quote = { total: 1_000_000n, program };

    expect(isPriceOfPartRight(600_060n, 600_000n, quote)).toBe(true);
    expect(isPriceOfPartRight(600_061n, 600_000n, quote)).toBe(false);
  });
});
