import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as createId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { importExport, type StaticTables } from '#lib/eve/static-data/index.ts';
import {
  type ExportFiles,
  exampleExport,
  row,
  type,
  writeExportFolder,
} from '#lib/eve/static-data/testing/write-export.ts';
import { createTestDatabase } from '#tests/support/services.ts';
import { type Container, createContainer } from './container.ts';
import { importStaticData } from './import-static-data.ts';
import { createLog } from './log.ts';
import { getStaticData, NOTICED_AFTER_MS, readCurrentTables } from './static-data.ts';
import { testEnv } from './testing/test-env.ts';

const log = createLog({ name: 'test', level: 'silent' });
const FORCE = { allowLosses: true, allowOlder: true } as const;

let folder: string;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let container: Container & AsyncDisposable;
let now = new Date('2026-11-20T10:00:00Z');
let build = 100;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-static-data-'));
  database = await createTestDatabase();
  container = await open('importer');
  await container.db.site.create({ data: { id: 1, mode: 'sandbox' } });
});
afterAll(async () => {
  await container?.[Symbol.asyncDispose]();
  await database?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  build += 1;
  await importStaticData(container, await read(exampleExport(build)), FORCE);
  build += 1;
});

describe('a newer export', () => {
  test('replaces the old one, and says what it changed in audit and outbox', async () => {
    const next = await read(
      exampleExport(build, {
        'types.jsonl': [
          type(34, 'Tritanium', { groupID: 18 }),
          type(1230, 'Veldspar', { volume: 0.2 }),
          type(17470, 'Veldspar II', {}),
          type(17471, 'Dense Veldspar', {}),
          type(90001, 'New Ore', {}),
        ],
      }),
    );

    const outcome = await importStaticData(container, next, { allowLosses: true });

    expect(outcome).toMatchObject({
      ok: true,
      status: 'imported',
      to: next.version,
      changes: {
        types: {
          added: [{ id: 90001, name: 'New Ore' }],
          renamed: [{ id: 17470, from: 'Concentrated Veldspar', to: 'Veldspar II' }],
          gone: [],
        },
      },
    });
    expect((await readCurrentTables(container)).types).toHaveLength(5);
    const audit = await container.db.auditEvent.findMany({
      where: { entity: 'static-data' },
      orderBy: { version: 'asc' },
    });
    expect(audit.map(({ version }) => version)).toEqual(audit.map((_, i) => i + 1));
    expect(audit.at(-1)?.after).toMatchObject({ typesAdded: 1, typesRenamed: 1, typesGone: 0 });
    expect(await container.db.outboxEvent.count({ where: { entity: 'static-data' } })).toBe(
      audit.length,
    );
  });

  test('that is loaded already changes nothing', async () => {
    const same = await read(exampleExport(build - 1));
    const before = await describeRows();

    expect(await importStaticData(container, same)).toMatchObject({ ok: true, status: 'same' });
    expect(await describeRows()).toEqual(before);
  });

  test.each([
    {
      what: 'older',
      policy: {},
      changes: {},
      age: -2,
      outcome: { ok: false, reason: 'older' },
    },
    {
      what: 'cut',
      policy: {},
      changes: { 'types.jsonl': [type(34, 'Tritanium', { groupID: 18 })] },
      age: 0,
      outcome: {
        ok: false,
        reason: 'gutted',
        changes: { losses: expect.arrayContaining([{ what: 'published types', lost: 3, of: 4 }]) },
      },
    },
    {
      what: 'only rehearsed',
      policy: { isRehearsal: true },
      changes: {},
      age: 0,
      outcome: { ok: true, status: 'rehearsed' },
    },
  ])('that is $what is reported and changes nothing', async ({ policy, changes, age, outcome }) => {
    const next = await read(exampleExport(build + age, changes));
    const before = await describeRows();

    expect(await importStaticData(container, next, policy)).toMatchObject(outcome);
    expect(await describeRows()).toEqual(before);
  });

  test('is refused while another import is under way', async () => {
    const next = await read(exampleExport(build));
    await using other = await lockSite(
      "select pg_advisory_xact_lock(hashtextextended('static-data', 0))",
    );

    expect(await importStaticData(container, next)).toEqual({ ok: false, reason: 'busy' });
    await other.release();
    expect(await importStaticData(container, next)).toMatchObject({ status: 'imported' });
  });
});

describe('readers', () => {
  test('see the old rows or the new ones, never some of each', async () => {
    await using reader = await open('reader');
    const marked = await Promise.all(
      ['A', 'B'].map(async (mark, i) => ({
        mark,
        next: await read(markedExport(build + i, mark)),
      })),
    );
    const before = marksOf(await readCurrentTables(reader));
    const seen = new Set<string>();
    const stop = new AbortController();
    const reading = (async () => {
      while (!stop.signal.aborted) seen.add(marksOf(await readCurrentTables(reader)));
    })();

    for (let round = 0; round < 8; round += 1) {
      const next = marked[round % 2]?.next;
      if (next) await importStaticData(container, next, FORCE);
    }
    stop.abort();
    await reading;

    const whole = ['A', 'B'].map((mark, i) => `sde-${build + i} ${mark} ${mark} ${mark} ${mark}`);
    expect([...seen].filter((marks) => marks !== before).toSorted()).toEqual(whole);
    build += 2;
  });

  test('notice within ten seconds and keep what they began with to the end', async () => {
    await using web = await open('web');
    await using worker = await open('contracts');
    const [before] = await Promise.all([getStaticData(web), getStaticData(worker)]);
    const types = [type(1230, 'Veldspar', {}), type(90002, 'Newest Ore', {})];
    const next = await read(exampleExport(build, { 'types.jsonl': types }));
    await importStaticData(container, next, FORCE);

    expect((await getStaticData(web)).version).toBe(before.version);
    now = new Date(now.getTime() + NOTICED_AFTER_MS);

    for (const process of [web, worker]) {
      const [after, again] = await Promise.all([getStaticData(process), getStaticData(process)]);
      expect(again).toBe(after);
      expect(after.resolveName('Newest Ore')).toMatchObject({ kind: 'type', typeId: 90002 });
      // What is gone keeps its name and is offered no more.
      expect(after.type(17470)).toMatchObject({ name: 'Concentrated Veldspar', published: false });
      expect(after.typesInGroup(462).map(({ typeId }) => typeId)).toEqual([1230, 90002]);
    }
    expect(before.resolveName('Newest Ore').kind).toBe('unknown');
  });
});

