import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/services.ts';
import { isUnanswered } from './is-database-away.ts';
import { limitWaits } from './limit-waits.ts';
import { withNotes } from './request-notes.ts';

const PATIENCE_MS = 400;
/** As much again is for a machine that is busy. */
const TOLD_WITHIN_MS = 2 * PATIENCE_MS;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase({ template: 'empty' });
  await using pool = await openPool(1);
  await pool.query('create table held (id int)');
  await pool.query('create table free (id int)');
});
afterAll(() => database?.[Symbol.asyncDispose]());

describe('what a request waits for the database', () => {
  test('is limited over all its questions, one after the other', async () => {
    await using pool = await openPool(2);
    await using _lock = await holdTable();
    await withNotes({}, async () => {
      const startMs = performance.now();
      expect(await failureOf(pool.query('select from held'))).toSatisfy(isUnanswered);
      expect(await failureOf(pool.query('select from free'))).toSatisfy(isUnanswered);
      expect(performance.now() - startMs).toBeLessThan(TOLD_WITHIN_MS);
    });
  });

  test('is limited while all connections are taken, and a late one goes back', async () => {
    await using pool = await openPool(1);
    const taken = await pool.connect();
    await withNotes({}, async () => {
      const startMs = performance.now();
      const failures = await Promise.all([
        failureOf(pool.query('select 1')),
        failureOf(pool.connect()),
      ]);
      expect(failures.every((failure) => isUnanswered(failure))).toBe(true);
      expect(performance.now() - startMs).toBeLessThan(TOLD_WITHIN_MS);
    });
    taken.release();
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
    expect([pool.totalCount, pool.idleCount, pool.waitingCount]).toEqual([1, 1, 0]);
  });

  test('is its own: another request that comes has its whole patience', async () => {
    await using pool = await openPool(2);
    await using _lock = await holdTable();
    await withNotes({}, () => failureOf(pool.query('select from held')));
    const found = await withNotes({}, () => pool.query('select 1 as one'));
    expect(found.rows).toEqual([{ one: 1 }]);
  });

  test('is counted for whoever asks, also on a connection that another request gave back', async () => {
    await using pool = await openPool(1);
    const ask = (text: string) => withNotes({}, () => pool.query(text));
    const longest = ask('select pg_sleep(0.25)');
    const next = ask('select pg_sleep(0.25)');
    await longest;
    // It waited most of its patience for the connection already.
    expect(await failureOf(next)).toSatisfy(isUnanswered);
  });

  test('does not limit what no request waits for', async () => {
    await using pool = await openPool(1);
    await pool.query('select pg_sleep(0.5)');
    await withNotes({ isForAll: true }, () => pool.query('select pg_sleep(0.5)'));
  });
});

test('a transaction that was given up is not handed to the next who asks', async () => {
  await using pool = await openPool(1);
  const lock = await holdTable();
  await withNotes({}, async () => {
    const client = await pool.connect();
    await client.query('begin');
    expect(await failureOf(client.query('select from held'))).toSatisfy(isUnanswered);
    expect(await failureOf(client.query('rollback'))).toSatisfy(isUnanswered);
    client.release();
  });
  await lock[Symbol.asyncDispose]();
  const { rows } = await pool.query('select now() = statement_timestamp() as "isOnItsOwn"');
  expect(rows).toEqual([{ isOnItsOwn: true }]);
});

test('nor is one that the pool itself gave up', async () => {
  await using pool = await openPool(1, { query_timeout: PATIENCE_MS });
  const lock = await holdTable();
  const client = await pool.connect();
  await client.query('begin');
  expect(await failureOf(client.query('select from held'))).toSatisfy(isUnanswered);
  await failureOf(client.query('rollback'));
  client.release();
  await lock[Symbol.asyncDispose]();
  const { rows } = await pool.query('select now() = statement_timestamp() as "isOnItsOwn"');
  expect(rows).toEqual([{ isOnItsOwn: true }]);
});

async function openPool(max: number, options: pg.PoolConfig = {}) {
  const pool = new pg.Pool({ connectionString: database.url, max, ...options });
  // A connection that was dropped, or a database that is dropped at the end.
  pool.on('error', () => {});
  limitWaits(pool, PATIENCE_MS);
  return Object.assign(pool, { [Symbol.asyncDispose]: () => pool.end() });
}

/** Nobody reads the table until this is disposed of. */
async function holdTable(): Promise<AsyncDisposable> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query('lock table held in access exclusive mode');
  return { [Symbol.asyncDispose]: () => client.end() };
}

function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}
