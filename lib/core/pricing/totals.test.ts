import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import type { ProgramLimits } from '#lib/core/program/limits.ts';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import { divideHalfUp } from './book-statistics.ts';
import { lineEvidenceSchema } from './evidence.ts';
import { applyFees } from './fees/apply-fees.ts';
import { createFormFinder, listFormIds } from './forms.ts';
import type { HubPrice } from './hub-price.ts';
import { METHODS, type Paying } from './method.ts';
import { type ItemToPrice, type PricingTerms, priceItems } from './price-items.ts';
import type { PricingRule } from './rules/rule.ts';
import { STATISTICS } from './statistic.ts';
import { recomputeUnitPrice } from './testing/recompute-unit-price.ts';

// Properties run hundreds of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const NOW = new Date('2026-11-22T19:24:00Z');
const JITA = 60003760;
const [ORE, SHIPS] = [25, 6];
const NAMES = ['Veldspar', 'Compressed Veldspar', 'Scordite', 'Clear Icicle', 'Rifter'];

let game: StaticData;
let bookIds: number[];
beforeAll(async () => {
  game = createStaticData(await readSnapshot());
  const formsOf = createFormFinder(game);
  const ids = NAMES.map((name) => item(name, 1).typeId);
  bookIds = [...new Set(ids.flatMap((id) => [id, ...listFormIds(formsOf(id))]))];
});

const anyStack = fc.record({
  name: fc.constantFrom(...NAMES),
  quantity: fc.integer({ min: 1, max: 2 ** 31 }),
});
const anyStacks = fc.array(anyStack, { minLength: 1, maxLength: 8 });
const anyPaying: fc.Arbitrary<Paying> = fc.record({
  method: fc.constantFrom(...METHODS),
  refineYield: fc.constantFrom('1', '0.5', '0.90628105568'),
  remainder: fc.constantFrom('unpaid', 'as-is'),
  takesScrap: fc.boolean(),
});
const anyTerms = fc.record({
  side: fc.constantFrom('buy', 'sell', 'split'),
  statistic: fc.constantFrom(...STATISTICS),
  rateBp: fc.integer({ min: 1, max: 20_000 }),
  minimumVolume: fc.constantFrom(null, 1, 2_000_000),
  sellCapBp: fc.constantFrom(null, 5_000, 11_000),
});
const anyLimits: fc.Arbitrary<ProgramLimits> = fc.record({
  haulingPerM3Isk: fc.constantFrom(null, 1n, 1_234n),
  density: fc.constantFrom(null, { limitPerM3Isk: 50_000n, taxBp: 777 }),
  sale: fc.constantFrom(null, { bonusBp: 250, from: null, until: new Date('2026-12-01') }),
  dailyCapIsk: fc.constant(null),
  pilotDailyCapIsk: fc.constant(null),
  takesDonations: fc.constant(false),
});
/** Prices, units and orders that differ from type to type, and from case to case. */
const anySeed = fc.integer({ min: 1, max: 2 ** 31 });

