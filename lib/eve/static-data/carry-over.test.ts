import { describe, expect, test } from 'vitest';
import { carryOver } from './carry-over.ts';
import { compareTables } from './compare-tables.ts';
import { createStaticData } from './create-static-data.ts';
import { knownPackagedVolumes } from './known-volumes.ts';
import { buildNumber, exportVersion, isOlderRelease } from './release.ts';
import type { StaticTables, StaticTypeRow } from './tables.ts';

const NO_PLACES = new Set<number>();
const JITA_STATION = {
  id: 60003760,
  name: 'Jita IV',
  systemId: 30000142,
  regionId: 10000002,
  ownerCorporationId: 1000035,
  security: 0.9,
  reprocessingEfficiency: 0.5,
  reprocessingTake: 0.05,
};

describe('a type that the export has no more', () => {
  const before = tables(['1 Veldspar', '2 Old Ore']);
  const carried = carryOver(before, tables(['1 Veldspar']), NO_PLACES);
  const data = createStaticData(carried);

  test('keeps its name and its group for old quotes', () => {
    expect(data.type(2)).toMatchObject({ name: 'Old Ore', categoryId: 25, published: false });
  });

  test('is no more on the market, in its group or in its category', () => {
    expect(data.type(2)?.marketGroupId).toBeNull();
    expect(data.typesInGroup(462).map(({ typeId }) => typeId)).toEqual([1]);
    expect(data.typesInCategory(25).map(({ typeId }) => typeId)).toEqual([1]);
  });

  test('is found by its name, unless another one bears that now', () => {
    expect(data.resolveName('Old Ore')).toMatchObject({ kind: 'type', typeId: 2 });
    const replaced = createStaticData(
      carryOver(before, tables(['1 Veldspar', '3 Old Ore']), NO_PLACES),
    );
    expect(replaced.resolveName('Old Ore')).toMatchObject({ kind: 'type', typeId: 3 });
  });

  test('keeps the group that the export has no more, either', () => {
    const next = { ...tables(['1 Veldspar']), groups: [], categories: [] };
    const kept = carryOver(before, { ...next, types: [] }, NO_PLACES);

    expect(kept.groups.map(({ id }) => id)).toEqual([462]);
    expect(kept.categories.map(({ id }) => id)).toEqual([25]);
  });

  test('is not reported as gone again by the next export', () => {
    expect(compareTables(before, carried).types.gone).toEqual([{ id: 2, name: 'Old Ore' }]);
    expect(compareTables(carried, tables(['1 Veldspar'])).types.gone).toEqual([]);
  });

  test('comes back when a later export has it again', () => {
    const back = carryOver(carried, before, NO_PLACES);

    expect(back).toEqual(before);
    expect(compareTables(carried, before).types.added).toEqual([{ id: 2, name: 'Old Ore' }]);
  });

  test('makes another version, so that no process takes the rows for those of the export', () => {
    expect(carried.version).toMatch(/^sde-1-aaaaaaaa\+[0-9a-f]{8}$/);
    expect(exportVersion(carried.version)).toBe('sde-1-aaaaaaaa');
    expect(carryOver(before, before, NO_PLACES).version).toBe('sde-1-aaaaaaaa');
  });
});

describe('a type with another name', () => {
  test.each([
    { what: 'is found by the old one', from: ['1 Dense Ore'], to: ['1 Ore III'], finds: 1 },
    {
      what: 'gives it to the type that bears it now',
      from: ['1 Dense Ore', '2 Rich Ore'],
      to: ['1 Rich Ore', '2 Dense Ore'],
      finds: 2,
    },
    {
      what: 'gives it to a new type',
      from: ['1 Dense Ore'],
      to: ['1 Ore III', '5 Dense Ore'],
      finds: 5,
    },
  ])('$what', ({ from, to, finds }) => {
    const data = createStaticData(carryOver(tables(from), tables(to), NO_PLACES));

    expect(data.resolveName('dense ore')).toMatchObject({ kind: 'type', typeId: finds });
  });

  test('is found by all its older ones', () => {
    const second = carryOver(tables(['1 First']), tables(['1 Second']), NO_PLACES);
    const third = carryOver(second, tables(['1 Third']), NO_PLACES);

    expect(third.types[0]?.aliases).toEqual(['Second', 'First']);
  });

  test('leaves an old name to nobody when two bore it', () => {
    const next = carryOver(tables(['1 Same', '2 Same']), tables(['1 A', '2 B']), NO_PLACES);

    expect(next.types.map(({ aliases }) => aliases)).toEqual([[], []]);
  });
});

describe('a place that the export has no more', () => {
  const before = { ...tables(['1 Veldspar']), stations: [JITA_STATION] };

  test('stays while something names it, and goes when nothing does', () => {
    const next = tables(['1 Veldspar']);

    expect(carryOver(before, next, new Set([JITA_STATION.id])).stations).toEqual([JITA_STATION]);
    expect(carryOver(before, next, NO_PLACES).stations).toEqual([]);
  });
});

