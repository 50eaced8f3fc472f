import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import * as z from 'zod';
import { chooseMode, pickSettings } from '#bin/setup/environment.ts';
import { createDatabase } from '#lib/server/db.ts';
import { EXPECTED } from '#lib/server/env.ts';
import { databaseUrlSchema } from '#lib/server/env-values.ts';
import type { PrismaClient } from '#lib/server/generated/prisma/client.ts';
import { createLog } from '#lib/server/log.ts';
import { CommandError } from './command.ts';

/** As much of a process's container as a command needs: what a use case takes fits. */
export type SiteDatabase = AsyncDisposable & {
  readonly db: PrismaClient;
  readonly pool: pg.Pool;
  readonly clock: () => Date;
};

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const portsSchema = z.object({ postgres: z.int() });
const secretsSchema = z.object({ postgresPassword: z.string() });

/**
 * Connect an operator's command to the database of the site.
 *
 * That is the one of `DATABASE_URL`, from the environment or the checkout's `.env`; where nothing is
 * configured, the one that `npm start` runs in this checkout.
 *
 * @param name Of the command, for `pg_stat_activity`.
 * @throws {CommandError} With a sentence, when it is not known, does not answer or holds no site.
 */
export async function openSiteDatabase(name: string): Promise<SiteDatabase> {
  const url = findDatabaseUrl();
  // Only the report belongs on standard output.
  const log = createLog({ name, level: 'silent' });
  const { db, pool } = createDatabase({ url, poolSize: 2, name, log });
  const database: SiteDatabase = {
    db,
    pool,
    clock: () => new Date(),
    async [Symbol.asyncDispose]() {
      await db.$disconnect();
      await pool.end();
    },
  };
  try {
    await requirePreparedSite(pool, url);
    return database;
  } catch (error) {
    await database[Symbol.asyncDispose]();
    throw error;
  }
}

function findDatabaseUrl(): string {
  if (existsSync(join(ROOT, '.env'))) process.loadEnvFile(join(ROOT, '.env'));
  const given = pickSettings(process.env);
  if (given.DATABASE_URL) {
    if (databaseUrlSchema.safeParse(given.DATABASE_URL).success) return given.DATABASE_URL;
    throw new CommandError(`DATABASE_URL must be ${EXPECTED.DATABASE_URL}.`);
  }
  if (chooseMode(given) !== 'sandbox') {
    throw new CommandError('DATABASE_URL is not set: it says which database to work on.');
  }
  return embeddedDatabaseUrl(join(ROOT, '.data'));
}

/** Where bin/setup/postgres.ts has the checkout's own database. */
function embeddedDatabaseUrl(dataFolder: string): string {
  try {
    const { postgres } = portsSchema.parse(readJson(join(dataFolder, 'ports.json')));
    const { postgresPassword } = secretsSchema.parse(readJson(join(dataFolder, 'secrets.json')));
    return `postgresql://ageira:${encodeURIComponent(postgresPassword)}@127.0.0.1:${postgres}/ageira`;
  } catch {
    throw new CommandError(
      'This checkout has no database yet. Run "npm start" beside this command, or set DATABASE_URL.',
    );
  }
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}

async function requirePreparedSite(pool: pg.Pool, url: string): Promise<void> {
  const { host } = new URL(url);
  let rows: unknown[];
  try {
    ({ rows } = await pool.query('select 1 from site where id = 1'));
  } catch (error) {
    throw new CommandError(describeFailure(error, host), { cause: error });
  }
  if (rows.length === 0) throw new CommandError(NOT_PREPARED);
}

const NOT_PREPARED = 'The database holds no site yet. Run "npm start", or migrate and seed it.';

/** The password stands in the address, so only the host may be repeated. */
function describeFailure(error: unknown, host: string): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === '42P01') return NOT_PREPARED;
  if (code === '28P01' || code === '28000') return `The database at ${host} refuses the password.`;
  if (code === '3D000') return `There is no such database at ${host}.`;
  if (code === 'ECONNREFUSED') {
    return `No database answers at ${host}. Is the site running? "npm start" brings its own.`;
  }
  return `The database at ${host} cannot be used (${code || 'no answer'}).`;
}
