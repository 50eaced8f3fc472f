import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pollFeedJob } from '#lib/features/contracts/jobs.ts';
import { createContainer } from '#lib/server/container.ts';
import { disposeAll } from '#lib/server/dispose.ts';
import { startContractsWorker } from '#workers/contracts/start-contracts-worker.ts';
import { expectInvariants } from '#workers/testing/look.ts';
import { createStage, PILOT_ID, type Stage, TRADER_ID } from '#workers/testing/stage.ts';
import { openSite } from './support/ask-site.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const NAME = '29991231000000_additive';
const ADDITIVE = `
  alter table quote add column note_of_the_next_version text;
  alter table contract add column note_of_the_next_version text not null default '';
  alter table session add column note_of_the_next_version int;
  create index quote_of_the_next_version on quote (created_at, note_of_the_next_version);
  create table of_the_next_version (id int primary key);`;
/** Longer than the migration waits for its tables in one go, and than a page would. */
const HELD_MS = 5_000;

let stage: Stage;
let folder: string;
beforeAll(async () => {
  stage = await createStage();
  folder = await makeNextVersion();
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await stage?.[Symbol.asyncDispose]();
});

test('F24 the next version’s migration, while somebody has its tables open, fails nobody’s request', async () => {
  await using web = await createContainer(stage.container.env, 'web', {
    clock: stage.now,
    log: stage.container.log,
  });
  await using site = await openSite(web);
  const { code } = await stage.quote({ accountId: await stage.signIn(PILOT_ID) });
  const contractId = await stage.contract(code);
  const parts = startContractsWorker(stage.container, { ...pollFeedJob, lockMs: 1_000 });
  let isDone = false;
  const statuses: number[] = [];
  const failures: unknown[] = [];
  const look = async () => {
    while (!isDone) statuses.push((await site.ask(`/api/v1/quotes/${code}`)).response.status);
  };
  const make = async () => {
    while (!isDone) {
      await stage.quote().catch((error: unknown) => failures.push(error));
      await nextTurn();
    }
  };
  const traffic = Promise.all([look(), look(), look(), make(), make()]);
  try {
    const reader = await openTables();
    const deploying = deployNextVersion();
    try {
      await reader.isWaitedFor();
    } finally {
      await reader.close();
      await deploying;
    }
    await stage.act(contractId, 'accept', TRADER_ID);
    stage.later(20_000);
    await expect.poll(() => stage.state(code)).toBe('completed');
  } finally {
    isDone = true;
    await traffic;
    await disposeAll(parts)[Symbol.asyncDispose]();
  }
  expect(await hasNextVersion()).toBe(true);
  expect(failures).toEqual([]);
  expect(statuses.filter((status) => status !== 200)).toEqual([]);
  expect(statuses.length).toBeGreaterThan(50);
  await expectInvariants(stage);
});

/** A checkout as it would be after the next update: this one, and a migration more. */
async function makeNextVersion(): Promise<string> {
  const made = mkdtempSync(join(tmpdir(), 'ageira-next-'));
  for (const name of ['lib', 'prisma', 'package.json', 'tsconfig.json', 'tsconfig.base.json']) {
    cpSync(join(ROOT, name), join(made, name), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(made, 'node_modules'));
  mkdirSync(join(made, 'prisma', 'migrations', NAME));
  writeFileSync(join(made, 'prisma', 'migrations', NAME, 'migration.sql'), ADDITIVE);
  return made;
}

async function deployNextVersion(): Promise<void> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'prisma/migrate.ts', 'deploy'],
    { cwd: folder, env: { ...process.env, DATABASE_URL: stage.variables.DATABASE_URL } },
  );
  expect(stdout).toContain(`Applied ${NAME}`);
}

/** Somebody's long look at the quotes, a backup for example: it lets others read and write. */
async function openTables() {
  const client = new pg.Client({ connectionString: stage.variables.DATABASE_URL });
  await client.connect();
  await client.query('begin');
  await client.query('select count(*) from quote');
  return {
    /** Until the migration has stood there, with everybody behind it, for as long as it may. */
    async isWaitedFor() {
      const { pool } = stage.container;
      const isWaiting = async () => (await pool.query(WAITING)).rows.length > 0;
      await expect.poll(isWaiting, { interval: 20 }).toBe(true);
      const startMs = performance.now();
      await expect.poll(() => performance.now() - startMs).toBeGreaterThan(HELD_MS);
    },
    close: () => client.end(),
  };
}

const WAITING = `select from pg_stat_activity
  where wait_event_type = 'Lock' and query like '%of_the_next_version%' and datname = current_database()`;

async function hasNextVersion(): Promise<boolean> {
  const { rows } = await stage.container.pool.query<{ is: boolean }>(
    `select to_regclass('of_the_next_version') is not null as is`,
  );
  return rows[0]?.is ?? false;
}
