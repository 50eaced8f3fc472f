/**
 * The rows of EVE's static data in PostgreSQL, and the version that they are of.
 *
 * @module
 */
import { isSameRow, type StaticTables } from '#lib/eve/static-data/index.ts';
import { toId } from './ids.ts';
import type { Tx } from './transact.ts';

type TableName = Exclude<keyof StaticTables, 'version'>;
type Names = StaticTables['categories'][number]['names'];

const ROWS_AT_ONCE = 10_000;

/**
 * Read all rows. Without an isolation of at least "repeatable read" the tables may be of different
 * moments, unless the lock of an import is held. `version` is empty where nothing was ever loaded.
 */
export async function readStaticTables(tx: Tx): Promise<StaticTables> {
  const orderBy = { id: 'asc' } as const;
  const site = await tx.site.findUnique({ where: { id: 1 }, select: { staticVersion: true } });
  return {
    version: site?.staticVersion ?? '',
    categories: (await tx.staticCategory.findMany({ orderBy })).map(withNames),
    groups: (await tx.staticGroup.findMany({ orderBy })).map(withNames),
    marketGroups: (await tx.staticMarketGroup.findMany({ orderBy })).map(withNames),
    types: (await tx.staticType.findMany({ orderBy })).map(withNames),
    materials: await tx.staticMaterial.findMany({
      orderBy: [{ typeId: 'asc' }, { materialTypeId: 'asc' }],
    }),
    regions: await tx.staticRegion.findMany({ orderBy }),
    systems: await tx.staticSystem.findMany({ orderBy }),
    stations: (await tx.staticStation.findMany({ orderBy })).map((station) => ({
      ...station,
      id: toId(station.id),
      ownerCorporationId: toId(station.ownerCorporationId),
    })),
  };
}

/**
 * Make the database hold exactly these tables, by writing what differs from the rows it has.
 *
 * Nothing is truncated: that would make readers wait, and show an empty table to those whose
 * transaction is older.
 *
 * @param current The rows that it has; none by default.
 */
export async function storeStaticTables(
  tx: Tx,
  next: StaticTables,
  current: StaticTables = NOTHING,
): Promise<void> {
  for (const name of TABLES) await storeTable(tx, name, current, next);
  await tx.$executeRaw`update site set static_version = ${next.version} where id = 1`;
}

async function storeTable(
  tx: Tx,
  name: TableName,
  current: StaticTables,
  next: StaticTables,
): Promise<void> {
  const { keyOf, upsert, remove } = STATEMENTS[name];
  const before = new Map(current[name].map((row) => [keyOf(row), row]));
  const kept = new Set(next[name].map(keyOf));
  const gone = [...before].filter(([key]) => !kept.has(key)).map(([, row]) => row);
  const changed = next[name].filter((row) => {
    const old = before.get(keyOf(row));
    return !old || !isSameRow(row, old);
  });
  for (const rows of batches(gone)) await tx.$executeRawUnsafe(remove, JSON.stringify(rows));
  for (const rows of batches(changed)) await tx.$executeRawUnsafe(upsert, JSON.stringify(rows));
}

function batches<Row>(rows: readonly Row[]): Row[][] {
  const count = Math.ceil(rows.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, i) =>
    rows.slice(i * ROWS_AT_ONCE, (i + 1) * ROWS_AT_ONCE),
  );
}

const NOTHING: StaticTables = {
  version: '',
  categories: [],
  groups: [],
  marketGroups: [],
  types: [],
  materials: [],
  regions: [],
  systems: [],
  stations: [],
};

type AnyRow = StaticTables[TableName][number];
type Statements = {
  readonly keyOf: (row: AnyRow) => string;
  readonly upsert: string;
  readonly remove: string;
};

const byId = (row: AnyRow) => ('id' in row ? String(row.id) : '');

