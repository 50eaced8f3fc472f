import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { describeRefusal } from './describe-refusal.ts';
import { lineEvidenceSchema } from './evidence.ts';
import { explainLine } from './explain-line.ts';
import { formatRateBp } from './explained-numbers.ts';
import type { Basis, HubPrice } from './hub-price.ts';
import {
  densityOf,
  type ItemToPrice,
  type PriceBooks,
  type PricingFacts,
  type PricingTerms,
  priceItems,
} from './price-items.ts';
import { NOTHING_REFINES } from './testing/nothing-refines.ts';

// Properties run thousands of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const NOW = new Date('2026-11-22T19:24:00Z');
const JITA = 60003760;
const VELDSPAR = 1230;
const PYERITE = 35;
const HULK_BLUEPRINT = 22545;
const SHUTTLE = 672;

const TYPES = new Map([
  [VELDSPAR, { groupId: 462, categoryId: 25, marketGroupId: 518, packagedVolumeM3: 0.1 }],
  [PYERITE, { groupId: 18, categoryId: 4, marketGroupId: 1857, packagedVolumeM3: 0.01 }],
  [HULK_BLUEPRINT, { groupId: 1191, categoryId: 9, marketGroupId: 889, packagedVolumeM3: 0.01 }],
  [SHUTTLE, { groupId: 31, categoryId: 6, marketGroupId: 396, packagedVolumeM3: 500 }],
]);
const ORE = 54;
const FACTS: PricingFacts = {
  rules: [],
  types: {
    type: (typeId) => TYPES.get(typeId),
    marketGroup: (id) => ({ parentId: id === 518 ? ORE : null }),
  },
  refining: NOTHING_REFINES,
  now: NOW,
};

const NO_BOOKS: PriceBooks = new Map();

