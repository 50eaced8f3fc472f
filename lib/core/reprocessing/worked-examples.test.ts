import { beforeAll, describe, expect, test } from 'vitest';
import { applyRateBp, parseIsk, toIskText } from '#lib/core/isk.ts';
import { createStaticData, readSnapshot, type StaticData } from '#lib/eve/static-data/index.ts';
import {
  computeGasYield,
  computeOreYield,
  computeScrapYield,
  usableLevels,
} from './compute-yield.ts';
import { decimal, toDecimalText, toPercentText } from './decimal.ts';
import { findRecipe } from './recipe.ts';
import { refineItems, refineLot } from './refine.ts';

const SECURITIES = { high: '0', low: '0.06', null: '0.12' } as const;
const STRUCTURES = { tatara: '0.055', athanor: '0.02', other: '0' } as const;
const RIGS = { none: '0', T1: '1', T2: '3' } as const;

let types: StaticData;
beforeAll(async () => {
  types = createStaticData(await readSnapshot());
});

describe('the yield of ore', () => {
  test.each([
    // EVE University, quagtus
    { at: '50 null tatara T2', pilot: '5/5/5 0.04', yields: '0.90628105568' },
    // minmatar.org
    { at: '50 low tatara T2', pilot: '5/5/5 0', yields: '0.8247406585' },
    { at: '50 low tatara T2', pilot: '5/5/5 0.04', yields: '0.85773028484' },
    // jEveAssets
    { at: '50 high other none', pilot: '5/5/4 0', yields: '0.6831' },
    { at: '52 high other none', pilot: '5/5/4 0', yields: '0.710424' },
    { at: '50 high other none', pilot: '5/5/5 0', yields: '0.69575' },
    { at: '52 high other none', pilot: '5/5/5 0', yields: '0.72358' },
    // Nobody can have the later skills without the earlier ones.
    { at: '50 high other none', pilot: '0/0/0 0', yields: '0.5' },
    { at: '50 high other none', pilot: '3/5/5 0', yields: '0.545' },
    { at: '50 high other none', pilot: '4/3/5 0', yields: '0.5936' },
    { at: '50 high other none', pilot: '4/4/5 0', yields: '0.66528' },
    { at: '50 high other none', pilot: '9/9/9 0', yields: '0.69575' },
    { at: '50 high other none', pilot: '-1/5/5 0', yields: '0.5' },
    // Security is worth something to a rig alone.
    { at: '50 null athanor none', pilot: '5/5/5 0.04', yields: '0.7380516' },
    { at: '30 null other none', pilot: '0/0/0 0', yields: '0.3' },
    { at: '100 null tatara T2', pilot: '5/5/5 0.04', yields: '1' },
  ])('at $at, skills and implant $pilot is $yields', ({ at, pilot, yields }) => {
    expect(toDecimalText(computeOreYield(place(at), pilotOf(pilot)))).toBe(yields);
  });

  test.each([
    { at: '50 high athanor none', percent: '73.8' },
    { at: '50 high athanor T1', percent: '75.3' },
    { at: '50 high athanor T2', percent: '78.2' },
    { at: '50 low athanor T1', percent: '79.8' },
    { at: '50 low athanor T2', percent: '82.9' },
    { at: '50 null athanor T1', percent: '84.3' },
    { at: '50 null athanor T2', percent: '87.6' },
  ])('all V and an RX-804 at $at is $percent %', ({ at, percent }) => {
    const share = computeOreYield(place(at), pilotOf('5/5/5 0.04'));
    expect(Number(toPercentText(share)).toFixed(1)).toBe(percent);
  });

  test('a level is a whole number', () => {
    expect(() => usableLevels({ reprocessing: 4.5, efficiency: 0, oreSkill: 0 })).toThrow(
      RangeError,
    );
  });
});

test.each([
  [0, '0.5'],
  [1, '0.51'],
  [5, '0.55'],
  [7, '0.55'],
])('scrap at Scrapmetal Processing %i is %s', (level, yields) => {
  expect(toDecimalText(computeScrapYield(level))).toBe(yields);
});

test.each([
  [0, '0', '0.8'],
  [5, '0.04', '0.89'],
  [5, '0.1', '0.95'],
  [5, '0.9', '1'],
])('gas at level %i with a structure of %s is %s', (level, structure, yields) => {
  expect(toDecimalText(computeGasYield(level, decimal(structure)))).toBe(yields);
});

