/**
 * What a process asks of PostgreSQL and Redis before it starts on them.
 *
 * @module
 */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Redis } from 'ioredis';
import pg from 'pg';
import * as z from 'zod';
import type { Mode } from './env.ts';
import {
  describeDatabase,
  explainDatabaseFault,
  explainOldDatabase,
  explainOldRedis,
  explainRedisFault,
  ServiceError,
} from './service-errors.ts';

const CONNECT_TIMEOUT_MS = 5_000;
const MIGRATIONS_FOLDER = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));

const catalogueSchema = z.object({
  major: z.int(),
  hasMigrations: z.boolean(),
  hasSite: z.boolean(),
  hasTables: z.boolean(),
});
const historySchema = z.array(z.object({ name: z.string(), isDone: z.boolean() }));
const stampsSchema = z.array(z.object({ mode: z.string() }));

/** What was found in a database that may be used. */
export type DatabaseState = {
  /** Migrations of this version that it does not have yet. */
  readonly missing: readonly string[];
  /** Whether it knows its mode: the seed tells it. */
  readonly isStamped: boolean;
};

/**
 * Refuse a PostgreSQL that cannot be reached or is too old, and a database that is another program's,
 * of a newer version of this one, or of another mode where one is given. Changes nothing.
 *
 * @throws {ServiceError} With one sentence.
 */
export async function checkDatabase(databaseUrl: string, mode?: Mode): Promise<DatabaseState> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: CONNECT_TIMEOUT_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    return await inspect(client, describeDatabase(new URL(databaseUrl)), mode);
  } catch (fault) {
    if (fault instanceof ServiceError) throw fault;
    const sentence = explainDatabaseFault(fault, databaseUrl);
    throw sentence ? new ServiceError(sentence, { cause: fault }) : fault;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Refuse a Redis that cannot be reached, keeps us out, or is too old.
 *
 * @returns A warning where it may drop what the queues keep in it.
 * @throws {ServiceError} With one sentence.
 */
export async function checkRedis(redisUrl: string): Promise<string | undefined> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: CONNECT_TIMEOUT_MS,
    commandTimeout: CONNECT_TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  let first: Error | undefined;
  redis.on('error', (error: Error) => {
    first ??= error;
  });
  const { host, pathname } = new URL(redisUrl);
  try {
    await redis.connect();
    // By itself the driver goes on in database 0 where this one is refused.
    await redis.select(Number(pathname.slice(1) || 0));
    const server = await redis.info();
    const tooOld = explainOldRedis(server, host);
    if (tooOld) throw new ServiceError(tooOld);
    const policy = /^maxmemory_policy:(\S+)/m.exec(server)?.[1];
    if (policy === undefined || policy === 'noeviction') return undefined;
    return `Redis at ${host} has maxmemory-policy ${policy} and may drop jobs when its memory is full: set it to noeviction.`;
  } catch (fault) {
    if (fault instanceof ServiceError) throw fault;
    const sentence = explainRedisFault(first ?? fault, redisUrl);
    throw sentence ? new ServiceError(sentence, { cause: fault }) : fault;
  } finally {
    redis.disconnect();
  }
}

async function inspect(
  client: pg.Client,
  { host, database }: ReturnType<typeof describeDatabase>,
  mode: Mode | undefined,
): Promise<DatabaseState> {
  const catalogue = await readCatalogue(client);
  const tooOld = explainOldDatabase(catalogue.major, host);
  if (tooOld) throw new ServiceError(tooOld);
  const known = readMigrationNames();
  const begun = catalogue.hasMigrations ? await readHistory(client) : [];
  const isOurs = begun.some(({ name }) => known.includes(name));
  if (!isOurs && (begun.length > 0 || catalogue.hasTables)) {
    throw new ServiceError(
      `The database "${database}" holds the tables of something else: create one of its own for Ageira Trade and name it in DATABASE_URL.`,
    );
  }
  const applied = begun.filter(({ isDone }) => isDone).map(({ name }) => name);
  const half = begun.find(({ name }) => !applied.includes(name));
  if (half) {
    throw new ServiceError(
      `The migration ${half.name} of the database "${database}" was begun and not finished: restore the backup made before it, or finish it by hand and set its finished_at in _prisma_migrations.`,
    );
  }
  const newer = applied.find((name) => !known.includes(name));
  if (newer) {
    throw new ServiceError(
      `The database "${database}" is of a newer version of Ageira Trade (it has the migration ${newer}): bring this folder up to that version.`,
    );
  }
  const stamped = catalogue.hasSite ? await readMode(client) : undefined;
  if (mode && stamped && stamped !== mode) {
    throw new ServiceError(
      `The database "${database}" belongs to ${stamped}, and this start is for ${mode}: sandbox data and real data are never mixed, so name another database in DATABASE_URL.`,
    );
  }
  return {
    missing: known.filter((name) => !applied.includes(name)),
    isStamped: stamped !== undefined,
  };
}

async function readCatalogue(client: pg.Client) {
  const { rows } = await client.query(`
    select current_setting('server_version_num')::int / 10000 as major,
      to_regclass('_prisma_migrations') is not null as "hasMigrations",
      to_regclass('site') is not null as "hasSite",
      exists (
        select from pg_class
        where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p')
          and relname <> '_prisma_migrations'
          -- Tables of an extension are not somebody's data.
          and not exists (select from pg_depend where objid = pg_class.oid and deptype = 'e')
      ) as "hasTables"`);
  return catalogueSchema.parse(rows[0]);
}

async function readHistory(client: pg.Client) {
  const { rows } = await client.query(`
    select migration_name as name, finished_at is not null as "isDone"
    from _prisma_migrations where rolled_back_at is null order by started_at`);
  return historySchema.parse(rows);
}

async function readMode(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query('select mode from site');
  return stampsSchema.parse(rows)[0]?.mode;
}

/** The names of the migrations that this version has, oldest first. */
function readMigrationNames(): string[] {
  return readdirSync(MIGRATIONS_FOLDER, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}
