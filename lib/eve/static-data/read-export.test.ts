import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readExport } from './read-export.ts';
import {
  type ExportFiles,
  exampleExport,
  row,
  type,
  writeExportFolder,
  writeExportZip,
  type ZipOptions,
} from './testing/write-export.ts';

let root: string;
let made = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'read-export-'));
});
afterAll(() => rm(root, { recursive: true }));

describe('an export of CCP', () => {
  test('is read the same from a folder, a packed folder, a zip and a zip with a folder in it', async () => {
    const files = exampleExport(3_484_357);
    const fromFolder = await readExport(await folder(files));

    expect(fromFolder.version).toMatch(/^sde-3484357-[0-9a-f]{8}$/);
    expect(fromFolder.types.map(({ id, names, aliases }) => [id, names, aliases])).toEqual([
      [34, { en: 'Tritanium', de: 'Tritan' }, []],
      [1230, { en: 'Veldspar' }, []],
      [17470, { en: 'Concentrated Veldspar' }, ['Veldspar II-Grade']],
      [17471, { en: 'Dense Veldspar' }, ['Veldspar III-Grade']],
    ]);
    expect(fromFolder.materials).toHaveLength(3);

    expect(await readExport(await zip(files))).toEqual(fromFolder);
    expect(await readExport(await zip(files, { prefix: 'eve-online-static-data/' }))).toEqual(
      fromFolder,
    );
    const packed = await folder({});
    for (const [name, lines] of Object.entries(files)) {
      const text = (lines as object[]).map((line) => JSON.stringify(line)).join('\r\n');
      await writeFile(join(packed, `${name}.gz`), gzipSync(text));
    }
    expect(await readExport(packed)).toEqual(fromFolder);
  });

  test('gets its station names put together from orbit, corporation and operation', async () => {
    const { stations } = await readExport(await zip(exampleExport(1)));

    expect(
      stations.map(({ id, name, regionId, security }) => [id, name, regionId, security]),
    ).toEqual([
      [60000001, 'Jita - Caldari Navy', 10000002, 0.945913],
      [60003760, 'Jita IV - Moon 4 - Caldari Navy Assembly Plant', 10000002, 0.945913],
      [60008494, 'Amarr VIII (Oris) - Emperor Family Academy', 10000043, 1],
    ]);
  });

  test('keeps known repackaged volumes where it does not tell them', async () => {
    const types = [
      type(1230, 'Veldspar', { packagedVolume: undefined }),
      type(17470, 'Concentrated Veldspar', { packagedVolume: undefined }),
      type(17471, 'Dense Veldspar', { packagedVolume: 5 }),
    ];
    const path = await folder(exampleExport(1, { 'types.jsonl': types }));

    const { types: read } = await readExport(path, {
      packagedVolumes: { groups: { 462: 7 }, types: { 1230: 8 } },
    });

    expect(read.map(({ packagedVolumeM3 }) => packagedVolumeM3)).toEqual([8, 7, 5]);
    await expect(readExport(path)).rejects.toThrow('packagedVolumes.json');
  });
});

