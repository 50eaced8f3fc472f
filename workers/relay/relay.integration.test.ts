/** What the relay owes: every event that was committed, at least once, those of one entity in their order. */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Container, createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import { appendEvents, FEED_KEY, FencedOutError, readFeedEvent } from '#lib/server/event-feed.ts';
import { recordChange, recordChanges } from '#lib/server/events.ts';
import { createLog } from '#lib/server/log.ts';
import {
  holdLease,
  leaveLease,
  type OutboxEvent,
  pruneOutbox,
  readUnpublished,
} from '#lib/server/outbox.ts';
import { createSiteEvents, type SiteEvents } from '#lib/server/site-events.ts';
import { transact } from '#lib/server/transact.ts';
import { createTestDatabase, createTestRedis } from '#tests/support/services.ts';
import { createLease } from './lease.ts';
import { publishOutbox } from './publish-outbox.ts';
import { startRelay } from './start-relay.ts';

const NEVER = new AbortController().signal;
const SILENT = { emit: () => true } as unknown as SiteEvents;

let container: Container & AsyncDisposable;
const owned: AsyncDisposable[] = [];

function own<T extends AsyncDisposable>(part: T): T {
  owned.push(part);
  return part;
}

beforeEach(async () => {
  const database = own(await createTestDatabase());
  const redis = own(await createTestRedis());
  container = own(await createContainer(settings(database.url, redis.url), 'test', { log: LOG }));
});
afterEach(async () => {
  for (const part of owned.splice(0).reverse()) await part[Symbol.asyncDispose]();
});

const LOG = createLog({ name: 'test', level: 'silent' });

function settings(databaseUrl: string, redisUrl: string) {
  return readEnv({
    AGEIRA_MODE: 'sandbox',
    NODE_ENV: 'test',
    PUBLIC_URL: 'http://localhost:3999',
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    EVE_CLIENT_ID: 'test',
    EVE_CLIENT_SECRET: 'test',
    EVE_SSO_URL: 'http://localhost:1/sso',
    EVE_ESI_URL: 'http://localhost:1/esi',
    EVE_IMAGES_URL: 'http://localhost:1/images',
    ESI_CONTACT: 'nobody@localhost',
    TOKEN_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    AUTH_SECRET: 'a secret of a test, long enough for it',
  });
}

/** Starts relays that end with the test, or before when it is disposed of. */
function relay(of: Container = container): AsyncDisposable {
  let parts: AsyncDisposable[] | null = startRelay(of);
  return own({
    async [Symbol.asyncDispose]() {
      for (const part of (parts ?? []).reverse()) await part[Symbol.asyncDispose]();
      parts = null;
    },
  });
}

const changeOf = (entityId: string, version: number) => ({
  entity: 'thing',
  entityId,
  version,
  action: 'changed',
  actorId: null,
  before: null,
  after: { version },
  at: new Date('2026-11-20T10:00:00Z'),
  payload: { code: 'AT-7K3M9QX2', version },
});
/** An entity of these tests, of many versions. */
const change = (entityId: string, version: number) =>
  transact(container, (tx) => recordChange(tx, changeOf(entityId, version)));

async function published(): Promise<OutboxEvent[]> {
  const entries = await container.redis.xrange(FEED_KEY, '-', '+');
  return entries.map(([, [, text]]) => {
    const event = readFeedEvent(text);
    if (!event) throw new Error(`Not an event: ${text}`);
    return event;
  });
}

async function waiting(): Promise<number> {
  return (await readUnpublished(container, 100_000)).length;
}

