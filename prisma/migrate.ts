/**
 * `node --import tsx prisma/migrate.ts deploy | status | diff | create <name>` on `DATABASE_URL`.
 *
 * Compatible with `prisma migrate`: the same folder, the same `_prisma_migrations` table.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import pg from 'pg';
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

/** Apply what is missing, one process at a time. @returns The names of the migrations applied. */
export async function deploy(databaseUrl: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: databaseUrl });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [DEPLOY_LOCK]);
    if (await isUpToDate(lock)) return [];
    const { appliedMigrationNames } = await withSchemaEngine(databaseUrl, (engine) =>
      engine.applyMigrations({ migrationsList: readMigrations(), filters: NO_FILTERS }),
    );
    return appliedMigrationNames;
  } finally {
    await lock.end();
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main();
  // The engine leaves a timer of ten seconds behind.
  process.exit();
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { empty: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h' } },
  });
  const [command, name] = positionals;
  if (values.help || !command) return print(USAGE, values.help ? 0 : 64);
  const databaseUrl = process.env.DATABASE_URL;
  if (!databaseUrl) return print('Set DATABASE_URL to the database to migrate.', 64);

  try {
    if (command === 'deploy') print(sayApplied(await deploy(databaseUrl)), 0);
    else if (command === 'status') sayStatus(await status(databaseUrl));
    else if (command === 'diff') sayDiff(await diff(databaseUrl));
    else if (command === 'create' && name) await create(databaseUrl, name, values.empty);
    else print(USAGE, 64);
  } catch (error) {
    print(error instanceof Error ? error.message : String(error), 1);
  }
}

/** True when every migration in the folder is applied as it stands: the engine takes a second to say so. */
async function isUpToDate(client: pg.Client): Promise<boolean> {
  const table = await client.query(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS found`);
  if (table.rows[0].found !== true) return false;
  const { rows } = await client.query<{ migration_name: string; checksum: string }>(
    `SELECT migration_name, checksum FROM _prisma_migrations WHERE finished_at IS NOT NULL`,
  );
  const applied = new Set(rows.map((row) => `${row.migration_name} ${row.checksum}`));
  return readMigrations().migrationDirectories.every(({ path, migrationFile: { content } }) => {
    if (content.tag === 'error') return false;
    const checksum = createHash('sha256').update(content.value).digest('hex');
    return applied.has(`${path} ${checksum}`);
  });
}

async function create(databaseUrl: string, name: string, isEmpty: boolean): Promise<void> {
  const script = isEmpty ? '' : await diff(databaseUrl);
  if (!script && !isEmpty) return print('The migrations and schema.prisma already agree.', 0);
  const timestamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(MIGRATIONS_FOLDER, `${timestamp}_${name.replace(/[^a-z0-9]+/gi, '_')}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'migration.sql'), script);
  print(`Wrote ${join(folder, 'migration.sql')}`, 0);
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
