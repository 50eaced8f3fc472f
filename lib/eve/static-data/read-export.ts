import { contentHash } from './content-hash.ts';
import { ExportUnreadableError } from './errors.ts';
import {
  buildSchema,
  categorySchema,
  groupSchema,
  marketGroupSchema,
  materialsSchema,
  type PackagedVolumes,
  packagedVolumesSchema,
  typeSchema,
  visibilitySchema,
} from './export-schema.ts';
import type { ExportSource } from './export-source.ts';
import { openExport } from './open-export.ts';
import { deriveOreGradeNames } from './ore-grades.ts';
import { readPlaces } from './read-places.ts';
import { parseText, type ReadOptions, readRows, readValue } from './read-rows.ts';
import { toVersion } from './release.ts';
import type { StaticMaterialRow, StaticTables, StaticTypeRow } from './tables.ts';
import { namesOf } from './tidy-names.ts';

export type ExportOptions = ReadOptions & {
  /** What the export calls itself; by default "sde-" and the build number of its `_sde.jsonl`. */
  readonly release?: string | undefined;
  /** Repackaged volumes for types of which the export itself does not say any. */
  readonly packagedVolumes?: PackagedVolumes | undefined;
};

const ASTEROID_CATEGORY_ID = 25;
const PACKAGED_VOLUMES = 'packagedVolumes.json';

/** Read first, so that what is missing is said before minutes are spent on the rest. */
const NEEDED = [
  'categories',
  'groups',
  'marketGroups',
  'types',
  'typeMaterials',
  'mapRegions',
  'mapSolarSystems',
  'npcStations',
];

/**
 * Read CCP's static data export (JSONL, a folder or a `.zip`) into rows. Only published types are
 * kept. Files are read one after the other, line by line.
 *
 * `packagedVolumes.json` is ours, and only needed for exports that do not tell repackaged volumes.
 *
 * @throws {ExportUnreadableError} When a file is missing or a line is not as it should be.
 */
export async function readExport(path: string, options: ExportOptions = {}): Promise<StaticTables> {
  await using source = await openExport(path);
  requireFiles(source);
  const release = options.release ?? (await readRelease(source));
  const packagedVolumeOf = await choosePackagedVolumes(source, options);

  const categories = (await readRows(source, 'categories', categorySchema, options)).map((row) => ({
    id: row._key,
    names: namesOf(row.name),
  }));
  const groups = (await readRows(source, 'groups', groupSchema, options)).map((row) => ({
    id: row._key,
    categoryId: row.categoryID,
    names: namesOf(row.name),
  }));
  const marketGroups = (await readRows(source, 'marketGroups', marketGroupSchema, options)).map(
    (row) => ({ id: row._key, parentId: row.parentGroupID ?? null, names: namesOf(row.name) }),
  );
  const types = (await readPublishedTypes(source, options)).map((row) => ({
    id: row._key,
    groupId: row.groupID,
    marketGroupId: row.marketGroupID ?? null,
    metaGroupId: row.metaGroupID ?? null,
    names: namesOf(row.name),
    aliases: [],
    volumeM3: row.volume ?? 0,
    packagedVolumeM3: row.packagedVolume ?? packagedVolumeOf(row),
    portionSize: row.portionSize,
    published: true,
  }));
  requireGroups(types, groups);
  const materials = await readMaterials(source, types, options);
  const places = await readPlaces(source, options);

  const tables = {
    version: release,
    categories,
    groups,
    marketGroups,
    types: withGradeNames(types, groups, materials),
    materials,
    ...places,
  };
  return { ...tables, version: toVersion(release, contentHash(tables)) };
}

function requireFiles(source: ExportSource): void {
  const missing = NEEDED.filter((name) => !source.has(`${name}.jsonl`));
  const [first] = missing;
  if (first === undefined) return;
  const all = missing.map((name) => `${name}.jsonl`).join(', ');
  throw new ExportUnreadableError(
    source.path,
    `it lacks ${all}. Take the variant of the export that is called JSON Lines`,
  );
}

async function readRelease(source: ExportSource): Promise<string> {
  if (!source.has('_sde.jsonl')) {
    throw new ExportUnreadableError(
      source.path,
      'it lacks _sde.jsonl, which says of which build it is',
    );
  }
  return `sde-${(await readValue(source, '_sde.jsonl', buildSchema)).buildNumber}`;
}

type VolumeRow = { _key: number; groupID: number; volume?: number | undefined };

async function choosePackagedVolumes(
  source: ExportSource,
  { packagedVolumes }: ExportOptions,
): Promise<(row: VolumeRow) => number> {
  const known = source.has(PACKAGED_VOLUMES)
    ? await readValue(source, PACKAGED_VOLUMES, packagedVolumesSchema)
    : packagedVolumes;
  return ({ _key, groupID, volume = 0 }) => {
    if (known) return known.types[_key] ?? known.groups[groupID] ?? volume;
    if (volume === 0) return 0;
    throw new ExportUnreadableError(
      source.path,
      `it does not say how large type ${_key} is when packaged: add a ${PACKAGED_VOLUMES}`,
    );
  };
}

async function readPublishedTypes(source: ExportSource, options: ReadOptions) {
  return readRows(
    source,
    'types',
    typeSchema,
    options,
    ({ text }, place) => parseText(place, text, visibilitySchema).published,
  );
}

function requireGroups(types: readonly StaticTypeRow[], groups: StaticTables['groups']): void {
  const known = new Set(groups.map(({ id }) => id));
  const lost = types.find(({ groupId }) => !known.has(groupId));
  if (!lost) return;
  throw new ExportUnreadableError(
    'types.jsonl',
    `type ${lost.id} belongs to group ${lost.groupId}, which groups.jsonl lacks`,
  );
}

async function readMaterials(
  source: ExportSource,
  types: readonly StaticTypeRow[],
  options: ReadOptions,
): Promise<StaticMaterialRow[]> {
  const typeIds = new Set(types.map(({ id }) => id));
  const rows = await readRows(source, 'typeMaterials', materialsSchema, options);
  return rows.flatMap(({ _key, materials }) => {
    if (!typeIds.has(_key)) return [];
    return [...materials]
      .sort(([a], [b]) => a - b)
      .map(([materialTypeId, quantity]) => ({ typeId: _key, materialTypeId, quantity }));
  });
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

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}