describe('the relay', () => {
  test('publishes what is committed, as soon as it is, to the feed and to everybody', async () => {
    const heard: OutboxEvent[] = [];
    const events = own(createSiteEvents(container));
    events.on('changed', (event) => heard.push(event));
    await events.ready();
    relay();
    const id = randomUUID();
    await change(id, 1);
    await expect.poll(published).toMatchObject([
      {
        topic: 'thing',
        entity: 'thing',
        entityId: id,
        version: 1,
        payload: { code: 'AT-7K3M9QX2', version: 1 },
        codes: ['AT-7K3M9QX2'],
        at: '2026-11-20T10:00:00.000Z',
      },
    ]);
    await expect.poll(waiting).toBe(0);
    await expect.poll(() => heard).toEqual(await published());
  });

  test('publishes what waited before it was started', async () => {
    await change('a', 1);
    relay();
    await expect.poll(published).toHaveLength(1);
  });

  test('leaves out nothing of a transaction that took longer than a later one', async () => {
    relay();
    await transact(container, async (tx) => {
      await recordChange(tx, changeOf('slow', 1));
      await change('quick', 1);
      await expect.poll(published).toHaveLength(1);
    });
    await expect.poll(published).toMatchObject([{ entityId: 'quick' }, { entityId: 'slow' }]);
  });

  test('keeps the order of each entity’s versions, whoever writes and however much', async () => {
    relay();
    relay();
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let version = 1; version <= 40; version += 1) await change(`of ${writer}`, version);
    });
    const many = Array.from({ length: 1_200 }, (_, at) => changeOf('many', at + 1));
    writers.push(transact(container, (tx) => recordChanges(tx, many)));
    await Promise.all(writers);
    await expect.poll(waiting).toBe(0);
    const seen = new Map<string, number>();
    for (const { entityId, version } of await published()) {
      expect(version).toBe((seen.get(entityId) ?? 0) + 1);
      seen.set(entityId, version);
    }
    expect(seen.get('many')).toBe(1_200);
    expect(seen.size).toBe(9);
  });

  test('publishes again what it could not note any more', async () => {
    const lease = createLease(container, 'one');
    const dying = {
      ...container,
      checkpoint: async () => {
        throw new Error('killed');
      },
    };
    await change('a', 1);
    await expect(publishOutbox(dying, SILENT, lease, NEVER)).rejects.toThrow('killed');
    expect(await publishOutbox(container, SILENT, lease, NEVER)).toBe('some');
    expect(await published()).toMatchObject([{ entityId: 'a' }, { entityId: 'a' }]);
    expect(await waiting()).toBe(0);
  });

  test('goes on when Redis has lost everything', async () => {
    relay();
    await change('a', 1);
    await expect.poll(published).toHaveLength(1);
    await container.redis.flushdb();
    await change('a', 2);
    await expect.poll(published).toMatchObject([{ version: 2 }]);
  });

  test('is told again after PostgreSQL has ended its connection', async () => {
    relay();
    await change('a', 1);
    await expect.poll(published).toHaveLength(1);
    const listening = `from pg_stat_activity
      where application_name = 'ageira-relay-listen' and datname = current_database()`;
    await container.pool.query(`select pg_terminate_backend(pid) ${listening}`);
    await change('a', 2);
    await expect.poll(published).toHaveLength(2);
    await expect
      .poll(async () => (await container.pool.query(`select pid ${listening}`)).rowCount)
      .toBe(1);
  });

  test('keeps what Redis does not take', async () => {
    const away = new Redis('redis://127.0.0.1:1', { lazyConnect: true, maxRetriesPerRequest: 0 });
    away.on('error', () => {});
    await change('a', 1);
    const lease = createLease(container, 'one');
    const withoutRedis = { ...container, redis: away };
    await expect(publishOutbox(withoutRedis, SILENT, lease, NEVER)).rejects.toThrow();
    away.disconnect();
    expect(await waiting()).toBe(1);
    expect(await publishOutbox(container, SILENT, lease, NEVER)).toBe('some');
  });
});

describe('of several relays', () => {
  test('one publishes, and the next does as soon as it stops', async () => {
    const first = relay();
    await change('a', 1);
    await expect.poll(published).toHaveLength(1);
    relay();
    await change('a', 2);
    await expect.poll(published).toHaveLength(2);
    await first[Symbol.asyncDispose]();
    await change('a', 3);
    await expect.poll(published).toMatchObject([{ version: 1 }, { version: 2 }, { version: 3 }]);
  });

  test('the lease is one’s until it is left or has run out, and each holder has a higher fence', async () => {
    const one = await holdLease(container, 'one');
    expect(await holdLease(container, 'two')).toBeNull();
    expect(await holdLease(container, 'one')).toBe(one);
    await leaveLease(container, 'two');
    expect(await holdLease(container, 'two')).toBeNull();
    await leaveLease(container, 'one');
    const two = await holdLease(container, 'two');
    expect(two).toBeGreaterThan(one ?? 0);
    await expire();
    const three = await holdLease(container, 'three');
    expect(three).toBeGreaterThan(two ?? 0);
    // Whoever let it run out has to be told apart from itself, too.
    await expire();
    expect(await holdLease(container, 'three')).toBeGreaterThan(three ?? 0);
  });

  test('one that was frozen writes nothing more once another has published', async () => {
    const frozen = await holdLease(container, 'frozen');
    await change('a', 1);
    const [event] = await readUnpublished(container, 1);
    await expire();
    const lease = createLease(container, 'next');
    expect(await publishOutbox(container, SILENT, lease, NEVER)).toBe('some');
    if (!event) throw new Error('Nothing waited');
    await expect(appendEvents(container.redis, [event], frozen ?? 0)).rejects.toBeInstanceOf(
      FencedOutError,
    );
    expect(await published()).toHaveLength(1);
  });
});

test('what was published is dropped after a week, what waits never', async () => {
  const { pool } = container;
  for (const id of ['new', 'old', 'waits']) await change(id, 1);
  await pool.query(`update outbox_event set created_at = now() - interval '30 days'`);
  await pool.query(`update outbox_event set published_at = now() where entity_id = 'new'`);
  await pool.query(
    `update outbox_event set published_at = now() - interval '8 days' where entity_id = 'old'`,
  );
  expect(await pruneOutbox(container)).toBe(1);
  const { rows } = await pool.query('select entity_id from outbox_event order by id');
  expect(rows).toEqual([{ entity_id: 'new' }, { entity_id: 'waits' }]);
});

async function expire(): Promise<void> {
  await container.pool.query('update relay_lease set until = to_timestamp(0)');
}

test('a database that was restored from a backup is behind Redis, and events are told all the same', async () => {
  await change('before', 1);
  relay();
  await expect.poll(waiting).toBe(0);
  // As after some starts of the relay that the backup knows nothing of.
  await container.redis.set('ageira:events:fence', 1_000);

  await change('after', 1);
  await expect.poll(waiting).toBe(0);
  expect((await published()).map(({ entityId }) => entityId)).toEqual(['before', 'after']);
});
