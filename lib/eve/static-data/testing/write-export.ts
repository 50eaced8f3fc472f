/**
 * Small exports in the shape of CCP's, as a folder or a zip file.
 *
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';

/** Rows by file name; a text stands as it is. */
export type ExportFiles = Record<string, readonly object[] | string | Buffer>;

/** A whole export with a few types of everything, the way CCP writes it. */
export function exampleExport(build: number, changes: ExportFiles = {}): ExportFiles {
  return {
    '_sde.jsonl': [{ _key: 'sde', buildNumber: build, releaseDate: '2026-11-20T11:00:00Z' }],
    'categories.jsonl': [row(25, 'Asteroid'), row(4, 'Material')],
    'groups.jsonl': [
      { ...row(462, 'Veldspar'), categoryID: 25 },
      { ...row(18, 'Mineral'), categoryID: 4 },
    ],
    'marketGroups.jsonl': [
      row(54, 'Standard Ores'),
      { ...row(518, 'Veldspar'), parentGroupID: 54 },
    ],
    'types.jsonl': [
      type(34, 'Tritanium', { groupID: 18, de: 'Tritan' }),
      type(1230, 'Veldspar', {}),
      type(17470, 'Concentrated Veldspar', {}),
      type(17471, 'Dense Veldspar', {}),
      // Hidden types need not be complete.
      { _key: 9, published: false, name: { en: '' } },
    ],
    'typeMaterials.jsonl': [
      { _key: 1230, materials: [{ materialTypeID: 34, quantity: 400 }] },
      { _key: 17470, materials: [{ materialTypeID: 34, quantity: 420 }] },
      { _key: 17471, materials: [{ materialTypeID: 34, quantity: 440 }] },
      { _key: 9, randomizedMaterials: [{ materialTypeID: 34, quantityMin: 1, quantityMax: 2 }] },
    ],
    'mapRegions.jsonl': [row(10000002, 'The Forge'), row(10000043, 'Domain')],
    'mapSolarSystems.jsonl': [
      { ...row(30000142, 'Jita'), regionID: 10000002, securityStatus: 0.945913 },
      { ...row(30002187, 'Amarr'), regionID: 10000043, securityStatus: 1 },
    ],
    'mapPlanets.jsonl': [
      { _key: 40009082, celestialIndex: 4, orbitID: 40009076, solarSystemID: 30000142 },
      {
        _key: 40139398,
        celestialIndex: 8,
        orbitID: 40139389,
        solarSystemID: 30002187,
        uniqueName: { en: 'Amarr VIII (Oris)' },
      },
    ],
    'mapMoons.jsonl': [
      // Nobody orbits this one, so it may look as it likes.
      { _key: 40000001, solarSystemID: 'nowhere' },
      {
        _key: 40009087,
        celestialIndex: 4,
        orbitID: 40009082,
        orbitIndex: 4,
        solarSystemID: 30000142,
      },
    ],
    'npcCorporations.jsonl': [row(1000035, 'Caldari Navy'), row(1000086, 'Emperor Family')],
    'stationOperations.jsonl': [
      { _key: 14, operationName: { en: 'Assembly Plant' } },
      { _key: 16, operationName: { en: 'Academy' } },
    ],
    'npcStations.jsonl': [
      station(60003760, { solarSystemID: 30000142, orbitID: 40009087, ownerID: 1000035 }, 14),
      station(60008494, { solarSystemID: 30002187, orbitID: 40139398, ownerID: 1000086 }, 16),
      {
        ...station(60000001, { solarSystemID: 30000142, ownerID: 1000035 }, 14),
        useOperationName: false,
      },
    ],
    ...changes,
  };
}

/** A published type of 0.1 m³ in Veldspar's groups, unless `more` says otherwise. */
export function type(
  _key: number,
  en: string,
  { de, ...more }: { de?: string; [field: string]: unknown },
): object {
  const name = de === undefined ? { en } : { en, de };
  return {
    _key,
    groupID: 462,
    marketGroupID: 518,
    name,
    volume: 0.1,
    packagedVolume: 0.1,
    portionSize: 100,
    published: true,
    ...more,
  };
}

/** A line with a key and an English name. */
export function row(_key: number, en: string): { _key: number; name: { en: string } } {
  return { _key, name: { en } };
}

function station(_key: number, place: object, operationID: number): object {
  return {
    _key,
    ...place,
    operationID,
    useOperationName: true,
    reprocessingEfficiency: 0.5,
    reprocessingStationsTake: 0.05,
  };
}

export async function writeExportFolder(folder: string, files: ExportFiles): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (const [name, rows] of Object.entries(files))
    await writeFile(join(folder, name), toBytes(rows));
  return folder;
}

export type ZipOptions = {
  /** In front of each name: "eve-online-static-data-1-jsonl/". */
  readonly prefix?: string;
  /** Sets the flag of encryption. */
  readonly isEncrypted?: boolean;
  /** Claims this for the unpacked size of each file. */
  readonly claimedBytes?: number;
  /** Packs the second text in place of the first, while the checksums stay. */
  readonly flips?: readonly [string, string];
  /** Packs this file a second time. */
  readonly twice?: string;
};

/** Write a zip file by hand, so that it can also be wrong. */
export async function writeExportZip(
  path: string,
  files: ExportFiles,
  { prefix = '', isEncrypted = false, claimedBytes, flips = ['', ''], twice }: ZipOptions = {},
): Promise<string> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const entries = Object.entries(files);
  for (const [file, rows] of [...entries, ...entries.filter(([file]) => file === twice)]) {
    const name = Buffer.from(`${prefix}${file}`);
    const bytes = toBytes(rows);
    const packed = deflateRawSync(bytes.toString('latin1').replace(...flips));
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(isEncrypted ? 1 : 0, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimedBytes ?? bytes.length, 18);
    fields.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, name, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), fields, rest, name]),
    );
    locals.push(local);
    offset += local.length;
  }
  const table = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(table.length, 12);
  end.writeUInt32LE(offset, 16);
  await writeFile(path, Buffer.concat([...locals, table, end]));
  return path;
}

function toBytes(rows: ExportFiles[string]): Buffer {
  if (Buffer.isBuffer(rows)) return rows;
  if (typeof rows === 'string') return Buffer.from(rows);
  return Buffer.from(rows.map((line) => `${JSON.stringify(line)}\n`).join(''));
}
