import type { StaticTables, StaticTypeRow } from './tables.ts';

export type Named = { readonly id: number; readonly name: string };
export type Renamed = { readonly id: number; readonly from: string; readonly to: string };
export type VolumeChange = Named & {
  /** Cubic metres of one unit, assembled and repackaged. */
  readonly from: { readonly volumeM3: number; readonly packagedVolumeM3: number };
  readonly to: { readonly volumeM3: number; readonly packagedVolumeM3: number };
};
export type RowChanges = {
  readonly added: readonly Named[];
  readonly renamed: readonly Renamed[];
  readonly gone: readonly Named[];
};

/** What a newer export changes, by English names, each list ordered by id. */
export type StaticChanges = {
  readonly types: RowChanges & {
    readonly volumesChanged: readonly VolumeChange[];
    /** What they refine to, or how many units together. */
    readonly materialsChanged: readonly Named[];
  };
  readonly categories: RowChanges;
  readonly groups: RowChanges;
  readonly marketGroups: RowChanges;
  readonly regions: RowChanges;
  readonly systems: RowChanges;
  readonly stations: RowChanges;
  /** Tables that lose so much that the export is more likely cut than the game: see {@link GUTTED_SHARE}. */
  readonly losses: readonly Loss[];
};
export type Loss = {
  /** 'published types', 'stations' … */
  readonly what: string;
  readonly lost: number;
  readonly of: number;
};

/** An expansion adds; it never takes a twentieth of anything away. */
export const GUTTED_SHARE = 0.05;

/** Compare what is loaded with an export, as far as people see it: unpublished types do not count. */
export function compareTables(current: StaticTables, next: StaticTables): StaticChanges {
  const before = current.types.filter(({ published }) => published);
  const after = next.types.filter(({ published }) => published);
  const changes = {
    types: {
      ...compareRows(before, after, englishName),
      volumesChanged: compareVolumes(before, after),
      materialsChanged: compareMaterials(current, next, before, after),
    },
    categories: compareRows(current.categories, next.categories, englishName),
    groups: compareRows(current.groups, next.groups, englishName),
    marketGroups: compareRows(current.marketGroups, next.marketGroups, englishName),
    regions: compareRows(current.regions, next.regions, plainName),
    systems: compareRows(current.systems, next.systems, plainName),
    stations: compareRows(current.stations, next.stations, plainName),
  };
  return {
    ...changes,
    losses: [
      loss('published types', changes.types.gone.length, before.length),
      loss('groups', changes.groups.gone.length, current.groups.length),
      loss('market groups', changes.marketGroups.gone.length, current.marketGroups.length),
      loss('regions', changes.regions.gone.length, current.regions.length),
      loss('solar systems', changes.systems.gone.length, current.systems.length),
      loss('stations', changes.stations.gone.length, current.stations.length),
      fewer('types that can be refined', countRefined(current, before), countRefined(next, after)),
      fewer('types on the market', countMarketable(before), countMarketable(after)),
      fewer('translated names', countTranslations(before), countTranslations(after)),
    ].flatMap((found) => found ?? []),
  };
}

function loss(what: string, lost: number, of: number): Loss | null {
  return lost > of * GUTTED_SHARE ? { what, lost, of } : null;
}

function fewer(what: string, before: number, after: number): Loss | null {
  return loss(what, Math.max(0, before - after), before);
}

function compareRows<Row extends { id: number }>(
  before: readonly Row[],
  after: readonly Row[],
  nameOf: (row: Row) => string,
): RowChanges {
  const old = new Map(before.map((row) => [row.id, nameOf(row)]));
  const present = new Set(after.map(({ id }) => id));
  const named = (row: Row) => ({ id: row.id, name: nameOf(row) });
  return {
    added: after.filter(({ id }) => !old.has(id)).map(named),
    renamed: after.flatMap((row) => {
      const from = old.get(row.id);
      const to = nameOf(row);
      return from === undefined || from === to ? [] : [{ id: row.id, from, to }];
    }),
    gone: before.filter(({ id }) => !present.has(id)).map(named),
  };
}

function compareVolumes(
  before: readonly StaticTypeRow[],
  after: readonly StaticTypeRow[],
): VolumeChange[] {
  const old = new Map(before.map((type) => [type.id, volumesOf(type)]));
  return after.flatMap((type) => {
    const from = old.get(type.id);
    const to = volumesOf(type);
    if (!from) return [];
    if (from.volumeM3 === to.volumeM3 && from.packagedVolumeM3 === to.packagedVolumeM3) return [];
    return [{ id: type.id, name: type.names.en, from, to }];
  });
}

function compareMaterials(
  current: StaticTables,
  next: StaticTables,
  before: readonly StaticTypeRow[],
  after: readonly StaticTypeRow[],
): Named[] {
  const old = new Set(before.map(({ id }) => id));
  const from = describeYields(current, before);
  const to = describeYields(next, after);
  return after
    .filter(({ id }) => old.has(id) && from.get(id) !== to.get(id))
    .map(({ id, names }) => ({ id, name: names.en }));
}

/** A text a type that can be refined; equal texts mean equal yields. */
function describeYields(
  { materials }: StaticTables,
  types: readonly StaticTypeRow[],
): Map<number, string> {
  const portions = new Map(types.map(({ id, portionSize }) => [id, portionSize]));
  const yields = new Map<number, string[]>();
  for (const { typeId, materialTypeId, quantity } of materials) {
    const portion = portions.get(typeId);
    if (portion === undefined) continue;
    const parts = yields.get(typeId) ?? [`${portion}`];
    parts.push(`${materialTypeId}:${quantity}`);
    yields.set(typeId, parts);
  }
  return new Map([...yields].map(([id, parts]) => [id, parts.toSorted().join(' ')]));
}

function countRefined(tables: StaticTables, types: readonly StaticTypeRow[]): number {
  return describeYields(tables, types).size;
}

function countMarketable(types: readonly StaticTypeRow[]): number {
  return types.filter(({ marketGroupId }) => marketGroupId !== null).length;
}

function countTranslations(types: readonly StaticTypeRow[]): number {
  return types.reduce(
    (sum, { names }) => sum + Object.values(names).filter((name) => name !== undefined).length - 1,
    0,
  );
}

function volumesOf({ volumeM3, packagedVolumeM3 }: StaticTypeRow) {
  return { volumeM3, packagedVolumeM3 };
}

function englishName({ names }: { names: { en: string } }): string {
  return names.en;
}

function plainName({ name }: { name: string }): string {
  return name;
}
