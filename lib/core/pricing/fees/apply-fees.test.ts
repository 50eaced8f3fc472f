import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { NO_LIMITS, type ProgramLimits } from '#lib/core/program/limits.ts';
import { type PriceBooks, type PricingTerms, priceItems } from '../price-items.ts';
import { applyFees, isFeeRefused } from './apply-fees.ts';
import { describeFeeRefusal, explainFees } from './describe-fees.ts';

const NOW = new Date('2026-11-22T19:24:00Z');
const HOUR_MS = 3_600_000;
const HUB = 60003760;

/** Type id by packaged volume in m³. */
const VOLUMES = [0, 0.001, 0.01, 0.1, 0.16, 16, 1_000, 2_500];
const TYPES = {
  type: (typeId: number) => ({
    groupId: 462,
    categoryId: 25,
    marketGroupId: null,
    packagedVolumeM3: VOLUMES[typeId] ?? 0,
  }),
  marketGroup: () => undefined,
};
const NOT_REFINED = { type: () => undefined, typesInGroup: () => [], materials: () => [] };
const TERMS: PricingTerms = {
  basis: { hubId: HUB, hubName: 'Jita', side: 'buy', statistic: 'best' },
  rateBp: 10_000,
  staleAfterMinutes: 120,
  acceptedCategoryIds: [25],
  acceptedGroupIds: [],
  refineYield: null,
  minimumVolume: null,
  sellCapBp: null,
};

describe('fees, row by row', () => {
  test.each([
    { fees: '', item: '15.53 x10 0.1m3', unit: '15.53', total: '155.00' },
    // 15.53 − 0.1 × 12.00
    { fees: 'hauling 12.00', item: '15.53 x10 0.1m3', unit: '14.33', total: '143.00' },
    // 15.53 − 0.16 × 0.03 = 15.5252
    { fees: 'hauling 0.03', item: '15.53 x100 0.16m3', unit: '15.53', total: '1553.00' },
    // 15.53 − 0.16 × 0.04 = 15.5236
    { fees: 'hauling 0.04', item: '15.53 x100 0.16m3', unit: '15.52', total: '1552.00' },
    // A hundredth, half of it up: 1.00 − 0.001 × 5.00 = 0.995
    { fees: 'hauling 5.00', item: '1.00 x1000 0.001m3', unit: '1.00', total: '1000.00' },
    // 1,200,000.00 − 2,500 × 450.50
    { fees: 'hauling 450.50', item: '1200000.00 x1 2500m3', unit: '73750.00', total: '73750.00' },
    { fees: 'hauling 12.00', item: '15.53 x10 0m3', unit: '15.53', total: '155.00' },
    { fees: 'hauling 155.30', item: '15.53 x10 0.1m3', refused: 'not-worth-hauling' },
    // 0.01 − 0.005 is half a hundredth, which is one; 0.0049 is none.
    { fees: 'hauling 5.00', item: '0.01 x1000 0.001m3', unit: '0.01', total: '10.00' },
    { fees: 'hauling 5.10', item: '0.01 x1000 0.001m3', refused: 'not-worth-hauling' },
    { fees: 'sale 200', item: '15.00 x10 0.1m3', unit: '15.30', total: '153.00' },
    // 0.49 × 1.02 = 0.4998
    { fees: 'sale 200', item: '0.49 x100 0.1m3', unit: '0.50', total: '50.00' },
    { fees: 'sale 200 over', item: '15.00 x10 0.1m3', unit: '15.00', total: '150.00' },
    { fees: 'sale 200 later', item: '15.00 x10 0.1m3', unit: '15.00', total: '150.00' },
    { fees: 'density 150.00', item: '15.00 x10 0.1m3', unit: '15.00', total: '150.00' },
    { fees: 'density 150.01', item: '15.00 x10 0.1m3', refused: 'under-density' },
    { fees: 'density 150.01 tax 1000', item: '15.00 x10 0.1m3', unit: '13.50', total: '135.00' },
    { fees: 'density 150.00 tax 1000', item: '15.00 x10 0.1m3', unit: '15.00', total: '150.00' },
    { fees: 'density 999999.00', item: '15.00 x10 0m3', unit: '15.00', total: '150.00' },
    // The sale lifts it over the limit: 14.75 × 1.02 = 15.045.
    { fees: 'density 150.00 sale 200', item: '14.75 x2 0.1m3', unit: '15.05', total: '30.00' },
    // Transport does not count against the limit.
    {
      fees: 'density 150.00 hauling 20.00',
      item: '15.00 x10 0.1m3',
      unit: '13.00',
      total: '130.00',
    },
    // ((10.00 × 1.05) × 0.9) − 0.1 × 3.33 = 9.117
    {
      fees: 'sale 500 density 200.00 tax 1000 hauling 3.33',
      item: '10.00 x1000 0.1m3',
      unit: '9.12',
      total: '9120.00',
    },
  ])('$fees: $item', ({ fees, item, unit, total, refused }) => {
    const { line, settled } = settle(readLimits(fees), item);
    expect(line && toIskText(line.unitPrice)).toBe(unit);
    expect(settled.refused[0]?.reason).toBe(refused);
    if (total) expect(toIskText(settled.total)).toBe(total);
  });

  test('to a program that sells, a sale is a discount and transport comes on top', () => {
    const { line } = settle(
      readLimits('sale 1000 hauling 3.00 density 99999.00'),
      '10.00 x1 0.1m3',
      'sells',
    );
    expect(line && toIskText(line.unitPrice)).toBe('9.30');
  });
});

