import fc from 'fast-check';
import { expect, test } from 'vitest';
import { computeOreYield } from './compute-yield.ts';
import { add, type Decimal, decimal, multiply, toDecimalText } from './decimal.ts';
import type { Recipe } from './recipe.ts';
import { refineItems, refineLot } from './refine.ts';

const ORE = { kind: 'ore', skill: null } as const;
const MINERALS = [34, 35, 36, 37, 38, 39, 40];

const quantities = fc.integer({ min: 0, max: 1_000_000_000 });
const shares = fc
  .bigInt({ min: 0n, max: 10n ** 12n })
  .map((digits): Decimal => ({ digits, places: 12 }));
const recipes = fc.record({
  processing: fc.constant(ORE),
  portionSize: fc.constantFrom(1, 100, 333, 1_000),
  materials: fc.uniqueArray(
    fc.record({
      typeId: fc.constantFrom(...MINERALS),
      quantity: fc.integer({ min: 1, max: 50_000 }),
    }),
    { selector: ({ typeId }) => typeId, minLength: 1, maxLength: 5 },
  ),
}) satisfies fc.Arbitrary<Recipe>;
const levels = fc.integer({ min: -1, max: 7 });

test('what is left over is less than a portion, and nothing gets lost', () => {
  fc.assert(
    fc.property(quantities, recipes, shares, (quantity, recipe, share) => {
      const { portions, leftover } = refineLot(quantity, recipe, share);
      expect(leftover).toBeGreaterThanOrEqual(0);
      expect(leftover).toBeLessThan(recipe.portionSize);
      expect(portions * recipe.portionSize + leftover).toBe(quantity);
    }),
  );
});

test('a material is less than one unit below the exact amount, and never above', () => {
  fc.assert(
    fc.property(quantities, recipes, shares, (quantity, recipe, share) => {
      const { portions, outputs } = refineLot(quantity, recipe, share);
      for (const { typeId, quantity: whole } of recipe.materials) {
        const exact = BigInt(whole) * BigInt(portions) * share.digits;
        const got = BigInt(outputs.find((output) => output.typeId === typeId)?.quantity ?? 0);
        const rest = exact - got * 10n ** BigInt(share.places);
        expect(rest >= 0n && rest < 10n ** BigInt(share.places)).toBe(true);
      }
    }),
  );
});

test('a better yield and a larger lot never give less', () => {
  fc.assert(
    fc.property(quantities, quantities, recipes, shares, shares, (a, b, recipe, x, y) => {
      const [few, many] = a < b ? [a, b] : [b, a];
      const [low, high] = x.digits < y.digits ? [x, y] : [y, x];
      const less = totalsOf(refineLot(few, recipe, low).outputs);
      const more = totalsOf(refineLot(many, recipe, high).outputs);
      for (const [typeId, quantity] of less) {
        expect(more.get(typeId) ?? 0).toBeGreaterThanOrEqual(quantity);
      }
    }),
  );
});

test('neither the order of stacks nor how a stack is split changes anything', () => {
  const stacks = fc.array(
    fc.record({ typeId: fc.constantFrom(1, 2, 3, 4), quantity: quantities }),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(
      stacks,
      fc.tuple(recipes, recipes, recipes),
      shares,
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })),
      (items, known, share, chances) => {
        // The fourth type cannot be refined.
        const recipeOf = (typeId: number) => known[typeId - 1] ?? null;
        const pieces = items.flatMap(({ typeId, quantity }) => {
          const first = Math.floor(quantity * (chances.next().value ?? 0));
          return [
            { typeId, quantity: first },
            { typeId, quantity: quantity - first },
          ];
        });
        const shuffled = pieces
          .map((piece) => ({ piece, at: chances.next().value ?? 0 }))
          .toSorted((a, b) => a.at - b.at)
          .map(({ piece }) => piece);
        expect(refineItems(shuffled, recipeOf, () => share)).toEqual(
          refineItems(items, recipeOf, () => share),
        );
      },
    ),
  );
});

test('one lot gives at least what its halves give apart', () => {
  fc.assert(
    fc.property(quantities, quantities, recipes, shares, (a, b, recipe, share) => {
      const together = totalsOf(refineLot(a + b, recipe, share).outputs);
      for (const lot of [a, b].map((part) => refineLot(part, recipe, share))) {
        for (const { typeId, quantity } of lot.outputs) {
          together.set(typeId, (together.get(typeId) ?? 0) - quantity);
        }
      }
      expect([...together.values()].every((rest) => rest >= 0)).toBe(true);
    }),
  );
});

test('no skill, rig, implant or better place makes a yield worse, and none passes 1', () => {
  const places = fc.record({
    basePercent: fc.constantFrom('25', '30', '32', '50', '52').map(decimal),
    rigPercent: fc.constantFrom('0', '1', '3').map(decimal),
    securityBonus: fc.constantFrom('0', '0.06', '0.12').map(decimal),
    structureBonus: fc.constantFrom('0', '0.02', '0.055').map(decimal),
  });
  const pilots = fc.record({
    reprocessing: levels,
    efficiency: levels,
    oreSkill: levels,
    implantBonus: fc.constantFrom('0', '0.01', '0.02', '0.04').map(decimal),
  });
  fc.assert(
    fc.property(places, pilots, (place, pilot) => {
      const share = Number(toDecimalText(computeOreYield(place, pilot)));
      expect(share).toBeGreaterThanOrEqual(0.25);
      expect(share).toBeLessThanOrEqual(1);
      const betters = [
        computeOreYield({ ...place, rigPercent: decimal('3') }, pilot),
        computeOreYield({ ...place, securityBonus: decimal('0.12') }, pilot),
        computeOreYield({ ...place, structureBonus: decimal('0.055') }, pilot),
        computeOreYield(place, { ...pilot, implantBonus: decimal('0.04') }),
        ...(['reprocessing', 'efficiency', 'oreSkill'] as const).map((skill) =>
          computeOreYield(place, { ...pilot, [skill]: pilot[skill] + 1 }),
        ),
      ];
      for (const better of betters) {
        expect(Number(toDecimalText(better))).toBeGreaterThanOrEqual(share);
      }
    }),
  );
});

test('decimals lose no digit', () => {
  const texts = fc
    .tuple(
      fc.bigInt({ min: 0n, max: 10n ** 12n - 1n }),
      fc.bigInt({ min: 0n, max: 10n ** 18n - 1n }),
    )
    .map(([whole, fraction]) => `${whole}.${fraction.toString().padStart(18, '0')}`);
  fc.assert(
    fc.property(texts, texts, (a, b) => {
      const scaled = (text: string) => BigInt(text.replace('.', ''));
      const sum = add(decimal(a), decimal(b));
      expect(sum.digits * 10n ** BigInt(18 - sum.places)).toBe(scaled(a) + scaled(b));
      const product = multiply(decimal(a), decimal(b));
      expect(product.digits * 10n ** BigInt(36 - product.places)).toBe(scaled(a) * scaled(b));
      expect(Number(toDecimalText(decimal(a)))).toBe(Number(a));
    }),
  );
});

function totalsOf(outputs: readonly { typeId: number; quantity: number }[]): Map<number, number> {
  return new Map(outputs.map(({ typeId, quantity }) => [typeId, quantity]));
}
