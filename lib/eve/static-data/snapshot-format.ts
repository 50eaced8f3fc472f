import type { ClientLanguage, LocalizedNames, StaticTables } from './tables.ts';
import { CLIENT_LANGUAGES } from './tables.ts';

/** Raised when the layout below changes: an older reader must refuse, not misread. */
export const SNAPSHOT_LAYOUT = 1;

/** Names of one table, one text a language: lines in row order, empty where equal to English. */
type NameColumns = { [language in ClientLanguage]: string };

/**
 * The snapshot as it lies in the file: one array a column, names as one text a language. Parses
 * several times faster than an object a row, and packs to half of it.
 */
export type Snapshot = {
  layout: typeof SNAPSHOT_LAYOUT;
  version: string;
  categories: { id: number[]; names: NameColumns };
  groups: { id: number[]; categoryId: number[]; names: NameColumns };
  marketGroups: { id: number[]; parentId: (number | null)[]; names: NameColumns };
  types: {
    id: number[];
    groupId: number[];
    marketGroupId: (number | null)[];
    metaGroupId: (number | null)[];
    names: NameColumns;
    /** By row number, only rows that have some. */
    aliases: Record<string, string[]>;
    volumeM3: number[];
    /** By row number, only where it differs from `volumeM3`. */
    packagedVolumeM3: Record<string, number>;
    portionSize: number[];
    /** Row numbers of types that are not published. */
    unpublished: number[];
  };
  /** `typeId` once a type, `counts` rows of the two other columns each. */
  materials: { typeId: number[]; counts: number[]; materialTypeId: number[]; quantity: number[] };
  regions: { id: number[]; name: string };
  systems: { id: number[]; name: string; regionId: (number | null)[] };
  stations: {
    id: number[];
    name: string;
    systemId: number[];
    regionId: number[];
    ownerCorporationId: number[];
    security: number[];
    reprocessingEfficiency: number[];
    reprocessingTake: number[];
  };
};

/** Turn rows into columns. {@link unpackTables} is its inverse. */
export function packTables(tables: StaticTables): Snapshot {
  const { categories, groups, marketGroups, types, regions, systems, stations } = tables;
  return {
    layout: SNAPSHOT_LAYOUT,
    version: tables.version,
    categories: { id: column(categories, 'id'), names: packNames(categories) },
    groups: {
      id: column(groups, 'id'),
      categoryId: column(groups, 'categoryId'),
      names: packNames(groups),
    },
    marketGroups: {
      id: column(marketGroups, 'id'),
      parentId: column(marketGroups, 'parentId'),
      names: packNames(marketGroups),
    },
    types: {
      id: column(types, 'id'),
      groupId: column(types, 'groupId'),
      marketGroupId: column(types, 'marketGroupId'),
      metaGroupId: column(types, 'metaGroupId'),
      names: packNames(types),
      aliases: sparse(types, (row) => (row.aliases.length > 0 ? row.aliases : undefined)),
      volumeM3: column(types, 'volumeM3'),
      packagedVolumeM3: sparse(types, (row) =>
        row.packagedVolumeM3 === row.volumeM3 ? undefined : row.packagedVolumeM3,
      ),
      portionSize: column(types, 'portionSize'),
      unpublished: types.flatMap((row, index) => (row.published ? [] : [index])),
    },
    materials: packMaterials(tables),
    regions: { id: column(regions, 'id'), name: packLines(column(regions, 'name')) },
    systems: {
      id: column(systems, 'id'),
      name: packLines(column(systems, 'name')),
      regionId: column(systems, 'regionId'),
    },
    stations: {
      id: column(stations, 'id'),
      name: packLines(column(stations, 'name')),
      systemId: column(stations, 'systemId'),
      regionId: column(stations, 'regionId'),
      ownerCorporationId: column(stations, 'ownerCorporationId'),
      security: column(stations, 'security'),
      reprocessingEfficiency: column(stations, 'reprocessingEfficiency'),
      reprocessingTake: column(stations, 'reprocessingTake'),
    },
  };
}

