import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countItems } from './count-items.ts';
import type { MatchItem } from './match-input.ts';
import { prepareQuote } from './prepare-quote.ts';
import { compareTallies, tallyItems, tallyLines } from './tally.ts';
import { scene } from './testing/scene.ts';

const FIRST_ID = 18;

/** Few types, and so many that they are looked up in other ways. */
const anyCount = fc.constantFrom(5, 100).chain((types) => {
  const typeId = fc.integer({ min: FIRST_ID, max: FIRST_ID + types - 1 });
  const anyLine = fc.record({
    typeId,
    quantity: fc.oneof(
      { weight: 99, arbitrary: fc.integer({ min: 1, max: 3 }) },
      { weight: 1, arbitrary: fc.constant(0) },
    ),
  });
  const anyItem = fc.record({
    recordId: fc.nat(),
    typeId,
    quantity: fc.oneof(
      { weight: 99, arbitrary: fc.integer({ min: 1, max: 3 }) },
      { weight: 1, arbitrary: fc.constantFrom(0, -1) },
    ),
    rawQuantity: fc.constantFrom(1, -1, -2),
    isIncluded: fc.boolean(),
    isSingleton: fc.constant(false),
  });
  const size = { maxLength: types === 5 ? 10 : 2 * types, size: 'max' } as const;
  return fc.record({
    lines: fc.array(anyLine, size),
    items: fc.array(anyItem, size),
    isAsQuoted: fc.boolean(),
  });
});
type Count = typeof anyCount extends fc.Arbitrary<infer T> ? T : never;

function itemsOf({ lines, items, isAsQuoted }: Count): MatchItem[] {
  if (!isAsQuoted) return items;
  const quoted = lines.map((line) => ({
    ...line,
    recordId: 1,
    isIncluded: true,
    isSingleton: false,
  }));
  return [...quoted, ...items.filter(({ isIncluded }) => !isIncluded)];
}

function volumeOf(typeId: number): number | undefined {
  return typeId % 10 === 0 ? undefined : typeId / 8;
}

/** Null: it cannot be told. */
function sumVolumes(given: readonly MatchItem[]): number | null {
  let sumM3 = 0;
  for (const { typeId, quantity } of given) {
    const volumeM3 = volumeOf(typeId);
    if (volumeM3 === undefined || quantity < 0) return null;
    sumM3 += volumeM3 * quantity;
  }
  return sumM3;
}

test('one pass over the items finds what two tallies find', () => {
  const { quote, program } = scene();
  const volumes = Array.from({ length: 200 }, (_, id) => [id, volumeOf(id)] as const);
  const packagedVolumesM3 = Object.fromEntries(
    volumes.flatMap(([id, volumeM3]) => (volumeM3 === undefined ? [] : [[id, volumeM3]])),
  );
  fc.assert(
    fc.property(anyCount, (count) => {
      const items = itemsOf(count);
      const given = items.filter(({ isIncluded }) => isIncluded);
      const prepared = prepareQuote({
        quote: { ...quote, lines: count.lines },
        program,
        packagedVolumesM3,
      });
      const difference = compareTallies(tallyLines(count.lines), tallyItems(items));
      const { code, hasRequested, hasCopies, packagedM3 } = countItems(prepared, items);

      expect(code).toBe(difference?.code ?? 'items-exact');
      expect(hasRequested).toBe(items.length > given.length);
      expect(hasCopies).toBe(given.some(({ rawQuantity }) => rawQuantity === -2));
      // A stack of nothing may or may not count as one whose volume is unknown.
      const isPlain = given.every(({ quantity }) => quantity !== 0);
      if (isPlain) expect(packagedM3).toBe(sumVolumes(given));
    }),
    { numRuns: 3_000 },
  );
});

test('the volume of what is given does not depend on how it is stacked', () => {
  const { quote, program } = scene({ lines: ['10 Veldspar'] });
  const packagedVolumesM3 = { 1230: 0.1, 587: 2_500 };
  const prepared = prepareQuote({ quote, program, packagedVolumesM3 });
  const item = (typeId: number, quantity: number) => ({
    recordId: 1,
    typeId,
    quantity,
    isIncluded: true,
    isSingleton: false,
  });

  expect(countItems(prepared, [item(1230, 3), item(1230, 7)]).packagedM3).toBeCloseTo(1, 12);
  expect(countItems(prepared, [item(587, 1), item(1230, 10)]).packagedM3).toBeCloseTo(2_501, 9);
  expect(countItems(prepared, [item(34, 1)]).packagedM3).toBeNull();
});