describe('what changes', () => {
  test('is told by added, renamed and gone, by volumes and by yields', () => {
    const before = tables(['1 Veldspar', '2 Scordite', '3 Old Ore'], { 1: 400, 2: 100 });
    const next = tables(['1 Veldspar', '2 Scordite II', '4 New Ore'], { 1: 410, 2: 100 });
    const [veldspar] = next.types;
    if (veldspar) veldspar.packagedVolumeM3 = 0.2;

    const { types, groups } = compareTables(before, next);

    expect(types).toEqual({
      added: [{ id: 4, name: 'New Ore' }],
      renamed: [{ id: 2, from: 'Scordite', to: 'Scordite II' }],
      gone: [{ id: 3, name: 'Old Ore' }],
      volumesChanged: [
        {
          id: 1,
          name: 'Veldspar',
          from: { volumeM3: 0.1, packagedVolumeM3: 0.1 },
          to: { volumeM3: 0.1, packagedVolumeM3: 0.2 },
        },
      ],
      materialsChanged: [{ id: 1, name: 'Veldspar' }],
    });
    expect(groups).toEqual({ added: [], renamed: [], gone: [] });
  });

  test('names the tables that lose more than a twentieth', () => {
    const names = Array.from({ length: 100 }, (_, i) => `${i + 1} Ore ${i + 1}`);
    const lossesAt = (count: number) =>
      compareTables(tables(names), tables(names.slice(0, count))).losses;

    expect(lossesAt(95)).toEqual([]);
    expect(lossesAt(94)).toEqual([
      { what: 'published types', lost: 6, of: 100 },
      { what: 'types on the market', lost: 6, of: 100 },
    ]);
    const cut = { ...tables(names), stations: [] };
    expect(compareTables({ ...tables(names), stations: [JITA_STATION] }, cut).losses).toEqual([
      { what: 'stations', lost: 1, of: 1 },
    ]);
  });
});

describe('a version', () => {
  test.each([
    ['sde-3484357-1a2b3c4d', 3_484_357],
    ['sde-3484357-1a2b3c4d+5e6f7a8b', 3_484_357],
    ['sde-126.6.18-a719c8ea', null],
    ['', null],
  ])('%s is of build %s', (version, build) => {
    expect(buildNumber(version)).toBe(build);
  });

  test.each([
    ['sde-2-a', 'sde-10-b', true],
    ['sde-10-a', 'sde-2-b', false],
    ['sde-2-a', 'sde-2-b', false],
    ['sde-126.6.18-a', 'sde-2-b', true],
    ['sde-2-a', 'sde-126.6.18-b', false],
    ['sde-126.6.18-a', 'sde-127.0.0-b', false],
    ['sde-2-a', '', false],
  ])('%s is older than %s: %s', (version, than, isOlder) => {
    expect(isOlderRelease(version, than)).toBe(isOlder);
  });
});

test('a group has a known repackaged volume where all its types agree on one', () => {
  const { types } = tables(['1 A', '2 B', '3 C']);
  const packaged = types.map((type, i) => ({
    ...type,
    groupId: i < 2 ? 25 : 18,
    volumeM3: 27_000 + i,
    packagedVolumeM3: i < 2 ? 2_500 : 27_002,
  }));

  expect(knownPackagedVolumes({ types: packaged })).toEqual({
    groups: { 25: 2_500 },
    types: { 1: 2_500, 2: 2_500 },
  });
});

/** Tables with these types ("1 Veldspar"), and what they refine to. */
function tables(types: string[], yields: Record<number, number> = {}): StaticTables {
  return {
    version: 'sde-1-aaaaaaaa',
    categories: [{ id: 25, names: { en: 'Asteroid' } }],
    groups: [{ id: 462, categoryId: 25, names: { en: 'Veldspar' } }],
    marketGroups: [{ id: 518, parentId: null, names: { en: 'Veldspar' } }],
    types: types.map(toType),
    materials: Object.entries(yields).map(([typeId, quantity]) => ({
      typeId: Number(typeId),
      materialTypeId: 34,
      quantity,
    })),
    regions: [{ id: 10000002, name: 'The Forge' }],
    systems: [{ id: 30000142, name: 'Jita', regionId: 10000002 }],
    stations: [],
  };
}

function toType(text: string): StaticTypeRow {
  const [id = '', ...name] = text.split(' ');
  return {
    id: Number(id),
    groupId: 462,
    marketGroupId: 518,
    metaGroupId: null,
    names: { en: name.join(' ') },
    aliases: [],
    volumeM3: 0.1,
    packagedVolumeM3: 0.1,
    portionSize: 100,
    published: true,
  };
}