/** Turn columns back into rows. */
export function unpackTables(snapshot: Snapshot): StaticTables {
  const { categories, groups, marketGroups, types, regions, systems, stations } = snapshot;
  const categoryNames = unpackNames(categories.names);
  const groupNames = unpackNames(groups.names);
  const marketGroupNames = unpackNames(marketGroups.names);
  const typeNames = unpackNames(types.names);
  const regionNames = regions.name.split('\n');
  const systemNames = systems.name.split('\n');
  const stationNames = stations.name.split('\n');
  const unpublished = new Set(types.unpublished);

  return {
    version: snapshot.version,
    categories: categories.id.map((id, i) => ({ id, names: at(categoryNames, i) })),
    groups: groups.id.map((id, i) => ({
      id,
      categoryId: at(groups.categoryId, i),
      names: at(groupNames, i),
    })),
    marketGroups: marketGroups.id.map((id, i) => ({
      id,
      parentId: at(marketGroups.parentId, i),
      names: at(marketGroupNames, i),
    })),
    types: types.id.map((id, i) => ({
      id,
      groupId: at(types.groupId, i),
      marketGroupId: at(types.marketGroupId, i),
      metaGroupId: at(types.metaGroupId, i),
      names: at(typeNames, i),
      aliases: types.aliases[i] ?? [],
      volumeM3: at(types.volumeM3, i),
      packagedVolumeM3: types.packagedVolumeM3[i] ?? at(types.volumeM3, i),
      portionSize: at(types.portionSize, i),
      published: !unpublished.has(i),
    })),
    materials: unpackMaterials(snapshot.materials),
    regions: regions.id.map((id, i) => ({ id, name: at(regionNames, i) })),
    systems: systems.id.map((id, i) => ({
      id,
      name: at(systemNames, i),
      regionId: at(systems.regionId, i),
    })),
    stations: stations.id.map((id, i) => ({
      id,
      name: at(stationNames, i),
      systemId: at(stations.systemId, i),
      regionId: at(stations.regionId, i),
      ownerCorporationId: at(stations.ownerCorporationId, i),
      security: at(stations.security, i),
      reprocessingEfficiency: at(stations.reprocessingEfficiency, i),
      reprocessingTake: at(stations.reprocessingTake, i),
    })),
  };
}

function packNames(rows: readonly { names: LocalizedNames }[]): NameColumns {
  const pairs = CLIENT_LANGUAGES.map((language) => [
    language,
    packLines(rows.map((row) => row.names[language] ?? '')),
  ]);
  // One entry for each of the languages was just made.
  return Object.fromEntries(pairs) as NameColumns;
}

function unpackNames(columns: NameColumns): LocalizedNames[] {
  const [english, german, french, russian, japanese, chinese, korean, spanish] =
    CLIENT_LANGUAGES.map((language) => columns[language].split('\n'));
  // Every object has the same fields in the same order: the engine then reads them several times
  // faster, which is most of what indexing names takes.
  return (english ?? []).map((en, i) => ({
    en,
    de: german?.[i] || undefined,
    fr: french?.[i] || undefined,
    ru: russian?.[i] || undefined,
    ja: japanese?.[i] || undefined,
    zh: chinese?.[i] || undefined,
    ko: korean?.[i] || undefined,
    es: spanish?.[i] || undefined,
  }));
}

function packMaterials({ materials }: StaticTables): Snapshot['materials'] {
  const packed: Snapshot['materials'] = {
    typeId: [],
    counts: [],
    materialTypeId: [],
    quantity: [],
  };
  for (const row of materials) {
    if (packed.typeId.at(-1) !== row.typeId) {
      packed.typeId.push(row.typeId);
      packed.counts.push(0);
    }
    packed.counts.push((packed.counts.pop() ?? 0) + 1);
    packed.materialTypeId.push(row.materialTypeId);
    packed.quantity.push(row.quantity);
  }
  return packed;
}

function unpackMaterials(packed: Snapshot['materials']): StaticTables['materials'] {
  const rows: StaticTables['materials'] = [];
  packed.typeId.forEach((typeId, i) => {
    const end = rows.length + at(packed.counts, i);
    while (rows.length < end) {
      const row = rows.length;
      const quantity = at(packed.quantity, row);
      rows.push({ typeId, materialTypeId: at(packed.materialTypeId, row), quantity });
    }
  });
  return rows;
}

function column<Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Row[Key][] {
  return rows.map((row) => row[key]);
}

function sparse<Row, Value>(rows: readonly Row[], pick: (row: Row) => Value | undefined) {
  const picked: Record<string, Value> = {};
  rows.forEach((row, i) => {
    const value = pick(row);
    if (value !== undefined) picked[i] = value;
  });
  return picked;
}

function packLines(names: readonly string[]): string {
  const broken = names.find((name) => name.includes('\n'));
  if (broken !== undefined) throw new RangeError(`A name holds a line break: ${broken}`);
  return names.join('\n');
}

function at<Value>(values: readonly Value[], index: number): Value {
  const value = values[index];
  if (value === undefined) throw new RangeError(`A column is too short: no row ${index}`);
  return value;
}
