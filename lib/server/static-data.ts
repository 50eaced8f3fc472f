/**
 * EVE's static data: from the snapshot into PostgreSQL, and from there into each process once.
 *
 * @module
 */
import {
  createStaticData,
  type StaticData,
  type StaticTables,
} from '#lib/eve/static-data/index.ts';
import type { Container } from './container.ts';
import { toId } from './ids.ts';
import type { Tx } from './transact.ts';

type Cached = { readonly version: string; readonly data: Promise<StaticData> };

// Next loads pages apart from the server around them; 50 MB of names are wanted once.
const CACHE_KEY = Symbol.for('ageira.static-data');
const shared: typeof globalThis & { [CACHE_KEY]?: Cached & { checkedAtMs: number } } = globalThis;

/** A new import is noticed after this long at most. */
const CHECK_EVERY_MS = 60_000;

/**
 * The static data that this database holds, made once per process and version.
 *
 * @throws {Error} When the database holds none yet.
 */
export async function getStaticData(container: Pick<Container, 'db'>): Promise<StaticData> {
  const nowMs = performance.now();
  const cached = shared[CACHE_KEY];
  if (cached && nowMs - cached.checkedAtMs < CHECK_EVERY_MS) return cached.data;

  const site = await container.db.site.findUnique({ where: { id: 1 } });
  const version = site?.staticVersion;
  if (!version) throw new Error('No static data is loaded yet. Run the seed.');
  if (cached?.version === version) {
    shared[CACHE_KEY] = { ...cached, checkedAtMs: nowMs };
    return cached.data;
  }

  const data = readTables(container, version).then(createStaticData);
  shared[CACHE_KEY] = { version, data, checkedAtMs: nowMs };
  data.catch(() => {
    if (shared[CACHE_KEY]?.data === data) delete shared[CACHE_KEY];
  });
  return data;
}

/** Replace the static data in the database by other tables; nothing happens for the same version. */
export async function storeStaticData(tx: Tx, tables: StaticTables): Promise<void> {
  const { version, ...parts } = tables;
  await tx.$executeRaw`
    truncate static_category, static_group, static_market_group, static_type, static_material,
      static_region, static_system, static_station`;
  for (const [name, rows] of Object.entries(parts)) {
    const insert = INSERTS[name];
    if (!insert) throw new TypeError(`No table for the static data's ${name}`);
    for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
      await tx.$executeRawUnsafe(insert, JSON.stringify(rows.slice(at, at + ROWS_AT_ONCE)));
    }
  }
  await tx.$executeRaw`update site set static_version = ${version} where id = 1`;
}

const ROWS_AT_ONCE = 10_000;

// One text parameter a batch, taken apart by the database: as fast as unnest here, and it takes
// names as they are. The keys are those of the kit's rows.
const INSERTS: Readonly<Record<string, string>> = {
  categories: `insert into static_category (id, names)
    select id, names from jsonb_to_recordset($1::jsonb) as row(id int, names jsonb)`,
  groups: `insert into static_group (id, category_id, names)
    select id, "categoryId", names
    from jsonb_to_recordset($1::jsonb) as row(id int, "categoryId" int, names jsonb)`,
  marketGroups: `insert into static_market_group (id, parent_id, names)
    select id, "parentId", names
    from jsonb_to_recordset($1::jsonb) as row(id int, "parentId" int, names jsonb)`,
  types: `insert into static_type (id, group_id, market_group_id, meta_group_id, names, aliases,
      volume_m3, packaged_volume_m3, portion_size, published)
    select id, "groupId", "marketGroupId", "metaGroupId", names,
      array(select jsonb_array_elements_text(aliases)),
      "volumeM3", "packagedVolumeM3", "portionSize", published
    from jsonb_to_recordset($1::jsonb) as row(id int, "groupId" int, "marketGroupId" int,
      "metaGroupId" int, names jsonb, aliases jsonb, "volumeM3" float8,
      "packagedVolumeM3" float8, "portionSize" int, published boolean)`,
  materials: `insert into static_material (type_id, material_type_id, quantity)
    select "typeId", "materialTypeId", quantity
    from jsonb_to_recordset($1::jsonb) as row("typeId" int, "materialTypeId" int, quantity int)`,
  regions: `insert into static_region (id, name)
    select id, name from jsonb_to_recordset($1::jsonb) as row(id int, name text)`,
  systems: `insert into static_system (id, name, region_id)
    select id, name, "regionId"
    from jsonb_to_recordset($1::jsonb) as row(id int, name text, "regionId" int)`,
  stations: `insert into static_station (id, name, system_id, region_id, owner_corporation_id,
      security, reprocessing_efficiency, reprocessing_take)
    select id, name, "systemId", "regionId", "ownerCorporationId", security,
      "reprocessingEfficiency", "reprocessingTake"
    from jsonb_to_recordset($1::jsonb) as row(id bigint, name text, "systemId" int,
      "regionId" int, "ownerCorporationId" bigint, security float8,
      "reprocessingEfficiency" float8, "reprocessingTake" float8)`,
};

async function readTables({ db }: Pick<Container, 'db'>, version: string): Promise<StaticTables> {
  const orderBy = { id: 'asc' } as const;
  const [categories, groups, marketGroups, types, materials, regions, systems, stations] =
    await Promise.all([
      db.staticCategory.findMany({ orderBy }),
      db.staticGroup.findMany({ orderBy }),
      db.staticMarketGroup.findMany({ orderBy }),
      db.staticType.findMany({ orderBy }),
      db.staticMaterial.findMany({ orderBy: [{ typeId: 'asc' }, { materialTypeId: 'asc' }] }),
      db.staticRegion.findMany({ orderBy }),
      db.staticSystem.findMany({ orderBy }),
      db.staticStation.findMany({ orderBy }),
    ]);
  return {
    version,
    categories: categories.map(withNames),
    groups: groups.map(withNames),
    marketGroups: marketGroups.map(withNames),
    types: types.map(withNames),
    materials,
    regions,
    systems,
    stations: stations.map((station) => ({
      ...station,
      id: toId(station.id),
      ownerCorporationId: toId(station.ownerCorporationId),
    })),
  };
}

type Names = StaticTables['categories'][number]['names'];

// Only storeStaticData writes this column, from rows of exactly this type.
function withNames<Row extends { names: unknown }>(
  row: Row,
): Omit<Row, 'names'> & { names: Names } {
  return { ...row, names: row.names as Names };
}
