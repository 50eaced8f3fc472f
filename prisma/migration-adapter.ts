import { randomUUID } from 'node:crypto';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  type ColumnType,
  ColumnTypeEnum,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlResultSet,
} from '@prisma/driver-adapter-utils';
import pg from 'pg';

const TEXT = ColumnTypeEnum.Text;

/** By the type's number in PostgreSQL; 18 is the one-byte "char", found in the catalogue only. */
const CATALOGUE_TYPES: Record<number, ColumnType> = {
  16: ColumnTypeEnum.Boolean,
  18: ColumnTypeEnum.Character,
  20: ColumnTypeEnum.Int64,
  21: ColumnTypeEnum.Int32,
  23: ColumnTypeEnum.Int32,
  26: ColumnTypeEnum.Int64,
};

/**
 * `@prisma/adapter-pg` as the schema engine needs it. By itself it would
 * - cut a migration at every semicolon, also inside the body of a function;
 * - refuse the catalogue's "char" columns, which the engine reads to find CHECK constraints;
 * - take the *real* database for the scratch one, because a connection string's database wins over
 *   the one given beside it.
 */
export function createMigrationAdapter(databaseUrl: string): {
  factory: SqlMigrationAwareDriverAdapterFactory;
} & AsyncDisposable {
  const closing: (() => Promise<void>)[] = [];

  async function open(url: string): Promise<SqlDriverAdapter> {
    // One connection: the engine's session settings and locks must all meet the same session.
    const pool = new pg.Pool({ connectionString: url, max: 1, idleTimeoutMillis: 0 });
    closing.unshift(() => pool.end());
    const adapter = await new PrismaPg(pool).connect();
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = (query) =>
      queryRaw(query).catch((error: unknown) => {
        if (isUnsupportedType(error)) return readCatalogue(pool, query);
        throw error;
      });
    adapter.executeScript = async (script) => void (await pool.query(script));
    return adapter;
  }

  return {
    factory: {
      provider: 'postgres',
      adapterName: '@prisma/adapter-pg',
      connect: () => open(databaseUrl),
      async connectToShadowDb() {
        const scratch = new URL(databaseUrl);
        scratch.pathname = `/scratch_${randomUUID().replaceAll('-', '')}`;
        const name = scratch.pathname.slice(1);
        await runOnce(databaseUrl, `CREATE DATABASE ${name}`);
        closing.push(() => runOnce(databaseUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
        return open(scratch.href);
      },
    },
    async [Symbol.asyncDispose]() {
      for (const close of closing.splice(0)) await close();
    },
  };
}

/** Read rows of PostgreSQL's catalogue, whose columns have few types. */
async function readCatalogue(pool: pg.Pool, { sql, args }: SqlQuery): Promise<SqlResultSet> {
  const result = await pool.query<unknown[]>({ text: sql, values: args, rowMode: 'array' });
  return {
    columnNames: result.fields.map((field) => field.name),
    columnTypes: result.fields.map((field) => CATALOGUE_TYPES[field.dataTypeID] ?? TEXT),
    rows: result.rows,
  };
}

function isUnsupportedType(error: unknown): boolean {
  return isDriverAdapterError(error) && error.cause.kind === 'UnsupportedNativeDataType';
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
