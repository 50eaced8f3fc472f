import fc from 'fast-check';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import { describeRefusal } from './describe-refusal.ts';
import { lineEvidenceSchema } from './evidence.ts';
import { explainLine } from './explain-line.ts';
import type { HubPrice } from './hub-price.ts';
import { listBooks } from './list-books.ts';
import { AS_IS, METHODS, type Paying } from './method.ts';
import {
  type ItemToPrice,
  type PricedItems,
  type PricingTerms,
  priceItems,
} from './price-items.ts';
import type { PricingRule } from './rules/rule.ts';

// Properties run hundreds of cases; on a busy machine that takes more than vitest's five seconds.
vi.setConfig({ testTimeout: 60_000 });

const NOW = new Date('2026-11-22T19:24:00Z');
const JITA = 60003760;
const [ORE, SHIPS, CLOUDS] = [25, 6, 2];
const TERMS: PricingTerms = {
  basis: { hubId: JITA, hubName: 'Jita', side: 'buy', statistic: 'top5' },
  rateBp: 10_000,
  refineYield: null,
  minimumVolume: null,
  sellCapBp: null,
  staleAfterMinutes: 120,
  acceptedCategoryIds: [ORE, SHIPS, CLOUDS],
  acceptedGroupIds: [],
};
/** Of the worked example of quagtus/eve-buyback. */
const ICE_PRODUCTS =
  'Heavy Water 99.40, Liquid Ozone 85.99, Helium Isotopes 742.00, Strontium Clathrates 4236.00';
const MINERALS = 'Tritanium 4.00, Pyerite 10.00, Mexallon 60.00';

let game: StaticData;
beforeAll(async () => {
  game = createStaticData(await readSnapshot());
});

describe('what comes out of a lot is what is paid for', () => {
  test.each([
    // 34 936 Tritanium each time: a remainder of 50 gives nothing.
    { lot: '10000 Veldspar', by: 'refined 0.8734', worth: '139744.00', unit: '13.97' },
    { lot: '10050 Veldspar', by: 'refined 0.8734', worth: '139744.00', unit: '13.90' },
    { lot: '10050 Veldspar', by: 'refined 0.8734 as-is', worth: '140594.00', unit: '13.99' },
    { lot: '50 Veldspar', by: 'refined 0.8734 as-is', worth: '850.00', unit: '17.00' },
    { lot: '10050 Compressed Veldspar', by: 'refined 0.8734', worth: '139744.00', unit: '13.90' },
    { lot: '1 Batch Compressed Veldspar', by: 'refined 0.8734', worth: '1396.00', unit: '1396.00' },
    { lot: '3 Rifter', by: 'refined 0.9063 scrap', worth: '274926.00', unit: '91642.00' },
    { lot: '1001 Compressed Fullerite-C50', by: 'refined 1', worth: '950000.00', unit: '949.05' },
    { lot: '10 Fullerite-C50', by: 'refined 0.9', worth: '10000.00', unit: '1000.00' },
    { lot: '10 Veldspar', by: 'compressed', worth: '200.00', unit: '20.00' },
    { lot: '10 Compressed Veldspar', by: 'compressed', worth: '200.00', unit: '20.00' },
    { lot: '3 Rifter', by: 'compressed', worth: '900000.00', unit: '300000.00' },
    { lot: '10000 Veldspar', by: 'best-of 0.8734', worth: '200000.00', unit: '20.00' },
    { lot: '10000 Veldspar', by: 'least-of 0.8734', worth: '139744.00', unit: '13.97' },
    { lot: '3 Rifter', by: 'best-of 0.55', worth: '900000.00', unit: '300000.00' },
    { lot: '3 Rifter', by: 'least-of 0.55', worth: '900000.00', unit: '300000.00' },
    { lot: '3 Rifter', by: 'least-of 0.55 scrap', worth: '274926.00', unit: '91642.00' },
  ])('$lot, $by: $worth', ({ lot, by, worth, unit }) => {
    const books = `${MINERALS}, Veldspar 17.00, Compressed Veldspar 20.00, Batch Compressed Veldspar 9.00,
      Rifter 300000.00, Fullerite-C50 1000.00, Compressed Fullerite-C50 900.00`;
    const { lines, refused } = price(lot, by, books);

    expect(refused).toEqual([]);
    expect(lines[0]?.evidence.lot?.valueIsk).toBe(worth);
    expect(toIskText(lines[0]?.unitPrice ?? 0n)).toBe(unit);
  });

  test('10,000 Clear Icicle at 90.63 % come to what others have worked out, to the hundredth', () => {
    const by = (rate: number, books: string) =>
      price('10000 Clear Icicle', 'refined 0.9063', books, { rateBp: rate }).lines[0]?.evidence.lot;
    const lot = by(10_000, ICE_PRODUCTS);

    expect(lot?.parts.map(({ quantity }) => quantity)).toEqual([
      625_347, 317_205, 3_752_082, 9_063,
    ]);
    // Helium at 90 %, the rest at 80 %.
    const rates = [8_000n, 8_000n, 9_000n, 8_000n];
    const worth = lot?.parts.reduce(
      (sum, part, i) => sum + parseIsk(part.priceIsk) * BigInt(part.quantity) * (rates[i] ?? 0n),
      0n,
    );
    expect(toIskText((worth ?? 0n) / 10_000n)).toBe('2607901813.80');
  });
});