describe('priceItems', () => {
  test.each([
    { basis: 'buy top5', rateBp: 9_200, unit: '15.53', why: '92 % Jita buy' },
    { basis: 'buy best', rateBp: 9_200, unit: '15.64', why: '92 % Jita buy' },
    { basis: 'sell top5', rateBp: 9_250, unit: '18.50', why: '92.5 % Jita sell' },
    { basis: 'split top5', rateBp: 10_000, unit: '18.44', why: '100 % Jita split' },
    { basis: 'split best', rateBp: 10_000, unit: '18.25', why: '100 % Jita split' },
  ])('$rateBp basis points of $basis make $unit', ({ basis, rateBp, unit, why }) => {
    const [side, statistic] = basis.split(' ');
    const { lines } = priceItems(
      [item(VELDSPAR, 10)],
      terms({ rateBp, basis: basisOf(side, statistic) }),
      prices({}),
      FACTS,
    );

    expect(lines).toHaveLength(1);
    expect(toIskText(lines[0]?.unitPrice ?? 0n)).toBe(unit);
    expect(lines[0]?.total).toBe((lines[0]?.unitPrice ?? 0n) * 10n);
    expect(explainLine(lineEvidenceSchema.parse(lines[0]?.evidence)).short).toBe(why);
  });

  test('lines are exact, and their sum is cut to whole ISK', () => {
    const items = [item(VELDSPAR, 3), item(PYERITE, 1)];
    const result = priceItems(items, terms({}), prices({}), FACTS);

    expect(result.lines.map(({ total }) => toIskText(total))).toEqual(['46.59', '15.53']);
    expect(toIskText(result.lineSum)).toBe('62.12');
    expect(toIskText(result.total)).toBe('62.00');
    expect(result.volumeM3).toBe(0.31);
  });

  test('equal types are merged, copies apart', () => {
    const items = [item(VELDSPAR, 3), item(PYERITE, 1), item(VELDSPAR, 4), copy(VELDSPAR, 1)];
    const { lines, refused } = priceItems(items, terms({}), prices({}), FACTS);

    expect(lines.map(({ typeId, quantity }) => [typeId, quantity])).toEqual([
      [VELDSPAR, 7],
      [PYERITE, 1],
    ]);
    expect(refused.map(({ reason }) => reason)).toEqual(['blueprint-copy']);
  });

  test('what is no longer in the game is refused, however it was priced', () => {
    const type = { ...veldspar(), published: false };
    const gone = { ...FACTS, types: { ...FACTS.types, type: () => type } };
    const { lines, refused } = priceItems([item(VELDSPAR, 1)], terms({}), prices({}), gone);

    expect(lines).toEqual([]);
    expect(refused.map(({ reason }) => reason)).toEqual(['unpublished']);
  });

  test.each([
    { what: 'a blueprint copy', items: [copy(HULK_BLUEPRINT, 1)], reason: 'blueprint-copy' },
    { what: 'a blueprint', items: [item(HULK_BLUEPRINT, 1)], reason: 'blueprint-original' },
    { what: 'another kind of item', items: [item(SHUTTLE, 1)], reason: 'not-accepted' },
    { what: 'a type of tomorrow’s patch', items: [item(99_999, 1)], reason: 'unknown-type' },
    { what: 'a type without a book', items: [item(VELDSPAR, 1)], price: null, reason: 'no-price' },
    {
      what: 'an old book',
      items: [item(VELDSPAR, 1)],
      price: { bookAt: minutesAgo(121) },
      reason: 'stale-price',
    },
    {
      what: 'a side without orders',
      items: [item(VELDSPAR, 1)],
      price: { buyTop5: null },
      reason: 'no-orders',
    },
    {
      what: 'a worthless item',
      items: [item(VELDSPAR, 1)],
      price: { buyTop5: 0n },
      reason: 'no-price',
    },
    {
      what: 'a split that nobody sells at',
      items: [item(VELDSPAR, 1)],
      price: { sellTop5: null },
      side: 'split',
      reason: 'no-orders',
    },
    {
      what: 'a split that nobody buys at',
      items: [item(VELDSPAR, 1)],
      price: { buyTop5: null },
      side: 'split',
      reason: 'no-orders',
    },
  ])('$what is refused: $reason', ({ items, price = {}, side = 'buy', reason }) => {
    const book = price === null ? NO_BOOKS : prices(price);
    const result = priceItems(items, terms({ basis: basisOf(side, 'top5') }), book, FACTS);

    expect(result.lines).toEqual([]);
    expect(result.total).toBe(0n);
    expect(result.refused.map((line) => line.reason)).toEqual([reason]);
  });

  test('a price is fresh to the last minute of its two hours', () => {
    const book = prices({ bookAt: minutesAgo(120) });

    expect(priceItems([item(VELDSPAR, 1)], terms({}), book, FACTS).lines).toHaveLength(1);
  });

  test('a stale price is refused with its age', () => {
    const book = prices({ bookAt: minutesAgo(200) });
    const [line] = priceItems([item(VELDSPAR, 1)], terms({}), book, FACTS).refused;

    expect(line && describeRefusal(line, NOW)).toBe(
      'Not bought for now: we have no fresh price for it. It is left out of the quote. The last one is 3 h 20 min old.',
    );
  });

  test('a group may be accepted without its category', () => {
    const only = terms({ acceptedCategoryIds: [], acceptedGroupIds: [18] });
    const items = [item(VELDSPAR, 1), item(PYERITE, 1)];

    expect(priceItems(items, only, prices({}), FACTS).lines).toMatchObject([{ typeId: PYERITE }]);
  });

  test('splitting a stack changes no total', () => {
    const anyStacks = fc.array(fc.integer({ min: 1, max: 2 ** 31 }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(anyStacks, fc.bigInt({ min: 1n, max: 10n ** 13n }), (stacks, buyTop5) => {
        const book = prices({ buyTop5 });
        const sum = stacks.reduce((a, b) => a + b, 0);
        const price = (items: ItemToPrice[]) => priceItems(items, terms({}), book, FACTS);
        const split = price(stacks.map((quantity) => item(VELDSPAR, quantity)));
        const whole = price([item(VELDSPAR, sum)]);

        expect(split).toEqual(whole);
        expect(split.lineSum - split.total < 100n && split.total <= split.lineSum).toBe(true);
        expect(split.total % 100n).toBe(0n);
      }),
    );
  });
});

describe('evidence', () => {
  test('says what made the price, in pieces', () => {
    const split = terms({ basis: basisOf('split', 'top5'), rateBp: 9_000 });
    const [line] = priceItems([item(VELDSPAR, 1)], split, prices({}), FACTS).lines;

    expect(line && explainLine(line.evidence)).toEqual({
      short: '90 % Jita split',
      rate: '90 %',
      basis: 'Jita split',
      statistic: '5 % volume-weighted',
      arithmetic: '90 % of 18.44 = 16.60',
      middleOf: 'Buy 16.88, sell 20.00',
      rule: null,
      note: null,
      sources: [],
      cap: null,
      lot: null,
      bookAt: '2026-11-22T19:21:00.000Z',
    });
  });

  test('of best orders names both that it is the middle of', () => {
    const split = terms({ basis: basisOf('split', 'best'), rateBp: 10_000 });
    const [line] = priceItems([item(VELDSPAR, 1)], split, prices({}), FACTS).lines;

    expect(line && explainLine(line.evidence)).toMatchObject({
      statistic: 'best order',
      arithmetic: '100 % of 18.25 = 18.25',
      middleOf: 'Buy 17.00, sell 19.50',
    });
  });

  test('of one side says nothing of the other, which may be empty', () => {
    const book = prices({ sellBest: null, sellTop5: null, sellVolume: 0, sellOrders: 0 });
    const [line] = priceItems([item(VELDSPAR, 1)], terms({}), book, FACTS).lines;

    expect(line?.evidence).toMatchObject({ buyTop5Isk: '16.88', sellTop5Isk: null });
    expect(line && explainLine(line.evidence).middleOf).toBeNull();
    const [plain] = priceItems([item(VELDSPAR, 1)], terms({}), prices({}), FACTS).lines;
    expect(plain && explainLine(plain.evidence).middleOf).toBeNull();
  });

  test('is JSON that reads back the same', () => {
    const [line] = priceItems([item(VELDSPAR, 1)], terms({}), prices({}), FACTS).lines;
    const stored = JSON.parse(JSON.stringify(line?.evidence));

    expect(lineEvidenceSchema.parse(stored)).toEqual(line?.evidence);
  });

  test.each([
    [9_200, '92 %'],
    [9_250, '92.5 %'],
    [9_255, '92.55 %'],
    [10_000, '100 %'],
  ])('%d basis points are %s', (rateBp, text) => {
    expect(formatRateBp(rateBp)).toBe(text);
  });
});

test.each([
  { isk: '112507268.00', volumeM3: 100_444.64, density: '1120.09' },
  { isk: '1.00', volumeM3: 0.0015, density: '666.66' },
  { isk: '1.00', volumeM3: 0, density: null },
])('$isk ISK in $volumeM3 m³ are $density ISK a m³', ({ isk, volumeM3, density }) => {
  const result = densityOf(parseIsk(isk), volumeM3);

  expect(result === null ? null : toIskText(result)).toBe(density);
});

function item(typeId: number, quantity: number): ItemToPrice {
  return { typeId, name: `Type ${typeId}`, quantity, blueprintCopy: false };
}

function copy(typeId: number, quantity: number): ItemToPrice {
  return { ...item(typeId, quantity), blueprintCopy: true };
}

function basisOf(side = 'buy', statistic = 'top5'): Basis {
  return {
    hubId: JITA,
    hubName: 'Jita',
    side: side === 'sell' || side === 'split' ? side : 'buy',
    statistic: statistic === 'best' ? 'best' : 'top5',
  };
}

function terms(change: Partial<PricingTerms>): PricingTerms {
  return {
    basis: basisOf(),
    rateBp: 9_200,
    refineYield: null,
    minimumVolume: null,
    sellCapBp: null,
    staleAfterMinutes: 120,
    acceptedCategoryIds: [25, 4],
    acceptedGroupIds: [],
    ...change,
  };
}

function veldspar() {
  const type = TYPES.get(VELDSPAR);
  if (!type) throw new Error('No Veldspar');
  return type;
}

/** The same book for every type, at Jita. */
function prices(change: Partial<HubPrice>, hubId = JITA): PriceBooks {
  const price: HubPrice = {
    buyBest: 1_700n,
    buyTop5: 1_688n,
    sellBest: 1_950n,
    sellTop5: 2_000n,
    buyVolume: 5_000,
    sellVolume: 7_000,
    buyOrders: 12,
    sellOrders: 20,
    bookAt: minutesAgo(3),
    ...change,
  };
  return new Map([[hubId, new Map([...TYPES.keys()].map((typeId) => [typeId, price]))]]);
}

function minutesAgo(minutes: number): Date {
  return new Date(NOW.getTime() - minutes * 60_000);
}
