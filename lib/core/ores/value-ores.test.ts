import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseIsk, toIskText } from '#lib/core/isk.ts';
import { toDecimalText, toPercentText } from '#lib/core/reprocessing/decimal.ts';
import type { Ore, OrePrice } from './ore.ts';
import { DEFAULT_VIEW, type OreView } from './ore-view.ts';
import { gasYieldOf, yieldOf } from './refinery.ts';
import { countKinds, sampleSize, valueOre, valueOres, WAYS } from './value-ores.ts';

const BOOK_AT = new Date('2026-11-22T19:36:00Z');
const EARLIER = new Date('2026-11-22T19:31:00Z');

const VELDSPAR: Ore = {
  typeId: 1230,
  name: 'Veldspar',
  aliases: [],
  kind: 'ore',
  groupName: 'Veldspar',
  volumeM3: 0.1,
  portionSize: 100,
  skill: 'simple',
  isPlain: true,
  materials: [{ typeId: 34, name: 'Tritanium', quantity: 400 }],
  compressed: { typeId: 62516, name: 'Compressed Veldspar', volumeM3: 0.001 },
};
const DENSE: Ore = {
  ...VELDSPAR,
  typeId: 17471,
  name: 'Dense Veldspar',
  aliases: ['Veldspar III-Grade'],
  isPlain: false,
  materials: [{ typeId: 34, name: 'Tritanium', quantity: 440 }],
  compressed: { typeId: 62518, name: 'Compressed Dense Veldspar', volumeM3: 0.001 },
};
const ICICLE: Ore = {
  ...VELDSPAR,
  typeId: 16262,
  name: 'Clear Icicle',
  kind: 'ice',
  groupName: 'Ice',
  volumeM3: 1_000,
  portionSize: 1,
  skill: 'ice',
  materials: [
    { typeId: 16272, name: 'Heavy Water', quantity: 69 },
    { typeId: 16275, name: 'Strontium Clathrates', quantity: 1 },
  ],
  compressed: { typeId: 28434, name: 'Compressed Clear Icicle', volumeM3: 100 },
};
const GAS: Ore = {
  ...VELDSPAR,
  typeId: 30370,
  name: 'Fullerite-C50',
  kind: 'gas',
  groupName: 'Harvestable Cloud',
  volumeM3: 1,
  portionSize: 1,
  skill: null,
  materials: [],
  compressed: { typeId: 62396, name: 'Compressed Fullerite-C50', volumeM3: 0.1 },
};
const ORES = [VELDSPAR, DENSE, ICICLE, GAS];

describe('what an ore is worth', () => {
  test.each([
    // 400 Tritanium × 0.8247406585 × 6.00 / 100 units
    { per: 'unit', taxBp: 0, worth: '17.00 18.00 19.79', best: 'refined', gain: 164 },
    { per: 'm3', taxBp: 0, worth: '170.00 180.00 197.94', best: 'refined', gain: 164 },
    { per: 'unit', taxBp: 1_000, worth: '17.00 18.00 17.81', best: 'compressed', gain: 59 },
  ] as const)('per $per at a tax of $taxBp', ({ per, taxBp, worth, best, gain }) => {
    const prices = book('1230 17.00', '62516 18.00', '34 6.00');
    const valued = valueOre(VELDSPAR, prices, { ...DEFAULT_VIEW, per, taxBp });
    expect(WAYS.map((way) => toIskText(valued.worth[way] ?? -1n)).join(' ')).toBe(worth);
    expect(valued).toMatchObject({ best, gainTenths: gain, hauled: parseIsk('18000.00') });
    expect(toDecimalText(valued.share ?? { digits: 0n, places: 0 })).toBe('0.8247406585');
    expect(valued.outputs).toEqual([{ typeId: 34, name: 'Tritanium', quantity: 329 }]);
  });

  test('nothing is made up where a price is missing', () => {
    const water = valueOre(ICICLE, book('16262 1000.00', '16272 99.40'), DEFAULT_VIEW);
    expect(water.worth).toEqual({ raw: 100n, compressed: null, refined: null });
    expect(water.unpriced.map(({ name }) => name)).toEqual(['Strontium Clathrates']);
    expect(water).toMatchObject({ best: 'raw', gainTenths: 0, hauled: null });

    const nothing = valueOre(ICICLE, new Map(), DEFAULT_VIEW);
    expect(nothing).toMatchObject({ best: null, gainTenths: null, hauled: null });
    expect(nothing.outputs.length).toBe(2);
  });

  test('of equal ways the least work is best', () => {
    expect(valueOre(VELDSPAR, book('1230 17.00', '62516 17.00'), DEFAULT_VIEW)).toMatchObject({
      best: 'raw',
      gainTenths: 0,
    });
  });

  test('each way says how old the oldest price is that made it', () => {
    const prices = book('16262 1000.00', '16272 99.40');
    prices.set(16275, { buy: 1n, sell: null, bookAt: EARLIER });
    expect(valueOre(ICICLE, prices, DEFAULT_VIEW).bookAt).toEqual({
      raw: BOOK_AT,
      compressed: null,
      refined: EARLIER,
    });
  });

  test('gas is not refined, and comes back from compression in part', () => {
    const prices = book('30370 4400.00', '62396 4479.24');
    expect(valueOre(GAS, prices, DEFAULT_VIEW)).toMatchObject({
      share: null,
      worth: { raw: 440_000n, compressed: 447_924n, refined: null },
      best: 'compressed',
      outputs: [{ typeId: 30370, name: 'Fullerite-C50', quantity: 95 }],
    });
    expect(valueOre(GAS, prices, { ...DEFAULT_VIEW, structure: 'other' }).outputs).toEqual([]);
  });

  test('a portion larger than a hundred is shown whole', () => {
    expect(sampleSize(VELDSPAR)).toBe(100);
    expect(sampleSize({ ...VELDSPAR, portionSize: 333 })).toBe(333);
  });

  test('a unit refined is worth no less at a better yield, and tax only takes', () => {
    const prices = book('34 6.00');
    const levels = fc.integer({ min: 0, max: 4 });
    fc.assert(
      fc.property(levels, fc.integer({ min: 0, max: 9_999 }), (level, taxBp) => {
        const at = (reprocessing: number, tax: number) =>
          valueOre(VELDSPAR, prices, { ...DEFAULT_VIEW, reprocessing, taxBp: tax }).worth.refined ??
          0n;
        expect(at(level + 1, taxBp)).toBeGreaterThanOrEqual(at(level, taxBp));
        expect(at(level, taxBp + 1)).toBeLessThanOrEqual(at(level, taxBp));
      }),
    );
  });
});

