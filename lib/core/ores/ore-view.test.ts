import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ORE_SKILLS } from '#lib/core/reprocessing/processing.ts';
import { ORE_KINDS } from './ore.ts';
import { DEFAULT_VIEW, ORE_COLUMNS, type OreView, readOreView, writeOreView } from './ore-view.ts';
import { IMPLANTS, RIGS, SECURITIES, STATION_BASES, STRUCTURES } from './refinery.ts';

const NAMES = [
  ...['kind', 'grades', 'q', 'sort', 'per', 'side', 'hub', 'open', 'structure', 'base', 'rig'],
  ...['security', 'implant', 'reprocessing', 'efficiency', 'skills', 'tax'],
];
const levels = fc.integer({ min: 0, max: 5 });
const ids = fc.option(fc.integer({ min: 1, max: 2 ** 40 }));
const views: fc.Arbitrary<OreView> = fc.record({
  kind: fc.constantFrom('all' as const, ...ORE_KINDS),
  grades: fc.constantFrom('all' as const, 'plain' as const),
  search: fc.string({ maxLength: 60, unit: 'grapheme-ascii' }),
  sort: fc.option(
    fc.record({ column: fc.constantFrom(...ORE_COLUMNS), isDescending: fc.boolean() }),
  ),
  per: fc.constantFrom('m3' as const, 'unit' as const),
  side: fc.constantFrom('buy' as const, 'sell' as const),
  hubId: ids,
  openId: ids,
  structure: fc.constantFrom(...STRUCTURES),
  base: fc.constantFrom(...STATION_BASES),
  rig: fc.constantFrom(...RIGS),
  security: fc.constantFrom(...SECURITIES),
  implant: fc.constantFrom(...IMPLANTS),
  reprocessing: levels,
  efficiency: levels,
  skills: fc.array(levels, { minLength: ORE_SKILLS.length, maxLength: ORE_SKILLS.length }).map(
    (all) =>
      // Every key of the list, so all of the record.
      Object.fromEntries(
        ORE_SKILLS.map(({ key }, index) => [key, all[index] ?? 0]),
      ) as OreView['skills'],
  ),
  gas: levels,
  taxBp: fc.integer({ min: 0, max: 10_000 }),
});

test('an address gives back what was chosen', () => {
  fc.assert(
    fc.property(views, (view) => {
      expect(readOreView(new URLSearchParams(writeOreView(view)))).toEqual(view);
    }),
  );
});

test('what is as by default is not in the address', () => {
  expect(writeOreView(DEFAULT_VIEW)).toBe('');
  expect(readOreView(new URLSearchParams())).toEqual(DEFAULT_VIEW);
  expect(writeOreView({ ...DEFAULT_VIEW, kind: 'ice', sort: null, taxBp: 250 })).toBe(
    'kind=ice&sort=none&tax=2.5',
  );
});

test('whatever stands in an address, a table can be made of it', () => {
  const queries = fc.dictionary(fc.constantFrom(...NAMES), fc.string());
  fc.assert(
    fc.property(queries, (query) => {
      const view = readOreView(new URLSearchParams(query));
      expect(readOreView(new URLSearchParams(writeOreView(view)))).toEqual(view);
    }),
  );
});

test.each([
  'kind=gold&per=tonne&side=both&structure=citadel&rig=t9&security=-1&implant=805&base=99',
  'reprocessing=6&efficiency=x&skills=55&tax=101&hub=-1&open=1e9&sort=colour&grades=ii',
])('nonsense is as if nothing stood there: %s', (query) => {
  expect(readOreView(new URLSearchParams(query))).toEqual(DEFAULT_VIEW);
});
