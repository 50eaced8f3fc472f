/**
 * Real services for integration tests: a database of one's own and a place of one's own in Redis.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

export type TestDatabase = { readonly url: string } & AsyncDisposable;
export type TestRedis = { readonly url: string } & AsyncDisposable;

/**
 * A new database, dropped on dispose whoever is still connected.
 *
 * `migrated` (the default) is a copy of a migrated one and takes some 50 ms; `empty` has nothing; the
 * address of another test's database makes a copy of that, and cuts off whoever is connected to it.
 */
export async function createTestDatabase({
  template = 'migrated',
}: {
  template?: 'migrated' | 'empty' | URL;
} = {}): Promise<TestDatabase> {
  const migratedUrl = new URL(inject('databaseUrl'));
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  const copied = template === 'migrated' ? migratedUrl : template;
  const source = copied === 'empty' ? 'template0' : copied.pathname.slice(1);
  if (template instanceof URL) {
    await administer(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '${source}'`,
    );
  }
  await administer(`CREATE DATABASE ${name} TEMPLATE ${source}`);

  const url = new URL(migratedUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async [Symbol.asyncDispose]() {
      await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

/**
 * The test run's Redis, in one of its numbered databases that no other test of this moment has.
 * Pub/sub channels are shared by all numbers.
 */
export async function createTestRedis(): Promise<TestRedis> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(inject('redisUrl'));
  const last = await redis.incr('ageira-test-databases');
  // Number 0 holds the counter; a number comes round again after 255 tests.
  const url = new URL(inject('redisUrl'));
  url.pathname = `/${1 + (last % 255)}`;
  await redis.select(1 + (last % 255));
  await redis.flushdb();
  redis.disconnect();
  return { url: url.href, async [Symbol.asyncDispose]() {} };
}

/** The test run's Redis. Tests share it: use a key prefix of your own, or `createTestRedis()`. */
export function testRedisUrl(): string {
  return inject('redisUrl');
}

async function administer(statement: string): Promise<void> {
  const url = new URL(inject('databaseUrl'));
  // Not the migrated database itself: PostgreSQL copies only one that nobody is connected to.
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