describe('what comes out', () => {
  test.each([
    {
      lot: '10000 Clear Icicle @0.9063',
      gives:
        '625347 Heavy Water, 317205 Liquid Ozone, 3752082 Helium Isotopes, 9063 Strontium Clathrates + 0',
    },
    {
      lot: '1 Compressed Clear Icicle @1',
      gives: '69 Heavy Water, 35 Liquid Ozone, 414 Helium Isotopes, 1 Strontium Clathrates + 0',
    },
    { lot: '10000 Veldspar @0.8734', gives: '34936 Tritanium + 0' },
    { lot: '10050 Veldspar @0.8734', gives: '34936 Tritanium + 50' },
    { lot: '10050 Compressed Veldspar @0.8734', gives: '34936 Tritanium + 50' },
    { lot: '50 Veldspar @0.8734', gives: ' + 50' },
    { lot: '99 Mercoxit @1', gives: ' + 99' },
    { lot: '100 Mercoxit @1', gives: '140 Morphite + 0' },
    // One unit of the kind from before 2022 gives what a hundred raw ones do.
    { lot: '1 Batch Compressed Veldspar @0.8734', gives: '349 Tritanium + 0' },
    {
      lot: '1 Clear Icicle @0.9063',
      gives: '62 Heavy Water, 31 Liquid Ozone, 375 Helium Isotopes + 0',
    },
    {
      lot: '250 Xenotime @0.9063',
      gives: '36 Atmospheric Gases, 36 Cobalt, 18 Vanadium, 39 Dysprosium + 50',
    },
    { lot: '1000 Amethystic Crystallite @0.5', gives: '1 Chromodynamic Tricarboxyls + 0' },
    // Gas is compressed one for one, and comes back in part.
    { lot: '1001 Compressed Fullerite-C50 @0.95', gives: '950 Fullerite-C50 + 0' },
    { lot: '3 Rifter @0.55', gives: '21999 Tritanium, 5499 Pyerite, 2199 Mexallon + 0' },
  ])('$lot', ({ lot, gives }) => {
    const [stack = '', share = ''] = lot.split(' @');
    expect(refined(stack, share)).toBe(gives);
  });

  test('the ice of ten thousand is worth what its buyer says', () => {
    const { outputs } = refineLot(10_000, recipe('Clear Icicle'), decimal('0.9063'));
    const terms: Record<number, [price: string, rateBp: number]> = {
      [idOf('Heavy Water')]: ['99.40', 8_000],
      [idOf('Liquid Ozone')]: ['85.99', 8_000],
      [idOf('Helium Isotopes')]: ['742.00', 9_000],
      [idOf('Strontium Clathrates')]: ['4236.00', 8_000],
    };
    const value = outputs.reduce((sum, { typeId, quantity }) => {
      const [price = '0', rateBp = 0] = terms[typeId] ?? [];
      return sum + applyRateBp(parseIsk(price) * BigInt(quantity), rateBp);
    }, 0n);
    expect(toIskText(value)).toBe('2607901813.80');
  });

  test('what cannot be refined is left over, and materials of several ores are one', () => {
    const items = ['150 Veldspar', '70 Scordite', '50 Veldspar', '3 Tritanium', '40 Scordite'];
    const amounts = items.map((item) => amount(item));
    const { outputs, leftovers } = refineItems(
      amounts,
      (typeId) => findRecipe(types, typeId),
      () => decimal('0.5'),
    );
    expect(outputs.map(show)).toEqual(['475 Tritanium', '45 Pyerite']);
    expect(leftovers.map(show)).toEqual(['3 Tritanium', '10 Scordite']);
  });

  test('no number that is not one is refined', () => {
    const veldspar = recipe('Veldspar');
    for (const quantity of [-1, 1.5, Number.NaN, 9e99, 2 ** 53]) {
      expect(() => refineLot(quantity, veldspar, decimal('0.5'))).toThrow(RangeError);
    }
    expect(() => refineLot(100, veldspar, decimal('1.01'))).toThrow(RangeError);
    const most = Number.MAX_SAFE_INTEGER;
    expect(() => refineLot(most, recipe('Spodumain'), decimal('1'))).toThrow(RangeError);
  });
});

/** Read `'50 low tatara T2'`. */
function place(text: string) {
  const [base = '', security = '', structure = '', rig = ''] = text.split(' ');
  return {
    basePercent: decimal(base),
    rigPercent: decimal(RIGS[rig as keyof typeof RIGS]),
    securityBonus: decimal(SECURITIES[security as keyof typeof SECURITIES]),
    structureBonus: decimal(STRUCTURES[structure as keyof typeof STRUCTURES]),
  };
}

/** Read `'5/5/4 0.02'`: Reprocessing, Efficiency, the ore's skill, the implant. */
function pilotOf(text: string) {
  const [levels = '', implant = ''] = text.split(' ');
  const [reprocessing = 0, efficiency = 0, oreSkill = 0] = levels.split('/').map(Number);
  return { reprocessing, efficiency, oreSkill, implantBonus: decimal(implant) };
}

function refined(stack: string, share: string): string {
  const { typeId, quantity } = amount(stack);
  const lot = refineLot(quantity, recipeOf(typeId), decimal(share));
  return `${lot.outputs.map(show).join(', ')} + ${lot.leftover}`;
}

function amount(stack: string) {
  const [quantity = '', ...words] = stack.split(' ');
  return { typeId: idOf(words.join(' ')), quantity: Number(quantity) };
}

function recipe(name: string) {
  return recipeOf(idOf(name));
}

function recipeOf(typeId: number) {
  const found = findRecipe(types, typeId);
  if (!found) throw new RangeError(`Not refined: ${typeId}`);
  return found;
}

function idOf(name: string): number {
  const match = types.resolveName(name);
  if (match.kind !== 'type') throw new RangeError(`No such type: ${name}`);
  return match.typeId;
}

function show({ typeId, quantity }: { typeId: number; quantity: number }): string {
  return `${quantity} ${types.type(typeId)?.name}`;
}