describe('a lot is refused', () => {
  test.each([
    {
      lot: '50 Veldspar',
      by: 'refined 0.8734',
      reason: 'under-portion',
      says: 'too few to refine',
    },
    { lot: '10 Rifter', by: 'refined 0.9', reason: 'scrap-not-paid', says: 'not for scrap' },
    { lot: '10 Tritanium', by: 'refined 0.9', reason: 'not-refinable', says: 'refines to nothing' },
    { lot: '500 Veldspar', by: 'refined', reason: 'no-yield', says: 'has not said at what yield' },
    { lot: '500 Scordite', by: 'refined 0.9', reason: 'no-price', says: 'no price' },
    { lot: '500 Scordite', by: 'least-of 0.9', reason: 'no-price', says: 'no price' },
    { lot: '9007199254740991 Veldspar', by: 'refined 0.9', reason: 'too-many', says: 'Nobody' },
  ])('$lot, $by: $reason', ({ lot, by, reason, says }) => {
    const { lines, refused } = price(lot, by, 'Tritanium 4.00, Scordite 20.00');

    expect(lines).toEqual([]);
    expect(refused).toMatchObject([{ reason }]);
    expect(refused[0] && describeRefusal(refused[0], NOW)).toContain(says);
  });

  test('by the least of when any price is old, since that might have been the least', () => {
    const books = bookOf('Veldspar 17.00, Tritanium 4.00, Compressed Veldspar 20.00');
    const old = { ...bookAt('1.00'), bookAt: new Date(NOW.getTime() - 3 * 3_600_000) };
    books.set(idOf('Tritanium'), old);

    expect(priceWith('500 Veldspar', 'least-of 0.9', books).refused).toMatchObject([
      { reason: 'stale-price' },
    ]);
    const [line] = priceWith('500 Veldspar', 'best-of 0.9', books).lines;
    expect(line && explainLine(line.evidence).lot?.tried).toEqual([
      'as it is: 8,500.00',
      'compressed: 10,000.00',
      'refined: the price is too old',
    ]);
  });
});

describe('thin and manipulated books', () => {
  test('ore whose own book is thin is worth its minerals, and says why', () => {
    const books = bookOf('Veldspar 6000.00 x2, Tritanium 4.00 x9000000');
    const [line] = priceWith('10000 Veldspar', 'as-is', books, {
      minimumVolume: 1_000,
      refineYield: '0.8734',
    }).lines;

    expect(toIskText(line?.unitPrice ?? 0n)).toBe('13.97');
    expect(line && explainLine(line.evidence)).toMatchObject({
      short: '100 % Jita buy, refined',
      lot: {
        standsInFor: 'Too few units of it are traded at Jita, so it is worth its minerals',
        tried: ['as it is: too few units are traded', 'refined: 139,744.00'],
      },
    });
  });

  test.each([
    { lot: '10 Rifter', guards: { minimumVolume: 1_000, refineYield: '0.5' }, why: 'no scrap' },
    { lot: '500 Veldspar', guards: { minimumVolume: 1_000 }, why: 'no yield' },
  ])('without minerals to value it by ($why) a thin book makes no price', ({ lot, guards }) => {
    const books = bookOf(
      'Rifter 900000.00 x2, Veldspar 6000.00 x2, Tritanium 4.00, Pyerite 1.00, Mexallon 1.00',
    );
    expect(priceWith(lot, 'as-is', books, guards).refused).toMatchObject([{ reason: 'thin-book' }]);
  });

  test.each([
    {
      side: 'buy',
      price: '13.20',
      said: 'buy 40.00 is above 110 % of sell 12.00, and counts as 13.20',
    },
    {
      side: 'split',
      price: '12.60',
      said: 'buy 40.00 is above 110 % of sell 12.00, and counts as 13.20',
    },
    { side: 'sell', price: '12.00', said: null },
  ] as const)('a buy price above its bound of the sell price counts as that: $side', (each) => {
    const books = new Map([[idOf('Veldspar'), { ...bookAt('40.00'), sellTop5: 1_200n }]]);
    const basis = { ...TERMS.basis, side: each.side };
    const [line] = priceWith('10 Veldspar', 'as-is', books, { sellCapBp: 11_000, basis }).lines;

    expect(toIskText(line?.unitPrice ?? 0n)).toBe(each.price);
    expect(line && explainLine(line.evidence).cap).toBe(each.said);
  });

  test('a bounded mineral is said of the lot that it came from', () => {
    const books = new Map([[idOf('Tritanium'), { ...bookAt('40.00'), sellTop5: 400n }]]);
    const [line] = priceWith('100 Veldspar', 'refined 1', books, { sellCapBp: 10_000 }).lines;

    expect(line && explainLine(line.evidence)).toMatchObject({
      arithmetic: '100 % of 1,600.00 ÷ 100 units = 16.00',
      lot: { caps: ['Tritanium: buy 40.00 is above 100 % of sell 4.00, and counts as 4.00'] },
    });
  });
});

