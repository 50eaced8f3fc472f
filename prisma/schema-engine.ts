/**
 * Prisma's schema engine from its WebAssembly package: the same code as `prisma migrate`, without
 * the native binary that the Prisma CLI wants to download.
 *
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine, SchemasContainer } from '@prisma/schema-engine-wasm';
// The door of the package imports its .wasm file, which Node 20 does only behind a flag; this
// module is the same engine before its instance is set.
import * as bindings from '@prisma/schema-engine-wasm/schema_engine_bg';
import { createMigrationAdapter } from './migration-adapter.ts';

export const SCHEMA_PATH = fileURLToPath(new URL('schema.prisma', import.meta.url));
export const MIGRATIONS_FOLDER = fileURLToPath(new URL('migrations', import.meta.url));

/** Nothing in the database is managed by anybody else. */
export const NO_FILTERS = { externalTables: [], externalEnums: [] };

let loaded: Promise<void> | undefined;

/** Run the work with an engine on one database, and close its connections afterwards. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loaded ??= loadWebAssembly();
  await loaded;
  await using adapter = createMigrationAdapter(databaseUrl);
  const datamodels = readSchema().files.map(({ path, content }): [string, string] => [
    path,
    content,
  ]);
  using engine = await bindings.SchemaEngine.new(
    { datamodels },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter.factory),
  );
  return await work(engine);
}

/** The schema that the code is written against. */
export function readSchema(): SchemasContainer {
  return { files: [{ path: SCHEMA_PATH, content: readFileSync(SCHEMA_PATH, 'utf8') }] };
}

/** The migrations in the folder, oldest first. */
export function readMigrations(folder = MIGRATIONS_FOLDER): MigrationList {
  const lockPath = join(folder, 'migration_lock.toml');
  const names = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
  return {
    baseDir: resolve(folder),
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockPath) ? readFileSync(lockPath, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: readScript(join(folder, name)) },
    })),
  };
}

function readScript(
  folder: string,
): { tag: 'ok'; value: string } | { tag: 'error'; value: string } {
  try {
    return { tag: 'ok', value: readFileSync(join(folder, 'migration.sql'), 'utf8') };
  } catch (error) {
    return { tag: 'error', value: String(error) };
  }
}

async function loadWebAssembly(): Promise<void> {
  // Where the engine leaves the message of a panic before it traps.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message(message: string) {
        throw new Error(`Prisma's schema engine failed: ${message}`);
      },
    },
  });
  const path = createRequire(import.meta.url).resolve(
    '@prisma/schema-engine-wasm/schema_engine_bg',
  );
  const binary = readFileSync(join(dirname(path), 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(binary, { './schema_engine_bg.js': bindings });
  // The generated declarations know neither of the two: they are what the package's door calls.
  const { __wbg_set_wasm: setInstance } = bindings as unknown as {
    __wbg_set_wasm(exports: WebAssembly.Exports): void;
  };
  setInstance(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
}
