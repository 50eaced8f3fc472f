import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importExport } from '#lib/eve/static-data/index.ts';
import {
  type ExportFiles,
  exampleExport,
  type,
  writeExportFolder,
  writeExportZip,
} from '#lib/eve/static-data/testing/write-export.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { importStaticData } from '#lib/server/import-static-data.ts';
import { createLog } from '#lib/server/log.ts';
import { getStaticData, NOTICED_AFTER_MS, readCurrentTables } from '#lib/server/static-data.ts';
import { testEnv } from '#lib/server/testing/test-env.ts';
import { createTestDatabase } from '#tests/support/services.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let site: Container & AsyncDisposable;
let now = new Date('2026-11-20T10:00:00Z');

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sde-import-'));
  database = await createTestDatabase();
  site = await createContainer(
    testEnv({ databaseUrl: database.url, redisUrl: 'redis://localhost:1' }),
    'test',
    { clock: () => now, log: createLog({ name: 'test', level: 'silent' }) },
  );
});
afterAll(async () => {
  await site?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

test('a zip from CCP goes into the database of a serving site, and all else is refused', async () => {
  const first = await zip(exampleExport(3_000_000));
  expect(await ageira([first])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('The database holds no site yet'),
  });
  await site.db.site.create({ data: { id: 1, mode: 'sandbox' } });

  const nothing = await readCurrentTables(site);
  await importStaticData(site, await importExport(first, { current: nothing }));
  expect((await getStaticData(site)).resolveName('Concentrated Veldspar')).toMatchObject({
    typeId: 17470,
  });

  const next = await zip(
    exampleExport(3_000_001, {
      'types.jsonl': [
        type(34, 'Tritanium', { groupID: 18, de: 'Tritan' }),
        type(1230, 'Veldspar', {}),
        type(17470, 'Veldspar II-Grade', {}),
        type(17471, 'Veldspar III-Grade', {}),
        type(90001, 'New Ore', {}),
      ],
    }),
  );
  const imported = await ageira([next, '--json']);
  expect(imported).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('types.jsonl: 5 rows'),
  });
  expect(JSON.parse(imported.stdout)).toMatchObject({
    status: 'imported',
    from: { build: 3_000_000 },
    to: { build: 3_000_001 },
    changes: { types: { added: [{ id: 90001 }], gone: [], renamed: { length: 2 } } },
  });
  now = new Date(now.getTime() + NOTICED_AFTER_MS);
  const data = await getStaticData(site);
  expect(data.type(90001)?.name).toBe('New Ore');
  for (const name of ['Veldspar II-Grade', 'Concentrated Veldspar']) {
    expect(data.resolveName(name)).toMatchObject({ kind: 'type', typeId: 17470 });
  }

  expect(await ageira([first])).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('older than what is loaded'),
  });
  const broken = await writeExportFolder(
    join(folder, 'broken'),
    exampleExport(3_000_002, { 'groups.jsonl': '{"_key":1}\n' }),
  );
  expect(await ageira([broken])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('groups.jsonl, line 1'),
  });
  expect((await site.db.site.findFirst())?.staticVersion).toMatch(/^sde-3000001-/);
});

test('Ctrl-C ends it at once and leaves the old data', async () => {
  const before = await site.db.site.findFirst();
  const client = await site.pool.connect();
  try {
    // The import has written everything and waits for the last row.
    await client.query('begin');
    await client.query('select 1 from site where id = 1 for update');
    const next = await zip(exampleExport(3_000_009));
    const outcome = await ageira([next, '--force'], async (interrupt) => {
      await expect
        .poll(
          async () => {
            // Not by `client`: a transaction sees the activity as it first looked at it.
            const { rows } = await site.pool.query(`select 1 from pg_stat_activity
            where application_name = 'ageira-sde-import' and wait_event_type = 'Lock'
              and datname = current_database()`);
            return rows.length;
          },
          { timeout: 30_000 },
        )
        .toBe(1);
      interrupt();
    });
    expect(outcome).toMatchObject({
      code: 130,
      stderr: expect.stringContaining('Stopped. Nothing was changed.'),
    });
  } finally {
    await client.query('rollback');
    client.release();
  }
  expect(await site.db.site.findFirst()).toEqual(before);
  expect(await site.db.staticType.count({ where: { id: 90001, published: true } })).toBe(1);
});

function zip(files: ExportFiles): Promise<string> {
  return writeExportZip(join(folder, `${createId()}.zip`), files);
}

type Outcome = { code: number | null; stdout: string; stderr: string };

/** Run the command as the operator does. `meanwhile` may press Ctrl-C. */
async function ageira(
  args: string[],
  meanwhile: (interrupt: () => void) => Promise<void> = async () => undefined,
): Promise<Outcome> {
  const child = spawn(process.execPath, ['bin/ageira.mjs', 'sde', 'import', ...args], {
    cwd: ROOT,
    timeout: 40_000,
    env: { PATH: process.env.PATH, DATABASE_URL: database.url, NODE_ENV: 'test' },
  });
  const outcome: Outcome = { code: null, stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    outcome.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text) => {
    outcome.stderr += text;
  });
  const closed = new Promise<number | null>((resolve) => child.on('close', resolve));
  await meanwhile(() => child.kill('SIGINT'));
  outcome.code = await closed;
  return outcome;
}
