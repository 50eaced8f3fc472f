import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/services.ts';
import { type Container, createContainer } from './container.ts';
import { disposeAll } from './dispose.ts';
import { recordChange } from './events.ts';
import { createLog } from './log.ts';
import { requireSite, SiteError, stampSite } from './site.ts';
import { testEnv } from './testing/test-env.ts';
import { ConcurrentChangeError, isUniqueViolation, transact } from './transact.ts';
import { type SqlTx, transactSql } from './transact-sql.ts';

let container: Container;
let ending: AsyncDisposable;
beforeAll(async () => {
  const database = await createTestDatabase();
  const env = testEnv({ databaseUrl: database.url, redisUrl: 'redis://127.0.0.1:1' });
  const made = await createContainer(env, 'test', {
    log: createLog({ name: 'test', level: 'silent' }),
  });
  container = made;
  ending = disposeAll([database, made]);
});
afterAll(async () => {
  await ending[Symbol.asyncDispose]();
});

describe('the site row', () => {
  test('a database that nobody prepared is refused', async () => {
    await expect(requireSite(container)).rejects.toThrow(SiteError);
  });

  test('the first start stamps it, and another universe never gets in', async () => {
    await stampSite(container);
    await stampSite(container);
    const other = { ...container, env: { ...container.env, AGEIRA_MODE: 'tranquility' as const } };
    await expect(requireSite(other)).rejects.toThrow(/belongs to sandbox/);
    await expect(stampSite(other)).rejects.toThrow(SiteError);
  });
});

describe('a transaction', () => {
  test.each(['40001', '40P01'])(
    'that lost a race (%s) runs again, five times at most',
    async (code) => {
      let tries = 0;
      const run = (winsAfter: number) =>
        transact(container, async (tx) => {
          tries += 1;
          if (tries <= winsAfter) {
            await tx.$executeRawUnsafe(
              `do $$ begin raise exception 'lost' using errcode = '${code}'; end $$`,
            );
          }
          return 'won';
        });
      await expect(run(3)).resolves.toBe('won');
      expect(tries).toBe(4);

      tries = 0;
      await expect(run(99)).rejects.toThrow();
      expect(tries).toBe(6);
    },
  );

  test('that found another version runs again', async () => {
    let tries = 0;
    await transact(container, async () => {
      tries += 1;
      if (tries === 1) throw new ConcurrentChangeError('changed');
    });
    expect(tries).toBe(2);
  });

  test('that fails for good leaves nothing behind', async () => {
    const failing = transact(container, async (tx) => {
      await record(tx, 'thing', 1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await container.db.auditEvent.count({ where: { entityId: 'thing' } })).toBe(0);
    expect(await container.db.outboxEvent.count({ where: { entityId: 'thing' } })).toBe(0);
  });
});

describe('the trail', () => {
  test('a step that is recorded already fails the second writer', async () => {
    await transact(container, (tx) => record(tx, 'step', 1));
    const second = transact(container, (tx) => record(tx, 'step', 1));
    await expect(second.catch(isUniqueViolation)).resolves.toBe(true);
  });

  test('each row names the one before', async () => {
    await transact(container, (tx) => record(tx, 'chain', 1));
    await transact(container, (tx) => record(tx, 'chain', 2));
    const [first, second] = await container.db.auditEvent.findMany({
      where: { entityId: 'chain' },
      orderBy: { version: 'asc' },
    });
    expect(first?.previous).toBeNull();
    expect(second?.previous).toEqual(first?.hash);
  });

  test('every change has its event in the outbox', async () => {
    await transact(container, (tx) => record(tx, 'out', 1));
    const events = await container.db.outboxEvent.findMany({ where: { entityId: 'out' } });
    expect(events).toMatchObject([
      { topic: 'quote', version: 1, payload: { entityId: 'out', version: 1 }, publishedAt: null },
    ]);
  });
});

function record(tx: Parameters<typeof recordChange>[0], entityId: string, version: number) {
  return recordChange(tx, {
    entity: 'quote',
    entityId,
    version,
    action: 'created',
    actorId: null,
    before: null,
    after: { total: 5n },
    at: new Date('2026-11-22T10:00:00Z'),
  });
}

describe('a transaction by SQL alone', () => {
  test('reads values as Prisma does', async () => {
    const read = (tx: SqlTx) => tx.$queryRaw`
      select 9007199254740993::bigint as id, '{1,null}'::bigint[] as ids, '{}'::bigint[] as none,
        '{"a": 1}'::jsonb as json, timestamptz '2026-01-02T03:04:05.678Z' as at, 0.5::float8 as share,
        ${'{7,8}'}::int[] as list, null::bigint as nothing`;
    const ours = await transactSql(container, read);

    expect(ours).toEqual(await transact(container, read));
    expect(ours).toMatchObject([{ id: 9007199254740993n, ids: [1n, null], none: [] }]);
  });

  test('that lost a race runs again', async () => {
    let tries = 0;
    await transactSql(container, async () => {
      tries += 1;
      if (tries === 1) throw new ConcurrentChangeError('changed');
    });
    expect(tries).toBe(2);
  });

  test('that fails leaves nothing behind, and its connection is whole', async () => {
    const failing = transactSql(container, async (tx) => {
      await record(tx, 'sql-thing', 1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await container.db.auditEvent.count({ where: { entityId: 'sql-thing' } })).toBe(0);
    await transactSql(container, (tx) => record(tx, 'sql-thing', 1));
    expect(await container.db.auditEvent.count({ where: { entityId: 'sql-thing' } })).toBe(1);
  });

  test('in which an error was swallowed is not taken for done', async () => {
    const swallowing = transactSql(container, async (tx) => {
      await record(tx, 'half-thing', 1);
      await tx.$executeRaw`select 1 / 0`.catch(() => {});
    });
    await expect(swallowing).rejects.toThrow(/taken back/);
  });

  test('asks nothing more when its time is up', async () => {
    const late = transactSql(
      container,
      async (tx) => {
        await tx.$executeRaw`select pg_sleep(0.05)`;
        await tx.$executeRaw`select 1`;
      },
      { timeoutMs: 20 },
    );
    await expect(late).rejects.toThrow(/too long/);
  });
});