describe('the evidence of a lot', () => {
  test('is enough to make the price again by hand', () => {
    const books = `${MINERALS}, Veldspar 17.00`;
    const [line] = price('10050 Veldspar', 'refined 0.8734 as-is', books, { rateBp: 9_200 }).lines;

    expect(line && explainLine(line.evidence)).toMatchObject({
      short: '92 % Jita buy, refined',
      arithmetic: '92 % of 140,594.00 ÷ 10,050 units = 12.87',
      lot: {
        method: 'refined',
        yield: '87.34 %, 100 whole portions of 100 units; each material rounded down once',
        leftover: '50 units left; what fills no portion is paid as it is',
        steps: [
          { name: '34,936 Tritanium × 4.00', value: '139,744.00' },
          { name: '50 left over × 17.00', value: '850.00' },
        ],
        value: '140,594.00',
      },
    });
  });

  test('is JSON that reads back the same, and is as old as its oldest book', () => {
    const books = bookOf(MINERALS);
    const oldest = new Date(NOW.getTime() - 60 * 60_000);
    books.set(idOf('Tritanium'), { ...bookAt('4.00'), bookAt: oldest });
    const [line] = priceWith('3 Rifter', 'refined 0.5 scrap', books).lines;

    expect(line?.evidence.bookAt).toBe(oldest.toISOString());
    const stored = JSON.parse(JSON.stringify(line?.evidence));
    expect(lineEvidenceSchema.parse(stored)).toEqual(line?.evidence);
  });

  test('of before there were methods is read as of a thing paid for as it is', () => {
    const [line] = price('10 Veldspar', 'as-is', 'Veldspar 17.00').lines;
    const { lot: _lot, cap: _cap, ...before } = lineEvidenceSchema.parse(line?.evidence);

    expect(lineEvidenceSchema.parse(before)).toEqual({ ...before, lot: null, cap: null });
  });
});

test('books are listed for every form that may be paid for, and for no other', () => {
  const list = (by: string) => {
    const facts = factsWith(by);
    return listBooks([{ typeId: idOf('Veldspar') }], TERMS, facts)
      .get(JITA)
      ?.map(nameOf);
  };
  expect(list('as-is')).toEqual(['Veldspar']);
  expect(list('refined 1')).toEqual(['Veldspar', 'Compressed Veldspar', 'Tritanium']);
});