describe('the yields of a place', () => {
  test.each([
    { place: {}, ore: '82.47', gas: '95.00' },
    { place: { implant: '804' }, ore: '85.77', gas: '95.00' },
    { place: { implant: '804', security: 'null' }, ore: '90.63', gas: '95.00' },
    { place: { structure: 'athanor', rig: 't1', security: 'high' }, ore: '72.39', gas: '89.00' },
    { place: { structure: 'other', rig: 'none', security: 'null' }, ore: '69.58', gas: null },
    // A station has no rig, whatever was chosen before.
    { place: { structure: 'station', base: '30', security: 'null' }, ore: '41.75', gas: null },
  ] as const)('$place', ({ place, ore, gas }) => {
    const view: OreView = { ...DEFAULT_VIEW, ...place };
    expect(toPercentText(yieldOf(view, 'simple'))).toBe(ore);
    const share = gasYieldOf(view);
    expect(share && toPercentText(share)).toBe(gas);
  });
});

describe('the rows', () => {
  const prices = book('1230 17.00', '17471 17.00', '16262 900000.00', '30370 1.00');
  const names = (changes: Partial<OreView>) =>
    valueOres(ORES, prices, { ...DEFAULT_VIEW, ...changes }).map(({ ore }) => ore.name);

  test.each([
    { search: 'VELD', rows: ['Dense Veldspar', 'Veldspar'] },
    { search: 'iii-grade', rows: ['Dense Veldspar'] },
    { search: 'strontium', rows: ['Clear Icicle'] },
    { search: 'clear water', rows: ['Clear Icicle'] },
    { search: 'nothing', rows: [] },
  ])('are found by name, other name, group and material: $search', ({ search, rows }) => {
    expect(names({ search })).toEqual(rows);
  });

  test('are of a kind, and without richer grades', () => {
    expect(names({ kind: 'ice' })).toEqual(['Clear Icicle']);
    expect(names({ kind: 'ore', grades: 'plain' })).toEqual(['Veldspar']);
    expect(countKinds(ORES, { ...DEFAULT_VIEW, kind: 'gas', search: 'tritanium' })).toEqual({
      all: 2,
      ore: 2,
      ice: 0,
      moon: 0,
      gas: 0,
    });
  });

  test('are sorted either way, and what has no value is last', () => {
    const sort = (column: 'raw' | 'name' | 'compressed', isDescending: boolean) =>
      names({ sort: { column, isDescending } });
    expect(sort('raw', true)).toEqual([
      'Clear Icicle',
      'Dense Veldspar',
      'Veldspar',
      'Fullerite-C50',
    ]);
    expect(sort('raw', false)).toEqual([
      'Fullerite-C50',
      'Dense Veldspar',
      'Veldspar',
      'Clear Icicle',
    ]);
    expect(sort('name', true)[0]).toBe('Veldspar');
    expect(sort('compressed', true)).toEqual(sort('compressed', false));
    expect(names({ sort: null })).toEqual([
      'Dense Veldspar',
      'Veldspar',
      'Clear Icicle',
      'Fullerite-C50',
    ]);
  });
});

/** Read `'1230 17.00'` as a buy price of 17.00 for type 1230. */
function book(...lines: string[]): Map<number, OrePrice> {
  return new Map(
    lines.map((line) => {
      const [typeId = '', price = ''] = line.split(' ');
      return [Number(typeId), { buy: parseIsk(price), sell: null, bookAt: BOOK_AT }];
    }),
  );
}
