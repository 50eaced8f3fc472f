/**
 * `node --import tsx prisma/migrate.ts deploy | status | diff | create <name>` on `DATABASE_URL`.
 *
 * Compatible with `prisma migrate`: the same folder, the same `_prisma_migrations` table.
 *
 * @module
 */
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { checkDatabase } from '#lib/server/check-services.ts';
import { explainDatabaseFault, ServiceError } from '#lib/server/service-errors.ts';
import {
  MIGRATIONS_FOLDER,
  NO_FILTERS,
  readMigrations,
  readSchema,
  withSchemaEngine,
} from './schema-engine.ts';

const USAGE = `Usage: node --import tsx prisma/migrate.ts <command>

  deploy          apply the migrations that this database does not have yet
  status          say whether database and folder agree (exit code 1: they do not)
  diff            print the SQL between the migrations and schema.prisma (exit code 2: there is some)
  create <name>   write that SQL into a new migration; --empty writes an empty one

The database is DATABASE_URL. diff and create make a scratch database beside it and drop it again.`;

/** Any number, but the same in every process that migrates. */
const DEPLOY_LOCK = 7_210_451;

/**
 * Apply what is missing, one process at a time. Each migration and the note of it are one transaction:
 * a start that is broken off, at any moment, leaves all of a migration or nothing.
 *
 * @returns The names of the migrations applied.
 * @throws {ServiceError} With one sentence, for a database that is not ours to change.
 */
export async function deploy(databaseUrl: string): Promise<string[]> {
  // Before the lock: it waits for another deploy, but not for a server that is not there.
  await checkDatabase(databaseUrl);
  const client = new pg.Client({ connectionString: databaseUrl });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [DEPLOY_LOCK]);
    const { missing } = await checkDatabase(databaseUrl);
    for (const name of missing) await apply(client, name, databaseUrl);
    return [...missing];
  } finally {
    await client.end().catch(() => {});
  }
}

/** The SQL that would bring the migrations up to the schema; empty when they agree. */
export async function diff(databaseUrl: string): Promise<string> {
  const result = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diff({
      from: { tag: 'migrations', ...readMigrations() },
      to: { tag: 'schemaDatamodel', ...readSchema() },
      script: true,
      exitCode: true,
      filters: NO_FILTERS,
    }),
  );
  return result.exitCode === 0 ? '' : (result.stdout ?? '');
}

/** What is wrong between database and folder, one sentence each; empty when nothing is. */
export async function status(databaseUrl: string): Promise<string[]> {
  const found = await withSchemaEngine(databaseUrl, (engine) =>
    engine.diagnoseMigrationHistory({
      migrationsList: readMigrations(),
      optInToShadowDatabase: false,
      filters: NO_FILTERS,
    }),
  );
  const history = found.history;
  return [
    ...found.failedMigrationNames.map((name) => `${name} failed half-way.`),
    ...found.editedMigrationNames.map((name) => `${name} was edited after it was applied.`),
    ...(history && 'unappliedMigrationNames' in history
      ? history.unappliedMigrationNames.map((name) => `${name} is not applied yet.`)
      : []),
    ...(history && 'unpersistedMigrationNames' in history
      ? history.unpersistedMigrationNames.map((name) => `${name} is applied but not in the folder.`)
      : []),
  ];
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { empty: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  const [command, name] = positionals;
  if (values.help || !command) return print(USAGE, values.help ? 0 : 64);
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl || !URL.canParse(databaseUrl)) {
    return print(
      'Set DATABASE_URL to the database to migrate, as postgresql://user:password@host:5432/name.',
      64,
    );
  }

  try {
    if (command === 'deploy') print(sayApplied(await deploy(databaseUrl)), 0);
    else if (command === 'status') sayStatus(await status(databaseUrl));
    else if (command === 'diff') sayDiff(await diff(databaseUrl));
    else if (command === 'create' && name) await create(databaseUrl, name, values.empty);
    else print(USAGE, 64);
  } catch (error) {
    print(explainFault(error, databaseUrl), 1);
  }
}

/** Whoever asks for a table while a migration waits for it waits as well: a page's patience is longer. */
const LOCK_WAIT_MS = 1_500;
const LOCK_TRIES = 40;
const LOCK_PAUSE_MS = 1_000;

async function apply(client: pg.Client, name: string, databaseUrl: string): Promise<void> {
  for (let tried = 1; ; tried += 1) {
    try {
      await applyOnce(client, name);
      return;
    } catch (fault) {
      await client.query('ROLLBACK').catch(() => {});
      if (isLockTimeout(fault) && tried < LOCK_TRIES) {
        await sleep(LOCK_PAUSE_MS);
        continue;
      }
      const sentence = isLockTimeout(fault)
        ? `The migration ${name} could not have its tables for itself, and nothing of it was kept: stop the site and its workers, or end what has them open, and deploy again.`
        : (explainDatabaseFault(fault, databaseUrl) ??
          `The migration ${name} failed and nothing of it was kept: ${fault instanceof Error ? fault.message : String(fault)}.`);
      throw new ServiceError(sentence, { cause: fault });
    }
  }
}

async function applyOnce(client: pg.Client, name: string): Promise<void> {
  const script = readFileSync(join(MIGRATIONS_FOLDER, name, 'migration.sql'));
  const checksum = createHash('sha256').update(script).digest('hex');
  await client.query('BEGIN');
  await client.query(`SET LOCAL lock_timeout = ${LOCK_WAIT_MS}`);
  await client.query(HISTORY_TABLE);
  await client.query(script.toString('utf8'));
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, now(), 1)`,
    [randomUUID(), checksum, name],
  );
  await client.query('COMMIT');
}

function isLockTimeout(fault: unknown): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === '55P03';
}

/** As `prisma migrate` makes it. */
const HISTORY_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

async function create(databaseUrl: string, name: string, isEmpty: boolean): Promise<void> {
  const script = isEmpty ? '' : await diff(databaseUrl);
  if (!script && !isEmpty) return print('The migrations and schema.prisma already agree.', 0);
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${timestamp}_${name.replace(/[^a-z0-9]+/gi, '_')}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), script);
  print(`Wrote ${join(folder, 'migration.sql')}`, 0);
}

function explainFault(fault: unknown, databaseUrl: string): string {
  const sentence = explainDatabaseFault(fault, databaseUrl);
  return sentence ?? (fault instanceof Error ? fault.message : String(fault));
}

function sayApplied(names: readonly string[]): string {
  return names.length === 0 ? 'The database is up to date.' : `Applied ${names.join(', ')}.`;
}

function sayStatus(problems: readonly string[]): void {
  if (problems.length === 0) print('The database is up to date.', 0);
  else print(problems.join('\n'), 1);
}

function sayDiff(script: string): void {
  if (script) print(script, 2);
  else print('The migrations and schema.prisma agree.', 0);
}

function print(text: string, exitCode: number): void {
  if (exitCode === 0 || exitCode === 2) console.log(text);
  else console.error(text);
  process.exitCode = exitCode;
}

// Last, so that all above is there.
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main();
  // The engine leaves a timer of ten seconds behind.
  process.exit();
}
