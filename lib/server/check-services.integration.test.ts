import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { deploy } from '#prisma/migrate.ts';
import { createTestDatabase, testRedisUrl } from '#tests/support/services.ts';
import { checkDatabase, checkRedis } from './check-services.ts';

const CANARY = 'canary-of-a-password';

describe('a database is refused in one sentence', () => {
  test('when it is another program’s, and nothing is changed in it', async () => {
    await using database = await createTestDatabase({ template: 'empty' });
    await run(database.url, 'create table orders (id int); insert into orders values (1)');

    await expectRefusal(deploy(database.url), /holds the tables of something else.*DATABASE_URL/);
    expect(await tablesOf(database.url)).toEqual(['orders']);
  });

  test('when another program migrates it as we do', async () => {
    await using database = await createTestDatabase();
    await run(database.url, `update _prisma_migrations set migration_name = id || '_shop'`);

    await expectRefusal(checkDatabase(database.url), /holds the tables of something else/);
  });

  test('when it is of a newer version', async () => {
    await using database = await createTestDatabase();
    await run(
      database.url,
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at)
       values ('x', 'x', '29991231000000_later', now())`,
    );

    await expectRefusal(deploy(database.url), /newer version.*29991231000000_later.*bring this/);
  });

  test('when a migration of it was begun by other tools and not finished', async () => {
    await using database = await createTestDatabase();
    await run(
      database.url,
      `update _prisma_migrations set finished_at = null where migration_name like '%_rules'`,
    );

    await expectRefusal(deploy(database.url), /_rules.*begun and not finished: restore the backup/);
  });

  test('when it belongs to the other mode', async () => {
    await using database = await createTestDatabase();
    await run(database.url, `insert into site (id, mode) values (1, 'sandbox')`);

    expect(await checkDatabase(database.url, 'sandbox')).toEqual({ missing: [], isStamped: true });
    await expectRefusal(checkDatabase(database.url, 'tranquility'), /belongs to sandbox/);
  });

  test.each([
    ['the password is wrong', { password: CANARY }, /refuses the user "ageira"/],
    ['it is not there', { pathname: '/nowhere' }, /no database "nowhere".*createdb/],
    ['nothing answers', { port: '1' }, /127\.0\.0\.1:1 does not answer.*start it/],
    ['its name is unknown', { hostname: 'nowhere.invalid' }, /nowhere\.invalid.* does not answer/],
  ])('when %s', async (_, change, sentence) => {
    await using database = await createTestDatabase();

    await expectRefusal(checkDatabase(changed(database.url, change)), sentence);
  });

  test('when its user may not make tables', async () => {
    await using database = await createTestDatabase({ template: 'empty' });
    const role = `reader_${new URL(database.url).pathname.slice(1)}`;
    await run(database.url, `create role ${role} login password '${CANARY}'`);
    try {
      const url = changed(database.url, { username: role, password: CANARY });
      await expectRefusal(deploy(url), /may not make tables.*OWNER TO/);
    } finally {
      await run(database.url, `drop role ${role}`);
    }
  });
});

test('a migration that fails leaves nothing of itself, and the same again works', async () => {
  await using database = await createTestDatabase({ template: 'empty' });
  // In the way of the first migration, and no table: the database still counts as empty.
  await run(database.url, 'create type "Role" as enum ()');

  await expectRefusal(deploy(database.url), /_initial failed and nothing of it was kept: .*"Role"/);
  expect(await tablesOf(database.url)).toEqual([]);

  await run(database.url, 'drop type "Role"');
  expect(await deploy(database.url)).not.toEqual([]);
});

describe('a Redis is refused in one sentence', () => {
  test.each([
    ['the password is wrong', { password: CANARY }, /refuses the password.*REDIS_URL/],
    ['the password is missing', { password: '' }, /refuses the password/],
    ['nothing answers', { port: '1' }, /127\.0\.0\.1:1 does not answer.*start it/],
    ['the number of its database is too high', { pathname: '/9999' }, /no database of this number/],
  ])('when %s', async (_, change, sentence) => {
    await expectRefusal(checkRedis(changed(testRedisUrl(), change)), sentence);
  });

  test('and one that keeps what it is given is taken without a word', async () => {
    expect(await checkRedis(testRedisUrl())).toBeUndefined();
  });
});

async function expectRefusal(attempt: Promise<unknown>, sentence: RegExp): Promise<void> {
  const fault = await attempt.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(fault).toMatchObject({ name: 'ServiceError', message: expect.stringMatching(sentence) });
  expect(String(fault)).not.toMatch(/\n|canary/);
}

function changed(url: string, change: Partial<URL>): string {
  return Object.assign(new URL(url), change).href;
}

async function run(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

async function tablesOf(url: string): Promise<string[]> {
  const { rows } = await run(
    url,
    `select relname::text as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  return rows.map(({ name }) => String(name));
}
