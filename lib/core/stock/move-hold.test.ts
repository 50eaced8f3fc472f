import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Held, holdAgain, release, take } from './move-hold.ts';

const units = fc.bigInt({ min: 0n, max: 1_000n });

/** A hold as the database allows it; the trader may have counted less than is reserved. */
const anyHeld: fc.Arbitrary<Held> = fc
  .record({ quantity: units, others: units, wanted: units, held: units, taken: units })
  .map(({ quantity, others, wanted, held, taken }) => ({
    quantity,
    reserved: others + held,
    wanted: wanted + held + taken,
    held,
    taken,
  }));
const anyMove = fc.oneof(
  fc.constant(release),
  fc.constant(holdAgain),
  units.map((given) => (stock: Held) => take(stock, given)),
);

describe('moves of a hold', () => {
  test('change what is reserved by what is held, and nothing goes below 0', () => {
    fc.assert(
      fc.property(anyHeld, fc.array(anyMove, { maxLength: 8 }), (start, moves) => {
        let stock = start;
        for (const move of moves) {
          const next = move(stock);
          expect(next.reserved - stock.reserved).toBe(next.held - stock.held);
          expect(next.quantity).toBeLessThanOrEqual(stock.quantity);
          for (const count of [next.quantity, next.reserved, next.held, next.taken]) {
            expect(count).toBeGreaterThanOrEqual(0n);
          }
          expect(next.held + next.taken).toBeLessThanOrEqual(next.wanted);
          stock = next;
        }
      }),
    );
  });

  test('never take or hold what somebody else holds', () => {
    fc.assert(
      fc.property(anyHeld, fc.array(anyMove, { maxLength: 8 }), (start, moves) => {
        fc.pre(start.quantity >= start.reserved);
        const end = moves.reduce((stock, move) => move(stock), start);
        expect(end.quantity).toBeGreaterThanOrEqual(end.reserved);
      }),
    );
  });

  test.each<{ name: string; from: Held; to: Held; move: (stock: Held) => Held }>([
    {
      name: 'a contract that is accepted takes what was held',
      from: { quantity: 100n, reserved: 70n, wanted: 30n, held: 30n, taken: 0n },
      move: (stock) => take(stock, 30n),
      to: { quantity: 70n, reserved: 40n, wanted: 30n, held: 0n, taken: 30n },
    },
    {
      name: 'a part takes its part',
      from: { quantity: 100n, reserved: 70n, wanted: 30n, held: 30n, taken: 0n },
      move: (stock) => take(stock, 10n),
      to: { quantity: 90n, reserved: 60n, wanted: 30n, held: 20n, taken: 10n },
    },
    {
      name: 'what an order gave back and somebody else holds by now stays theirs',
      from: { quantity: 100n, reserved: 90n, wanted: 30n, held: 0n, taken: 0n },
      move: holdAgain,
      to: { quantity: 100n, reserved: 100n, wanted: 30n, held: 10n, taken: 0n },
    },
    {
      name: 'what was handed over beyond the hold comes from what is free',
      from: { quantity: 100n, reserved: 90n, wanted: 30n, held: 0n, taken: 0n },
      move: (stock) => take(stock, 30n),
      to: { quantity: 90n, reserved: 90n, wanted: 30n, held: 0n, taken: 30n },
    },
    {
      name: 'an order that ends gives all back',
      from: { quantity: 100n, reserved: 70n, wanted: 30n, held: 20n, taken: 10n },
      move: release,
      to: { quantity: 100n, reserved: 50n, wanted: 30n, held: 0n, taken: 10n },
    },
  ])('$name', ({ from, move, to }) => {
    expect(move(from)).toEqual(to);
  });
});