describe('what a pilot is told', () => {
  test.each([
    {
      fees: 'density 150.00',
      says: 'Not bought: it brings 40.00 ISK/m³, 110.00 less than the 150.00 ISK/m³ that this program asks for. Compress it, or sell it to somebody nearer. It is left out of the quote.',
    },
    {
      fees: 'hauling 50.00',
      says: 'Not bought: its transport costs 5.00 ISK a unit, and all that is paid for it is 4.00. Compress it, or sell it to somebody nearer. It is left out of the quote.',
    },
  ])('a refusal says by how much: $fees', ({ fees, says }) => {
    const { settled } = settle(readLimits(fees), '4.00 x10 0.1m3');
    const [refused] = settled.refused;
    expect(refused && isFeeRefused(refused) && describeFeeRefusal(refused.fee)).toBe(says);
  });

  test('each step of a price is named, in its order', () => {
    const fees = 'sale 500 density 200.00 tax 1000 hauling 3.33';
    const { line } = settle(readLimits(fees), '10.00 x1 0.1m3');

    expect(line?.evidence.fees && explainFees(line.evidence.fees)).toEqual([
      '+ 5 %, sale until 2026-11-22 20:24 EVE',
      '− 10 %, below 200.00 ISK/m³',
      '− transport, 0.1 m³ × 3.33 ISK/m³',
    ]);
    expect(line?.evidence.unitPriceIsk).toBe('10.00');
    expect(line?.evidence.fees?.unitPriceIsk).toBe('9.12');
  });

  test('a line that no fee touches has none in its evidence', () => {
    const { line } = settle(readLimits('hauling 5.00'), '4.00 x10 0m3');
    expect(line?.evidence).not.toHaveProperty('fees');
  });
});

describe('properties', () => {
  const anyItems = fc.array(
    fc.record({
      typeId: fc.nat({ max: VOLUMES.length - 1 }),
      quantity: fc.integer({ min: 1, max: 1_000_000_000 }),
    }),
    { minLength: 1, maxLength: 20 },
  );
  const anyAmount = fc.option(fc.bigInt({ min: 1n, max: 10_000_000n }), { nil: null });
  const anyLimits: fc.Arbitrary<ProgramLimits> = fc.record({
    haulingPerM3Isk: anyAmount,
    density: fc.option(
      fc.record({
        limitPerM3Isk: fc.bigInt({ min: 1n, max: 100_000_000n }),
        taxBp: fc.option(fc.integer({ min: 1, max: 9_999 }), { nil: null }),
      }),
      { nil: null },
    ),
    sale: fc.option(
      fc.record({
        bonusBp: fc.integer({ min: 1, max: 5_000 }),
        from: fc.constant(null),
        until: fc.constant(new Date(NOW.getTime() + HOUR_MS)),
      }),
      { nil: null },
    ),
    dailyCapIsk: fc.constant(null),
    pilotDailyCapIsk: fc.constant(null),
    takesDonations: fc.constant(true),
  });
  const anyPrices = fc.array(fc.bigInt({ min: 1n, max: 1_000_000_000_000n }), {
    minLength: VOLUMES.length,
    maxLength: VOLUMES.length,
  });
  const anyShare = fc.integer({ min: 0, max: 10_000 });

  test('the total and what is given away are the sum of the lines, cut once to whole ISK', () => {
    fc.assert(
      fc.property(anyItems, anyLimits, anyPrices, anyShare, (items, limits, prices, shareBp) => {
        const settled = run(items, limits, prices, shareBp);
        const sum = settled.lines.reduce(
          (all, { unitPrice, quantity }) => all + unitPrice * BigInt(quantity),
          0n,
        );
        const given = settled.donation?.amount ?? 0n;
        expect(settled.lineSum).toBe(sum);
        expect(settled.total + given).toBe(sum - (sum % 100n));
        expect(given % 100n).toBe(0n);
        // Never more than was said, and less by less than an ISK.
        const exact = (sum - (sum % 100n)) * BigInt(shareBp);
        expect(given * 10_000n <= exact && exact - given * 10_000n < 1_000_000n).toBe(true);
      }),
    );
  });

  test('each price is the exact one rounded once, and never 0', () => {
    fc.assert(
      fc.property(anyItems, anyLimits, anyPrices, (items, limits, prices) => {
        for (const { typeId, unitPrice } of run(items, limits, prices).lines) {
          expect(unitPrice > 0n).toBe(true);
          // In parts of 10^-14 of a hundredth, written out another way than the code does it.
          const volume = BigInt(Math.round((VOLUMES[typeId] ?? 0) * 1e6));
          const onSale = (prices[typeId] ?? 0n) * BigInt(10_000 + (limits.sale?.bonusBp ?? 0));
          const isThin =
            volume > 0n &&
            limits.density !== null &&
            onSale * 100n < limits.density.limitPerM3Isk * volume;
          const left = BigInt(10_000 - (isThin ? (limits.density?.taxBp ?? 0) : 0));
          const exact =
            onSale * left * 1_000_000n - (limits.haulingPerM3Isk ?? 0n) * volume * 10n ** 8n;
          const off = unitPrice * 10n ** 14n - exact;
          expect(off * 2n > -(10n ** 14n) && off * 2n <= 10n ** 14n).toBe(true);
        }
      }),
    );
  });

  test('neither the order of items nor how they are stacked changes what is paid', () => {
    fc.assert(
      fc.property(anyItems, anyLimits, anyPrices, anyShare, (items, limits, prices, shareBp) => {
        const split = items.flatMap(({ typeId, quantity }) => [
          { typeId, quantity: Math.ceil(quantity / 2) },
          ...(quantity > 1 ? [{ typeId, quantity: Math.floor(quantity / 2) }] : []),
        ]);
        const one = run(items, limits, prices, shareBp);
        const other = run(split.toReversed(), limits, prices, shareBp);
        expect(other.total).toBe(one.total);
        expect(other.lineSum).toBe(one.lineSum);
        expect(other.refused).toHaveLength(one.refused.length);
      }),
    );
  });

  test('nothing is lost: each item is bought or refused', () => {
    fc.assert(
      fc.property(anyItems, anyLimits, anyPrices, (items, limits, prices) => {
        const { lines, refused } = run(items, limits, prices);
        const asked = items.reduce((sum, { quantity }) => sum + quantity, 0);
        const answered = [...lines, ...refused].reduce((sum, { quantity }) => sum + quantity, 0);
        expect(answered).toBe(asked);
      }),
    );
  });

  function run(
    items: readonly { readonly typeId: number; readonly quantity: number }[],
    limits: ProgramLimits,
    prices: readonly bigint[],
    shareBp = 0,
  ) {
    const named = items.map((item) => ({ ...item, name: `${item.typeId}`, blueprintCopy: false }));
    return price(named, limits, new Map(prices.map((each, typeId) => [typeId, each])), shareBp);
  }
});