describe('an export that cannot be used', () => {
  const good = (line: object) => `${JSON.stringify(line)}\n`;

  test.each<{ what: string; files: ExportFiles; says: string }>([
    {
      what: 'that is no JSON',
      files: { 'types.jsonl': `${good(type(1, 'A', {}))}\n{"_key":2,` },
      says: 'types.jsonl, line 3 cannot be read: it is not JSON',
    },
    {
      what: 'that lacks a field',
      files: { 'npcStations.jsonl': good({ _key: 60003760 }) },
      says: 'npcStations.jsonl, line 1 cannot be read: "solarSystemID"',
    },
    {
      what: 'with a quantity that is no number',
      files: {
        'typeMaterials.jsonl': good({
          _key: 1,
          materials: [{ materialTypeID: 34, quantity: '4' }],
        }),
      },
      says: 'typeMaterials.jsonl, line 1 cannot be read: "materials[0].quantity"',
    },
    {
      what: 'with more of a material, all in all, than a column holds',
      files: {
        'typeMaterials.jsonl': good({
          _key: 1,
          materials: [34, 35, 34].map((materialTypeID) => ({ materialTypeID, quantity: 2 ** 30 })),
        }),
      },
      says: 'typeMaterials.jsonl, line 1 cannot be read: "materials": expected no more than',
    },
    {
      what: 'with an id that no column holds',
      files: { 'types.jsonl': good(type(2 ** 31, 'A', {})) },
      says: 'types.jsonl, line 1 cannot be read: "_key"',
    },
    {
      what: 'with a name that no database stores',
      files: { 'groups.jsonl': good({ ...row(1, 'A\0B'), categoryID: 4 }) },
      says: 'groups.jsonl, line 1 cannot be read: "name.en": expected text without',
    },
    {
      what: 'with half a character in a name',
      files: { 'groups.jsonl': '{"_key":1,"categoryID":4,"name":{"en":"A\\ud800"}}' },
      says: 'groups.jsonl, line 1 cannot be read: "name.en": expected text without',
    },
    {
      what: 'that stands there twice',
      files: { 'mapRegions.jsonl': good(row(1, 'A')) + good(row(1, 'B')) },
      says: 'mapRegions.jsonl, line 2 cannot be read: key 1 stands in the file twice',
    },
    {
      what: 'that is not UTF-8',
      files: { 'categories.jsonl': Buffer.from([0x7b, 0xff, 0x7d]) },
      says: 'categories.jsonl, line 1 cannot be read: it is not UTF-8',
    },
    {
      what: 'with nothing but ends',
      files: { 'categories.jsonl': '\n'.repeat(1_000_001) },
      says: 'categories.jsonl cannot be read: it has more than 1000000 lines',
    },
    {
      what: 'without an end',
      files: { 'categories.jsonl': ' '.repeat(2 ** 20 + 70_000) },
      says: 'categories.jsonl, line 1 cannot be read: the line is too long',
    },
  ])('is refused with file and line for a line $what', async ({ files, says }) => {
    await expect(readExport(await folder(exampleExport(1, files)))).rejects.toThrow(says);
  });

  test.each<{ what: string; files: ExportFiles; says: string }>([
    {
      what: 'a type is in a group that is not there',
      files: { 'groups.jsonl': [{ ...row(18, 'Mineral'), categoryID: 4 }] },
      says: 'type 1230 belongs to group 462, which groups.jsonl lacks',
    },
    {
      what: 'a station is in a system that is not there',
      files: { 'mapSolarSystems.jsonl': [] },
      says: 'nothing tells in which system and region station 60000001 is',
    },
    {
      what: 'a station belongs to nobody',
      files: { 'npcCorporations.jsonl': [] },
      says: 'station 60000001 belongs to corporation 1000035, which npcCorporations.jsonl lacks',
    },
    {
      what: 'the build is no number',
      files: { '_sde.jsonl': [{ _key: 'sde' }] },
      says: 'buildNumber',
    },
  ])('is refused when $what', async ({ files, says }) => {
    await expect(readExport(await zip(exampleExport(1, files)))).rejects.toThrow(says);
  });

  test.each(['_sde.jsonl', 'types.jsonl', 'typeMaterials.jsonl', 'mapMoons.jsonl'])(
    'is refused when it lacks %s',
    async (file) => {
      const { [file]: _, ...files } = exampleExport(1);

      await expect(readExport(await folder(files))).rejects.toThrow(file);
      await expect(readExport(await zip(files))).rejects.toThrow(file);
    },
  );

  test('is refused when it is the YAML variant, with the name of the other', async () => {
    await expect(readExport(await folder({ 'types.yaml': '587:\n' }))).rejects.toThrow(
      'JSON Lines',
    );
  });

  test.each<{ what: string; options?: ZipOptions; files?: ExportFiles; says: string }>([
    { what: 'is encrypted', options: { isEncrypted: true }, says: 'it is encrypted' },
    {
      what: 'says it unpacks to more than a gigabyte',
      options: { claimedBytes: 2 ** 30 + 1 },
      says: 'it unpacks to 1073741825 bytes',
    },
    {
      what: 'unpacks to more than it says',
      options: { claimedBytes: 10 },
      says: '_sde.jsonl cannot be read: it is damaged (too many bytes',
    },
    {
      what: 'wants to be unpacked above its folder',
      options: { prefix: '../' },
      says: 'invalid relative path',
    },
    {
      what: 'wants to be unpacked at the root',
      options: { prefix: '/etc/' },
      says: 'absolute path',
    },
    {
      what: 'has the files twice',
      files: { 'old/types.jsonl': [] },
      says: 'its files lie in several folders',
    },
    {
      what: 'has one file twice',
      options: { twice: 'types.jsonl' },
      says: 'types.jsonl cannot be read: it is in the zip file twice',
    },
    {
      what: 'has a letter turned over that leaves the line right',
      options: { flips: ['Tritanium', 'Tritanjum'] },
      says: 'types.jsonl cannot be read: it is damaged (its checksum is another)',
    },
    {
      what: 'has a figure turned over in the file that says the build',
      options: { flips: ['"buildNumber":1', '"buildNumber":3'] },
      says: '_sde.jsonl cannot be read: it is damaged (its checksum is another)',
    },
  ])('is refused as a zip that $what', async ({ options, files, says }) => {
    await expect(readExport(await zip(exampleExport(1, files), options))).rejects.toThrow(says);
  });

  test('is refused as a zip that is none, is cut short, or is not there', async () => {
    const path = join(root, 'none.zip');
    await writeFile(path, 'PK and nothing more');
    await expect(readExport(path)).rejects.toThrow('it is not a zip file');

    const whole = await zip(exampleExport(1));
    const { readFile } = await import('node:fs/promises');
    await writeFile(path, (await readFile(whole)).subarray(0, 2_000));
    await expect(readExport(path)).rejects.toThrow('it is not a zip file, or is cut short');

    await expect(readExport(join(root, 'nowhere'))).rejects.toThrow('no such file or folder');
  });

  test('is not read on once it is given up', async () => {
    const path = await zip(exampleExport(1));
    const stop = new AbortController();

    const reading = readExport(path, {
      signal: stop.signal,
      onFile: (file) => file === 'groups.jsonl' && stop.abort(),
    });

    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

function folder(files: ExportFiles): Promise<string> {
  made += 1;
  return writeExportFolder(join(root, `export-${made}`), files);
}

function zip(files: ExportFiles, options: ZipOptions = {}): Promise<string> {
  made += 1;
  return writeExportZip(join(root, `export-${made}.zip`), files, options);
}
