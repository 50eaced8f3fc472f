import { createNameIndex } from './name-index.ts';
import { createNameSuggester } from './suggest-names.ts';
import type { LocalizedNames, StaticMaterialRow, StaticTables, StaticTypeRow } from './tables.ts';

const SUGGESTIONS = 3;

export type StaticType = {
  typeId: number;
  /** English. */
  name: string;
  /** By client language, absent where equal to English. */
  names: LocalizedNames;
  groupId: number;
  categoryId: number;
  /** Null: cannot be sold on the market. */
  marketGroupId: number | null;
  metaGroupId: number | null;
  /** Cubic metres of one unit, assembled. */
  volumeM3: number;
  /** Cubic metres of one unit, repackaged. */
  packagedVolumeM3: number;
  /** Units that are refined together. */
  portionSize: number;
  /** False: no longer in the game, and known for the sake of old quotes and contracts only. */
  published: boolean;
};
export type StaticGroup = { groupId: number; name: string; categoryId: number };
export type StaticCategory = { categoryId: number; name: string };
export type StaticMarketGroup = { marketGroupId: number; name: string; parentId: number | null };
export type StaticRegion = { regionId: number; name: string };
export type StaticSystem = { systemId: number; name: string; regionId: number | null };
export type StaticStation = {
  stationId: number;
  name: string;
  systemId: number;
  regionId: number;
  ownerCorporationId: number;
  /** Security status of the system, −1 to 1. */
  security: number;
  /** Base reprocessing yield, 0 to 1. */
  reprocessingEfficiency: number;
  /** The owner's share of the output, 0 to 1. */
  reprocessingTake: number;
};

export type NamedType = { typeId: number; name: string };

/** What a name means. `name` is always the English one. */
export type NameMatch =
  | { kind: 'type'; typeId: number; name: string }
  | { kind: 'ambiguous'; candidates: NamedType[] }
  /** `suggestions` is computed when first read (a few milliseconds): read it for few names. */
  | { kind: 'unknown'; readonly suggestions: NamedType[] };

/** Look-ups over EVE's static data, held in memory. Every function may be passed on by itself. */
export type StaticData = {
  /** Changes whenever any row changes. */
  version: string;
  /** Every row, for who must walk them all. */
  tables: StaticTables;
  type(typeId: number): StaticType | undefined;
  group(groupId: number): StaticGroup | undefined;
  category(categoryId: number): StaticCategory | undefined;
  marketGroup(marketGroupId: number): StaticMarketGroup | undefined;
  /** NPC stations only; player structures are not part of static data. */
  station(stationId: number): StaticStation | undefined;
  system(systemId: number): StaticSystem | undefined;
  region(regionId: number): StaticRegion | undefined;
  /** What one portion refines to at 100 %, ordered by material; empty for what cannot be refined. */
  materials(typeId: number): readonly StaticMaterialRow[];
  /** Published ones, ordered by type id. */
  typesInGroup(groupId: number): StaticType[];
  /** Published ones, ordered by type id. */
  typesInCategory(categoryId: number): StaticType[];
  /**
   * What a name in any of the client's languages means, grade names of ores included. A name that
   * several types bear is narrowed to the published and marketable, then to the English; what is
   * still open then is `ambiguous`. Blueprint copies have no name of their own.
   */
  resolveName(name: string): NameMatch;
  /** The real names nearest to a misspelled one, best first. */
  suggestNames(name: string, limit: number): NamedType[];
};

/** Index tables for look-ups. The tables are kept by reference and must stay as they are. */
export function createStaticData(tables: StaticTables): StaticData {
  const typeRows = lazy(() => byId(tables.types));
  const groupRows = lazy(() => byId(tables.groups));
  const categoryRows = lazy(() => byId(tables.categories));
  const marketGroupRows = lazy(() => byId(tables.marketGroups));
  const stationRows = lazy(() => byId(tables.stations));
  const systemRows = lazy(() => byId(tables.systems));
  const regionRows = lazy(() => byId(tables.regions));
  const materialRows = lazy(() => collect(tables.materials, (row) => row.typeId));
  const publishedRows = lazy(() => tables.types.filter((row) => row.published));
  const groupMembers = lazy(() => collect(publishedRows(), (row) => row.groupId));
  const names = lazy(() => createNameIndex(tables.types));
  const suggester = lazy(() => createNameSuggester(names()));

  const categoryOf = (groupId: number) => groupRows().get(groupId)?.categoryId ?? 0;
  const toType = ({ id, aliases: _, ...row }: StaticTypeRow): StaticType => ({
    ...row,
    typeId: id,
    name: row.names.en,
    categoryId: categoryOf(row.groupId),
  });
  // A paste asks for the same types again and again.
  const shownTypes = new Map<number, StaticType>();
  const typeOf = (typeId: number): StaticType | undefined => {
    const shown = shownTypes.get(typeId) ?? mapped(typeRows().get(typeId), toType);
    if (shown) shownTypes.set(typeId, shown);
    return shown;
  };
  const typesInGroup = (groupId: number) => (groupMembers().get(groupId) ?? []).map(toType);
  const suggestNames = (name: string, limit: number) => suggester()(name, limit).map(toNamed);

  return {
    version: tables.version,
    tables,
    type: typeOf,
    group: (groupId) =>
      mapped(groupRows().get(groupId), ({ names: { en: name }, categoryId }) => ({
        groupId,
        name,
        categoryId,
      })),
    category: (categoryId) =>
      mapped(categoryRows().get(categoryId), (row) => ({ categoryId, name: row.names.en })),
    marketGroup: (marketGroupId) =>
      mapped(marketGroupRows().get(marketGroupId), ({ names: { en: name }, parentId }) => ({
        marketGroupId,
        name,
        parentId,
      })),
    station: (stationId) =>
      mapped(stationRows().get(stationId), ({ id: _, ...row }) => ({ stationId, ...row })),
    system: (systemId) =>
      mapped(systemRows().get(systemId), ({ id: _, ...row }) => ({ systemId, ...row })),
    region: (regionId) => mapped(regionRows().get(regionId), ({ name }) => ({ regionId, name })),
    materials: (typeId) => materialRows().get(typeId) ?? [],
    typesInGroup,
    typesInCategory: (categoryId) =>
      publishedRows()
        .filter((row) => categoryOf(row.groupId) === categoryId)
        .map(toType),
    suggestNames,
    resolveName(name) {
      const [row, ...others] = names().find(name);
      if (!row) return unknown(() => suggestNames(name, SUGGESTIONS));
      if (others.length > 0)
        return { kind: 'ambiguous', candidates: [row, ...others].map(toNamed) };
      return { kind: 'type', ...toNamed(row) };
    },
  };
}

function unknown(suggest: () => NamedType[]): NameMatch {
  const suggestions = lazy(suggest);
  return {
    kind: 'unknown',
    get suggestions() {
      return suggestions();
    },
  };
}

function toNamed(row: StaticTypeRow): NamedType {
  return { typeId: row.id, name: row.names.en };
}

function mapped<Row, Shape>(row: Row | undefined, to: (row: Row) => Shape): Shape | undefined {
  return row === undefined ? undefined : to(row);
}

function byId<Row extends { id: number }>(rows: readonly Row[]): Map<number, Row> {
  return new Map(rows.map((row) => [row.id, row]));
}

function collect<Row>(rows: readonly Row[], keyOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

function lazy<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