/** Read `'15.53 x10 0.1m3'`: price, count, packaged volume. */
function settle(limits: ProgramLimits, item: string, side: 'buys' | 'sells' = 'buys') {
  const [unit = '', count = '', volume = ''] = item.split(' ');
  const typeId = VOLUMES.indexOf(Number.parseFloat(volume));
  const items = [{ typeId, name: 'It', quantity: Number(count.slice(1)), blueprintCopy: false }];
  const settled = price(items, limits, new Map([[typeId, parseIsk(unit)]]), 0, side);
  return { settled, line: settled.lines[0] };
}

function price(
  items: Parameters<typeof priceItems>[0],
  limits: ProgramLimits,
  prices: ReadonlyMap<number, bigint>,
  shareBp: number,
  side: 'buys' | 'sells' = 'buys',
) {
  const facts = { rules: [], types: TYPES, refining: NOT_REFINED, now: NOW };
  const book = new Map([...prices].map(([typeId, buyBest]) => [typeId, toHubPrice(buyBest)]));
  const books: PriceBooks = new Map([[HUB, book]]);
  return applyFees(priceItems(items, TERMS, books, facts), { side, limits }, facts, shareBp);
}

function toHubPrice(buyBest: bigint) {
  return {
    buyBest,
    buyTop5: buyBest,
    sellBest: null,
    sellTop5: null,
    buyVolume: 1,
    sellVolume: 0,
    buyOrders: 1,
    sellOrders: 0,
    bookAt: NOW,
  };
}

/** Read `'sale 500 density 200.00 tax 1000 hauling 3.33'`; a sale ends in an hour, or is `over`, or begins `later`. */
function readLimits(text: string): ProgramLimits {
  const words = text.split(' ');
  const after = (word: string) => words[words.indexOf(word) + 1] ?? '';
  const at = (hours: number) => new Date(NOW.getTime() + hours * HOUR_MS);
  return {
    ...NO_LIMITS,
    haulingPerM3Isk: words.includes('hauling') ? parseIsk(after('hauling')) : null,
    density: words.includes('density')
      ? {
          limitPerM3Isk: parseIsk(after('density')),
          taxBp: words.includes('tax') ? Number(after('tax')) : null,
        }
      : null,
    sale: words.includes('sale')
      ? {
          bonusBp: Number(after('sale')),
          from: words.includes('later') ? at(1) : null,
          until: words.includes('over') ? NOW : at(words.includes('later') ? 2 : 1),
        }
      : null,
  };
}