// One text parameter a batch, taken apart by the database: as fast as unnest here, and it takes
// names as they are. The keys are those of the kit's rows.
const STATEMENTS: Readonly<Record<TableName, Statements>> = {
  categories: {
    keyOf: byId,
    remove: removeById('static_category'),
    upsert: `insert into static_category (id, names)
      select id, names from jsonb_to_recordset($1::jsonb) as row(id int, names jsonb)
      on conflict (id) do update set names = excluded.names`,
  },
  groups: {
    keyOf: byId,
    remove: removeById('static_group'),
    upsert: `insert into static_group (id, category_id, names)
      select id, "categoryId", names
      from jsonb_to_recordset($1::jsonb) as row(id int, "categoryId" int, names jsonb)
      on conflict (id) do update set category_id = excluded.category_id, names = excluded.names`,
  },
  marketGroups: {
    keyOf: byId,
    remove: removeById('static_market_group'),
    upsert: `insert into static_market_group (id, parent_id, names)
      select id, "parentId", names
      from jsonb_to_recordset($1::jsonb) as row(id int, "parentId" int, names jsonb)
      on conflict (id) do update set parent_id = excluded.parent_id, names = excluded.names`,
  },
  types: {
    keyOf: byId,
    remove: removeById('static_type'),
    upsert: `insert into static_type (id, group_id, market_group_id, meta_group_id, names, aliases,
        volume_m3, packaged_volume_m3, portion_size, published)
      select id, "groupId", "marketGroupId", "metaGroupId", names,
        array(select jsonb_array_elements_text(aliases)),
        "volumeM3", "packagedVolumeM3", "portionSize", published
      from jsonb_to_recordset($1::jsonb) as row(id int, "groupId" int, "marketGroupId" int,
        "metaGroupId" int, names jsonb, aliases jsonb, "volumeM3" float8,
        "packagedVolumeM3" float8, "portionSize" int, published boolean)
      on conflict (id) do update set group_id = excluded.group_id,
        market_group_id = excluded.market_group_id, meta_group_id = excluded.meta_group_id,
        names = excluded.names, aliases = excluded.aliases, volume_m3 = excluded.volume_m3,
        packaged_volume_m3 = excluded.packaged_volume_m3, portion_size = excluded.portion_size,
        published = excluded.published`,
  },
  materials: {
    keyOf: (row) => ('materialTypeId' in row ? `${row.typeId} ${row.materialTypeId}` : ''),
    remove: `delete from static_material material
      using jsonb_to_recordset($1::jsonb) as row("typeId" int, "materialTypeId" int)
      where material.type_id = row."typeId" and material.material_type_id = row."materialTypeId"`,
    upsert: `insert into static_material (type_id, material_type_id, quantity)
      select "typeId", "materialTypeId", quantity
      from jsonb_to_recordset($1::jsonb) as row("typeId" int, "materialTypeId" int, quantity int)
      on conflict (type_id, material_type_id) do update set quantity = excluded.quantity`,
  },
  regions: {
    keyOf: byId,
    remove: removeById('static_region'),
    upsert: `insert into static_region (id, name)
      select id, name from jsonb_to_recordset($1::jsonb) as row(id int, name text)
      on conflict (id) do update set name = excluded.name`,
  },
  systems: {
    keyOf: byId,
    remove: removeById('static_system'),
    upsert: `insert into static_system (id, name, region_id)
      select id, name, "regionId"
      from jsonb_to_recordset($1::jsonb) as row(id int, name text, "regionId" int)
      on conflict (id) do update set name = excluded.name, region_id = excluded.region_id`,
  },
  stations: {
    keyOf: byId,
    remove: removeById('static_station'),
    upsert: `insert into static_station (id, name, system_id, region_id, owner_corporation_id,
        security, reprocessing_efficiency, reprocessing_take)
      select id, name, "systemId", "regionId", "ownerCorporationId", security,
        "reprocessingEfficiency", "reprocessingTake"
      from jsonb_to_recordset($1::jsonb) as row(id bigint, name text, "systemId" int,
        "regionId" int, "ownerCorporationId" bigint, security float8,
        "reprocessingEfficiency" float8, "reprocessingTake" float8)
      on conflict (id) do update set name = excluded.name, system_id = excluded.system_id,
        region_id = excluded.region_id, owner_corporation_id = excluded.owner_corporation_id,
        security = excluded.security, reprocessing_efficiency = excluded.reprocessing_efficiency,
        reprocessing_take = excluded.reprocessing_take`,
  },
};

const TABLES = [
  'categories',
  'groups',
  'marketGroups',
  'types',
  'materials',
  'regions',
  'systems',
  'stations',
] as const satisfies readonly TableName[];

function removeById(table: string): string {
  return `delete from ${table} gone
    using jsonb_to_recordset($1::jsonb) as row(id bigint) where gone.id = row.id`;
}

// Only storeStaticTables writes this column, from rows of exactly this type.
function withNames<Row extends { names: unknown }>(
  row: Row,
): Omit<Row, 'names'> & { names: Names } {
  return { ...row, names: row.names as Names };
}
