import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildSnapshot, createStaticData, ExportUnreadableError, readSnapshot } from './index.ts';
import { packTables, unpackTables } from './snapshot-format.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'static-data-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('the committed snapshot', () => {
  test('knows types, places and what refines to what', async () => {
    const data = createStaticData(await readSnapshot());

    expect(data.type(1230)).toMatchObject({
      name: 'Veldspar',
      categoryId: 25,
      volumeM3: 0.1,
      packagedVolumeM3: 0.1,
      portionSize: 100,
    });
    expect(data.type(587)).toMatchObject({ volumeM3: 27_289, packagedVolumeM3: 2_500 });
    expect(data.type(17366)).toMatchObject({ packagedVolumeM3: 10_000 });
    expect(data.type(1)).toBeUndefined();
    expect(data.group(462)).toEqual({ groupId: 462, name: 'Veldspar', categoryId: 25 });
    expect(data.category(25)?.name).toBe('Asteroid');
    expect(data.materials(1230)).toEqual([{ typeId: 1230, materialTypeId: 34, quantity: 400 }]);
    expect(data.materials(34)).toEqual([]);
    expect(data.station(60003760)).toMatchObject({
      name: 'Jita IV - Moon 4 - Caldari Navy Assembly Plant',
      systemId: 30000142,
      regionId: 10000002,
    });
    expect(data.system(30000142)?.name).toBe('Jita');
    expect(data.region(10000002)?.name).toBe('The Forge');
    expect(data.typesInGroup(462).map((type) => type.name)).toContain('Stable Veldspar');
    expect(data.typesInCategory(25).length).toBeGreaterThan(300);
    expect(data.marketGroup(518)).toMatchObject({ name: 'Veldspar' });
  });

  test('keeps every row through packing and unpacking', async () => {
    const tables = await readSnapshot();

    expect(unpackTables(packTables(tables))).toEqual(tables);
  });

  test('is refused with its path when damaged or missing', async () => {
    await writeFile(join(folder, 'snapshot.json.br'), 'nonsense');

    await expect(readSnapshot(folder)).rejects.toMatchObject({
      code: 'ERR_STATIC_DATA_SNAPSHOT_UNREADABLE',
    });
    await expect(readSnapshot(join(folder, 'nowhere'))).rejects.toMatchObject({
      path: join(folder, 'nowhere', 'snapshot.json.br'),
    });
  });
});

describe('building a snapshot', () => {
  test('from an export gives published types, tidy names and grade names', async () => {
    const from = join(folder, 'export');
    await writeExport(from, {
      categories: [{ _key: 25, name: { en: 'Asteroid', de: 'Asteroid' } }],
      groups: [{ _key: 462, categoryID: 25, name: { en: 'Veldspar' } }],
      marketGroups: [{ _key: 518, parentGroupID: 54, name: { en: 'Veldspar' } }],
      types: [
        type(1230, 'Veldspar', { marketGroupID: 518, volume: 0.1, portionSize: 100 }),
        type(17470, 'Concentrated  Veldspar ', { volume: 0.1 }),
        type(9, 'Unpublished', { published: false }),
      ],
      typeMaterials: [
        { _key: 17470, materials: [{ materialTypeID: 34, quantity: 420 }] },
        { _key: 1230, materials: [{ materialTypeID: 34, quantity: 400 }] },
        { _key: 9, materials: [{ materialTypeID: 34, quantity: 1 }] },
      ],
      mapRegions: [],
      mapSolarSystems: [{ _key: 30000142, name: 'Jita' }],
      npcStations: [],
    });

    const built = await buildSnapshot({ from, release: 'test', to: from });
    const tables = await readSnapshot(from);

    expect(built).toMatchObject({ types: 2, gradeNames: 1, version: tables.version });
    expect(tables.types.map((row) => [row.names.en, row.aliases, row.packagedVolumeM3])).toEqual([
      ['Veldspar', [], 7],
      ['Concentrated Veldspar', ['Veldspar II-Grade'], 7],
    ]);
    expect(tables.materials.map((row) => row.typeId)).toEqual([1230, 17470]);
  });

  test('names the file and line that lack something', async () => {
    const from = join(folder, 'broken');
    await writeExport(from, { ...NOTHING, groups: [{ _key: 1, name: { en: 'No category' } }] });

    const building = buildSnapshot({ from, release: 'test', to: from });

    await expect(building).rejects.toBeInstanceOf(ExportUnreadableError);
    await expect(building).rejects.toMatchObject({ path: 'groups.jsonl, line 1' });
  });
});

const NOTHING = {
  categories: [],
  groups: [],
  marketGroups: [],
  types: [],
  typeMaterials: [],
  mapRegions: [],
  mapSolarSystems: [],
  npcStations: [],
};

function type(_key: number, en: string, more: object): object {
  return { _key, groupID: 462, name: { en }, published: true, ...more };
}

async function writeExport(to: string, files: Record<string, object[]>): Promise<void> {
  await mkdir(to, { recursive: true });
  await writeFile(
    join(to, 'packagedVolumes.json'),
    JSON.stringify({ groups: { 462: 7 }, types: {} }),
  );
  for (const [name, rows] of Object.entries(files)) {
    const lines = rows.map((row) => JSON.stringify(row));
    await writeFile(join(to, `${name}.jsonl`), lines.join('\n'));
  }
}