describe('by every method, figure, side, guard and fee', () => {
  test('the total is the lines cut once, in whatever order and stacks they come', () => {
    fc.assert(
      fc.property(anyStacks, anyPaying, anyTerms, anyLimits, anySeed, (stacks, ...by) => {
        const halves = stacks.flatMap(({ name, quantity }) => [
          { name, quantity: Math.ceil(quantity / 2) },
          ...(quantity > 1 ? [{ name, quantity: Math.floor(quantity / 2) }] : []),
        ]);
        const whole = run(stacks, ...by);
        const split = run(halves.toReversed(), ...by);

        expect(byType(split)).toEqual(byType(whole));
        expect(split.total).toBe(whole.total);
        const sum = whole.lines.reduce((all, { total }) => all + total, 0n);
        expect(whole.lineSum).toBe(sum);
        expect(whole.total).toBe(sum - (sum % 100n));
        for (const { unitPrice, total, quantity } of whole.lines) {
          expect(unitPrice > 0n && total === unitPrice * BigInt(quantity)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('a line can be computed again from nothing but what is stored with it', () => {
    fc.assert(
      fc.property(anyStacks, anyPaying, anyTerms, anyLimits, anySeed, (stacks, ...by) => {
        for (const { unitPrice, quantity, evidence } of run(stacks, ...by).lines) {
          const stored = lineEvidenceSchema.parse(JSON.parse(JSON.stringify(evidence)));
          expect(stored).toEqual(evidence);
          expect(recomputeUnitPrice(stored, quantity)).toBe(toIskText(unitPrice));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('the random books make prices by each figure, so that the above says something', () => {
    for (const statistic of STATISTICS) {
      const terms = { ...OPEN, statistic } as const;
      const { lines } = run([{ name: 'Veldspar', quantity: 12_345 }], REFINED, terms, NO_FEES, 7);
      expect(lines).toHaveLength(1);
    }
  });
});

const OPEN = { side: 'split', rateBp: 9_000, minimumVolume: null, sellCapBp: null } as const;
const REFINED: Paying = {
  method: 'refined',
  refineYield: '0.9',
  remainder: 'as-is',
  takesScrap: false,
};
const NO_FEES: ProgramLimits = {
  haulingPerM3Isk: null,
  density: null,
  sale: null,
  dailyCapIsk: null,
  pilotDailyCapIsk: null,
  takesDonations: false,
};

type Terms = typeof anyTerms extends fc.Arbitrary<infer Value> ? Value : never;

function run(
  stacks: readonly { readonly name: string; readonly quantity: number }[],
  paying: Paying,
  { side, statistic, ...terms }: Terms,
  limits: ProgramLimits,
  seed: number,
) {
  const pricing: PricingTerms = {
    basis: { hubId: JITA, hubName: 'Jita', side, statistic },
    refineYield: '0.7',
    staleAfterMinutes: 120,
    acceptedCategoryIds: [],
    acceptedGroupIds: [],
    ...terms,
  };
  const facts = { rules: [ORE, SHIPS].map((id) => ruleFor(id, paying)), types: game };
  const books = new Map([[JITA, booksOf(seed)]]);
  const items = stacks.map(({ name, quantity }) => item(name, quantity));
  const priced = priceItems(items, pricing, books, { ...facts, refining: game, now: NOW });
  return applyFees(priced, { side: 'buys', limits }, { types: game, now: NOW });
}

function byType({ lines, refused }: ReturnType<typeof run>) {
  return [...lines, ...refused].toSorted((a, b) => a.typeId - b.typeId);
}

function item(name: string, quantity: number): ItemToPrice {
  const match = game.resolveName(name);
  if (match.kind !== 'type') throw new Error(`No such type: ${name}`);
  return { typeId: match.typeId, name, quantity, blueprintCopy: false };
}

function ruleFor(categoryId: number, paying: Paying): PricingRule {
  return {
    ruleId: String(categoryId),
    scope: { kind: 'category', id: categoryId, name: '' },
    action: 'accept',
    basis: null,
    rateBp: null,
    paying,
    validFrom: null,
    validUntil: null,
    note: '',
  };
}

/** Books of everything: each with its own prices, some thin, some without a side. */
function booksOf(seed: number): ReadonlyMap<number, HubPrice> {
  return new Map(bookIds.map((id) => [id, bookOf(seed * 7_919 + id)]));
}

function bookOf(seed: number): HubPrice {
  const buy = BigInt(100 + (seed % 900_007));
  const sell = buy + BigInt(seed % 5_003);
  const hasSell = seed % 11 !== 0;
  const units = seed % 13 === 0 ? 1_000 : 3_000_000_000;
  const levels = [0n, 7n, 31n].map((step) => ({ step, units, orders: 2 }));
  return {
    buyBest: buy,
    buyTop5: buy - 3n,
    sellBest: hasSell ? sell : null,
    sellTop5: hasSell ? sell + 3n : null,
    buyVolume: 3 * units,
    sellVolume: hasSell ? 3 * units : 0,
    buyOrders: 6,
    sellOrders: hasSell ? 6 : 0,
    bookAt: new Date(NOW.getTime() - 60_000),
    levels: {
      buy: levels.map(({ step, ...level }) => ({ priceIsk: buy - step, ...level })),
      sell: hasSell
        ? levels.map(({ step, ...level }) => ({ priceIsk: sell + step, ...level }))
        : [],
    },
    history: {
      days: [1, 2, 5, 20, 60].map((ago) => ({
        date: new Date(NOW.getTime() - ago * 86_400_000).toISOString().slice(0, 10),
        average: divideHalfUp(buy * BigInt(20 + ago), 20n) + parseIsk('0.01'),
        volume: 1 + (seed % 997) * ago,
      })),
      fetchedAt: new Date(NOW.getTime() - 3_600_000),
    },
  };
}
