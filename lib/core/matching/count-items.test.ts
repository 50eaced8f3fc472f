import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countItems } from './count-items.ts';
import { prepareQuote } from './prepare-quote.ts';
import { compareTallies, tallyItems, tallyLines } from './tally.ts';
import { scene } from './testing/scene.ts';

const anyTypeId = fc.integer({ min: 18, max: 22 });
const anyLine = fc.record({ typeId: anyTypeId, quantity: fc.integer({ min: 0, max: 3 }) });
const anyItem = fc.record({
  recordId: fc.nat(),
  typeId: anyTypeId,
  quantity: fc.integer({ min: -1, max: 3 }),
  isIncluded: fc.boolean(),
  isSingleton: fc.constant(false),
});

test('one pass over the items finds what two tallies find', () => {
  fc.assert(
    fc.property(fc.array(anyLine), fc.array(anyItem), (lines, items) => {
      const { quote, program } = scene();
      const prepared = prepareQuote({ quote: { ...quote, lines }, program });
      const difference = compareTallies(tallyLines(lines), tallyItems(items));

      expect(countItems(prepared, items).code).toBe(difference?.code ?? 'items-exact');
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
