import { contentHash } from './content-hash.ts';
import { normalizeName } from './normalize-name.ts';
import { withKeptRows } from './release.ts';
import type { StaticTables, StaticTypeRow } from './tables.ts';

/**
 * Add to a newer export what the past still needs of the rows that are loaded now:
 *
 * - A type that the export has no more stays as an unpublished one outside the market, with its
 *   groups: old quotes and contracts name it.
 * - A type that got another English name keeps the old one as an alias, unless another type bears
 *   it now: people paste lists they saved.
 * - A place that the export has no more stays where `placesInUse` has it.
 *
 * Neither of the tables is changed.
 *
 * @param placesInUse Ids of stations, systems and regions that something else refers to.
 */
export function carryOver(
  current: StaticTables,
  next: StaticTables,
  placesInUse: ReadonlySet<number>,
): StaticTables {
  const types = carryTypes(current, next);
  const groups = keepRows(current.groups, next.groups, idsOf(types, 'groupId'));
  const stations = keepRows(current.stations, next.stations, placesInUse);
  const systems = keepRows(
    current.systems,
    next.systems,
    new Set([...placesInUse, ...idsOf(stations, 'systemId')]),
  );
  const regions = keepRows(
    current.regions,
    next.regions,
    new Set([...placesInUse, ...idsOf(stations, 'regionId')]),
  );
  const categories = keepRows(current.categories, next.categories, idsOf(groups, 'categoryId'));
  const carried = { ...next, categories, groups, types, regions, systems, stations };
  const hash = contentHash(carried);
  if (hash === contentHash(next)) return next;
  return { ...carried, version: withKeptRows(next.version, hash) };
}

function carryTypes(current: StaticTables, next: StaticTables): StaticTypeRow[] {
  const nextIds = idsOf(next.types, 'id');
  const gone = current.types
    .filter(({ id }) => !nextIds.has(id))
    .map((type) => ({ ...type, marketGroupId: null, published: false }));

  const before = new Map(current.types.map((type) => [type.id, type]));
  const bearers = countBearers(next.types);
  const wanted = new Map<number, string[]>();
  const claims = new Map<string, number>();
  for (const type of next.types) {
    const old = before.get(type.id);
    const own = new Set([type.names.en, ...type.aliases].map(normalizeName));
    const names = (old ? [old.names.en, ...old.aliases] : []).filter(
      (name) => !own.has(normalizeName(name)) && !bearers.has(normalizeName(name)),
    );
    wanted.set(type.id, names);
    for (const name of new Set(names.map(normalizeName))) {
      claims.set(name, (claims.get(name) ?? 0) + 1);
    }
  }
  const kept = next.types.map((type) => {
    const names = (wanted.get(type.id) ?? []).filter(
      (name) => claims.get(normalizeName(name)) === 1,
    );
    return names.length > 0 ? { ...type, aliases: [...type.aliases, ...names] } : type;
  });
  return [...kept, ...gone].sort((a, b) => a.id - b.id);
}

function countBearers(types: readonly StaticTypeRow[]): Set<string> {
  return new Set(types.flatMap(({ names, aliases }) => [names.en, ...aliases].map(normalizeName)));
}

function keepRows<Row extends { id: number }>(
  current: readonly Row[],
  next: readonly Row[],
  needed: ReadonlySet<number>,
): Row[] {
  const nextIds = idsOf(next, 'id');
  const kept = current.filter(({ id }) => needed.has(id) && !nextIds.has(id));
  return [...next, ...kept].sort((a, b) => a.id - b.id);
}

function idsOf<Row, Key extends keyof Row>(rows: readonly Row[], key: Key): Set<Row[Key]> {
  return new Set(rows.map((row) => row[key]));
}