describe('properties', () => {
  const NAMES = ['Veldspar', 'Compressed Veldspar', 'Scordite', 'Clear Icicle', 'Rifter'];
  const BOOKS = `${MINERALS}, ${ICE_PRODUCTS}, Veldspar 17.00, Scordite 20.00, Compressed Scordite 30.00,
    Clear Icicle 260000.00, Rifter 300000.00`;
  const anyStack = fc.record({
    name: fc.constantFrom(...NAMES),
    quantity: fc.integer({ min: 1, max: 2 ** 31 }),
  });
  const anyPaying = fc.record({
    method: fc.constantFrom(...METHODS),
    refineYield: fc.constantFrom('1', '0.5', '0.90628105568', '0.000000000000000001'),
    remainder: fc.constantFrom('unpaid', 'as-is'),
    takesScrap: fc.boolean(),
  } as const);

  test('order of lines and splitting stacks change nothing, and the total is the lines cut once', () => {
    fc.assert(
      fc.property(fc.array(anyStack, { minLength: 1 }), anyPaying, (stacks, paying) => {
        const halves = stacks.flatMap(({ name, quantity }) => [
          item(name, Math.ceil(quantity / 2)),
          ...(quantity > 1 ? [item(name, Math.floor(quantity / 2))] : []),
        ]);
        const whole = run(
          stacks.map(({ name, quantity }) => item(name, quantity)),
          paying,
        );
        const split = run(halves.toReversed(), paying);

        expect(byType(split)).toEqual(byType(whole));
        expect(split.total).toBe(whole.total);
        const sum = whole.lines.reduce((total, line) => total + line.total, 0n);
        expect(whole.total).toBe(sum - (sum % 100n));
        for (const { unitPrice, total, quantity } of whole.lines) {
          expect(unitPrice > 0n && total === unitPrice * BigInt(quantity)).toBe(true);
        }
      }),
    );
  });

  test('the least of is never more than any way, and the best of never less', () => {
    fc.assert(
      fc.property(anyStack, anyPaying, ({ name, quantity }, paying) => {
        const worth = (method: Paying['method']) =>
          run([item(name, quantity)], { ...paying, method }).lines[0]?.unitPrice;
        const [least, best] = [worth('least-of'), worth('best-of')];
        for (const way of ['as-is', 'refined'] as const) {
          if (way === 'refined' && name === 'Rifter' && !paying.takesScrap) continue;
          const each = worth(way);
          if (each === undefined) continue;
          if (best !== undefined) expect(best >= each).toBe(true);
          if (least !== undefined) expect(least <= each).toBe(true);
        }
      }),
    );
  });

  function run(items: readonly ItemToPrice[], paying: Paying): PricedItems {
    return priceItems(items, TERMS, new Map([[JITA, bookOf(BOOKS)]]), factsOf(paying));
  }
});

function byType({ lines, refused }: PricedItems) {
  return [...lines, ...refused].toSorted((a, b) => a.typeId - b.typeId);
}

function price(lot: string, by: string, books: string, terms: Partial<PricingTerms> = {}) {
  return priceWith(lot, by, bookOf(books), terms);
}

function priceWith(
  lot: string,
  by: string,
  book: ReadonlyMap<number, HubPrice>,
  terms: Partial<PricingTerms> = {},
): PricedItems {
  const [, quantity = '', name = ''] = /^(\d+) (.+)$/.exec(lot) ?? [];
  const items = [item(name, Number(quantity))];
  return priceItems(items, { ...TERMS, ...terms }, new Map([[JITA, book]]), factsWith(by));
}

/** Read `'refined 0.8734 as-is scrap'`: method, yield, remainder, scrap. */
function factsWith(by: string) {
  const [method, ...words] = by.split(' ');
  return factsOf({
    method: METHODS.find((each) => each === method) ?? 'as-is',
    refineYield: words.find((word) => /^[\d.]+$/.test(word)) ?? null,
    remainder: words.includes('as-is') ? 'as-is' : 'unpaid',
    takesScrap: words.includes('scrap'),
  });
}

function factsOf(paying: Paying) {
  const rules = [ORE, SHIPS, CLOUDS, 4].map((id) => ruleFor(id, paying));
  return { rules, types: game, refining: game, now: NOW };
}

function ruleFor(categoryId: number, paying = AS_IS): PricingRule {
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

function item(name: string, quantity: number): ItemToPrice {
  return { typeId: idOf(name), name, quantity, blueprintCopy: false };
}

/** Read `'Veldspar 17.00 x2, Tritanium 4.00'`: names, buy prices, and units where they matter. */
function bookOf(text: string): Map<number, HubPrice> {
  const entries = text.split(',').map((entry) => {
    const [, name = '', isk = '', units] = /^\s*(.+) (\d+\.\d\d)(?: x(\d+))?\s*$/.exec(entry) ?? [];
    return [idOf(name), bookAt(isk, Number(units ?? 1_000_000))] as const;
  });
  return new Map(entries);
}

function bookAt(buy: string, units = 1_000_000): HubPrice {
  const amount = parseIsk(buy);
  return {
    buyBest: amount,
    buyTop5: amount,
    sellBest: amount * 2n,
    sellTop5: amount * 2n,
    buyVolume: units,
    sellVolume: units,
    buyOrders: 3,
    sellOrders: 3,
    bookAt: new Date(NOW.getTime() - 60_000),
  };
}

function idOf(name: string): number {
  const match = game.resolveName(name);
  if (match.kind !== 'type') throw new Error(`No such type: ${name}`);
  return match.typeId;
}

function nameOf(typeId: number): string {
  return game.type(typeId)?.name ?? '';
}