describe('an import that is killed half-way', () => {
  test('leaves all rows as they were, and can be done again', async () => {
    const next = await read(markedExport(build, 'K'));
    const before = await describeRows();
    // The version is written last: whoever holds the site's row stops the import just before it.
    await using holder = await lockSite('select 1 from site where id = 1 for update');
    const importing = importStaticData(container, next, FORCE).catch((error: unknown) => error);
    const waiting = `from pg_stat_activity where application_name = 'ageira-importer'
      and wait_event_type = 'Lock' and datname = current_database()`;
    // Not by the holder: a transaction sees the activity as it first looked at it.
    await expect
      .poll(async () => (await container.pool.query(`select pid ${waiting}`)).rows, {
        timeout: 20_000,
      })
      .toHaveLength(1);
    await container.pool.query(`select pg_terminate_backend(pid) ${waiting}`);

    expect(await importing).toBeInstanceOf(Error);
    await holder.release();

    expect(await describeRows()).toEqual(before);
    expect(await importStaticData(container, next, FORCE)).toMatchObject({ status: 'imported' });
  });

  test('or given up by its operator, likewise', async () => {
    const next = await read(markedExport(build, 'G'));
    const before = await describeRows();
    const stop = new AbortController();
    stop.abort();

    await expect(
      importStaticData(container, next, { ...FORCE, signal: stop.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
    expect(await describeRows()).toEqual(before);
  });
});

test('a station that the export has no more stays while a quote names it', async () => {
  const hubId = 60008494n;
  await container.db.hub.create({
    data: { locationId: hubId, name: 'A', shortName: 'A', systemId: 30002187, regionId: 10000043 },
  });
  const next = await read(exampleExport(build, { 'npcStations.jsonl': [] }));

  const outcome = await importStaticData(container, next, FORCE);

  expect(outcome).toMatchObject({ changes: { stations: { gone: { length: 3 } } } });
  const { stations } = await readCurrentTables(container);
  expect(stations.map(({ id }) => id)).toEqual([Number(hubId)]);
});

/** Every table says by a name which export it is of. */
function markedExport(of: number, mark: string): ExportFiles {
  const types = Array.from({ length: 1_500 }, (_, i) => type(i + 100, `Ore ${i} ${mark}`, {}));
  return exampleExport(of, {
    'types.jsonl': types,
    'groups.jsonl': [{ ...row(462, mark), categoryID: 25 }],
    'categories.jsonl': [row(25, mark)],
    'mapRegions.jsonl': [row(10000002, mark), row(10000043, mark)],
  });
}

function marksOf({ version, types, groups, categories, regions }: StaticTables): string {
  const lastWord = (name: string) => name.split(' ').at(-1);
  const marks = [
    // Types of the rounds before are kept, but unpublished.
    new Set(types.filter(({ published }) => published).map(({ names }) => lastWord(names.en))),
    new Set(groups.filter(({ id }) => id === 462).map(({ names }) => names.en)),
    new Set(categories.filter(({ id }) => id === 25).map(({ names }) => names.en)),
    new Set(regions.map(({ name }) => name)),
  ];
  return [version.split('-').slice(0, 2).join('-'), ...marks.map((set) => [...set].join('+'))].join(
    ' ',
  );
}

async function read(files: ExportFiles): Promise<StaticTables> {
  const path = await writeExportFolder(join(folder, createId()), files);
  return importExport(path, { current: await readCurrentTables(container) });
}

async function describeRows(): Promise<unknown> {
  const { rows } = await container.pool.query(
    `select (select static_version from site) as version,
       (select md5(string_agg(t::text, '|' order by id)) from static_type t) as types,
       (select md5(string_agg(t::text, '|' order by t::text)) from static_material t) as materials,
       (select md5(string_agg(t::text, '|' order by id)) from static_station t) as stations,
       (select md5(string_agg(t::text, '|' order by id)) from static_group t) as groups,
       (select count(*) from audit_event) as audit, (select count(*) from outbox_event) as outbox`,
  );
  return rows[0];
}

/** A transaction of somebody else that holds a lock until it is released. */
async function lockSite(statement: string) {
  const holder = await open('holder');
  const client = await holder.pool.connect();
  await client.query('begin');
  await client.query(statement);
  let isHeld = true;
  const release = async () => {
    if (isHeld) await client.query('rollback');
    if (isHeld) client.release();
    isHeld = false;
  };
  return {
    release,
    async [Symbol.asyncDispose]() {
      await release();
      await holder[Symbol.asyncDispose]();
    },
  };
}

function open(name: string): Promise<Container & AsyncDisposable> {
  const env = testEnv({ databaseUrl: database.url, redisUrl: 'redis://localhost:1' });
  return createContainer(env, name, { log, clock: () => now });
}
