import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import { ExportUnreadableError } from './errors.ts';
import { deriveOreGradeNames } from './ore-grades.ts';
import type { LocalizedNames, StaticMaterialRow, StaticTables, StaticTypeRow } from './tables.ts';
import { CLIENT_LANGUAGES } from './tables.ts';

const ASTEROID_CATEGORY_ID = 25;

const nameSchema = z.union([
  z.string().transform((en) => ({ en })),
  z.looseObject({ en: z.string() }),
]);
const id = z.int();

const categorySchema = z.object({ _key: id, name: nameSchema });
const groupSchema = z.object({ _key: id, categoryID: id, name: nameSchema });
const marketGroupSchema = z.object({
  _key: id,
  parentGroupID: id.optional(),
  name: nameSchema,
});
const typeSchema = z.object({
  _key: id,
  groupID: id,
  marketGroupID: id.optional(),
  metaGroupID: id.optional(),
  name: nameSchema,
  volume: z.number().default(0),
  portionSize: id.default(1),
  published: z.boolean().default(false),
});
const materialsSchema = z.object({
  _key: id,
  materials: z.array(z.object({ materialTypeID: id, quantity: id })).default([]),
});
const regionSchema = z.object({ _key: id, name: nameSchema });
const systemSchema = z.object({ _key: id, name: nameSchema, regionID: id.optional() });
const stationSchema = z.object({
  _key: id,
  name: nameSchema,
  solarSystemID: id,
  regionID: id,
  ownerID: id,
  security: z.number().default(0),
  reprocessingEfficiency: z.number(),
  reprocessingStationsTake: z.number(),
});
const packagedVolumesSchema = z.object({
  groups: z.record(z.string(), z.number()),
  types: z.record(z.string(), z.number()),
});

/**
 * Read a folder of CCP's static data export (JSONL, each file plain or `.gz`) into rows.
 *
 * Wanted: `categories`, `groups`, `marketGroups`, `types`, `typeMaterials`, `mapRegions`,
 * `mapSolarSystems`, `npcStations` (`.jsonl`), and `packagedVolumes.json`, which is ours: the
 * repackaged volume by group and by type, because the export has none. Only published types are
 * kept.
 *
 * @param version What {@link StaticTables.version} shall be.
 * @throws {ExportUnreadableError} When a file is missing or a row lacks a field.
 */
export async function readExport(folder: string, version: string): Promise<StaticTables> {
  const packaged = await readJson(folder, 'packagedVolumes.json', packagedVolumesSchema);
  const groups = (await readRows(folder, 'groups', groupSchema)).map((row) => ({
    id: row._key,
    categoryId: row.categoryID,
    names: namesOf(row.name),
  }));
  const published = (await readRows(folder, 'types', typeSchema)).filter((row) => row.published);
  const typeIds = new Set(published.map((row) => row._key));
  const materials = (await readRows(folder, 'typeMaterials', materialsSchema))
    .filter((row) => typeIds.has(row._key))
    .flatMap((row) =>
      row.materials.map(({ materialTypeID, quantity }) => ({
        typeId: row._key,
        materialTypeId: materialTypeID,
        quantity,
      })),
    );
  const types = published.map((row) => ({
    id: row._key,
    groupId: row.groupID,
    marketGroupId: row.marketGroupID ?? null,
    metaGroupId: row.metaGroupID ?? null,
    names: namesOf(row.name),
    aliases: [],
    volumeM3: row.volume,
    packagedVolumeM3: packaged.types[row._key] ?? packaged.groups[row.groupID] ?? row.volume,
    portionSize: row.portionSize,
    published: row.published,
  }));

  return {
    version,
    categories: (await readRows(folder, 'categories', categorySchema)).map((row) => ({
      id: row._key,
      names: namesOf(row.name),
    })),
    groups,
    marketGroups: (await readRows(folder, 'marketGroups', marketGroupSchema)).map((row) => ({
      id: row._key,
      parentId: row.parentGroupID ?? null,
      names: namesOf(row.name),
    })),
    types: withGradeNames(types, groups, materials),
    materials,
    regions: (await readRows(folder, 'mapRegions', regionSchema)).map((row) => ({
      id: row._key,
      name: row.name.en,
    })),
    systems: (await readRows(folder, 'mapSolarSystems', systemSchema)).map((row) => ({
      id: row._key,
      name: row.name.en,
      regionId: row.regionID ?? null,
    })),
    stations: (await readRows(folder, 'npcStations', stationSchema)).map((row) => ({
      id: row._key,
      name: row.name.en,
      systemId: row.solarSystemID,
      regionId: row.regionID,
      ownerCorporationId: row.ownerID,
      security: row.security,
      reprocessingEfficiency: row.reprocessingEfficiency,
      reprocessingTake: row.reprocessingStationsTake,
    })),
  };
}

function withGradeNames(
  types: StaticTypeRow[],
  groups: StaticTables['groups'],
  materials: StaticMaterialRow[],
): StaticTypeRow[] {
  const materialsByType = groupBy(materials, (row) => row.typeId);
  const typesByGroup = groupBy(types, (row) => row.groupId);
  const aliases = new Map<number, string>();
  for (const group of groups) {
    if (group.categoryId !== ASTEROID_CATEGORY_ID) continue;
    const variants = typesByGroup.get(group.id) ?? [];
    const names = deriveOreGradeNames(variants, group.names.en, materialsByType);
    for (const [typeId, name] of names) aliases.set(typeId, name);
  }
  return types.map((type) => {
    const alias = aliases.get(type.id);
    return alias && alias !== type.names.en ? { ...type, aliases: [alias] } : type;
  });
}

/** Clean what the export got wrong (double blanks, blanks at the ends) and drop repeated names. */
function namesOf(name: { en: string; [language: string]: unknown }): LocalizedNames {
  const names: LocalizedNames = { en: tidy(name.en) };
  for (const language of CLIENT_LANGUAGES) {
    const text = name[language];
    if (typeof text !== 'string' || text === '') continue;
    const tidied = tidy(text);
    if (tidied !== names.en) names[language] = tidied;
  }
  return names;
}

function tidy(name: string): string {
  return name.replace(/[ \t\r\n]+/g, ' ').trim();
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

type Keyed = { _key: number };

async function readRows<Row extends Keyed>(folder: string, name: string, schema: z.ZodType<Row>) {
  const file = `${name}.jsonl`;
  const text = await readText(folder, file);
  const rows = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => parse(`${file}, line ${i + 1}`, line, schema));
  return rows.sort((a, b) => a._key - b._key);
}

async function readJson<Shape>(folder: string, file: string, schema: z.ZodType<Shape>) {
  return parse(file, await readText(folder, file), schema);
}

function parse<Shape>(place: string, text: string, schema: z.ZodType<Shape>): Shape {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new ExportUnreadableError(place, String(cause), { cause });
  }
}

async function readText(folder: string, file: string): Promise<string> {
  try {
    return await readFile(join(folder, file), 'utf8');
  } catch {
    // Not there unpacked: the packed one, or the error that names it.
  }
  try {
    return gunzipSync(await readFile(join(folder, `${file}.gz`))).toString();
  } catch (cause) {
    throw new ExportUnreadableError(join(folder, file), 'missing or damaged', { cause });
  }
}
