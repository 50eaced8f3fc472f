import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { createTestRedis } from '#tests/support/services.ts';
import { EsiBudgetsError } from '../errors.ts';
import { holdBudgets } from '../testing/budgets-contract.ts';
import { createRedisBudgets } from './redis-budgets.ts';

const service = await createTestRedis();
const redis = new Redis(service.url);
const second = new Redis(service.url);
let suites = 0;
afterAll(async () => {
  redis.disconnect();
  second.disconnect();
  await service[Symbol.asyncDispose]();
});

holdBudgets((clock) => {
  suites += 1;
  return createRedisBudgets({ redis, clock, prefix: `{test-${suites}}` });
});

const METER = { key: 'shared', limit: 100, windowMs: 900_000 };

test('two processes with one Redis together get no more than there is', async () => {
  const both = [redis, second].map((client) =>
    createRedisBudgets({ redis: client, prefix: '{two}' }),
  );
  const answers = await Promise.all(
    Array.from({ length: 600 }, (_, index) =>
      both[index % 2]?.reserve({ blocks: [], charges: [{ meter: METER, cost: 5 }] }),
    ),
  );
  expect(answers.filter((answer) => answer?.ok)).toHaveLength(20);
});

test('a rest that one process says holds all others back', async () => {
  const [one, other] = [redis, second].map((client) =>
    createRedisBudgets({ redis: client, prefix: '{rest}' }),
  );
  one?.settle({ id: 'none', charges: [], blocks: [{ key: 'all', forMs: 30_000 }] });
  await expect
    .poll(() => other?.reserve({ blocks: ['all'], charges: [] }))
    .toMatchObject({ ok: false, key: 'all' });
});

test('a rest lasts no longer than it was to when Redis’s clock is set back', async () => {
  let nowMs = Date.parse('2026-11-24T12:00:00Z');
  const [one, other] = [redis, second].map((client) =>
    createRedisBudgets({ redis: client, prefix: '{back}', clock: () => new Date(nowMs) }),
  );
  const ask = () => other?.reserve({ blocks: ['all'], charges: [] });
  one?.settle({ id: 'none', charges: [], blocks: [{ key: 'all', forMs: 3_000 }] });
  await expect.poll(() => redis.exists('{back}:rest:all')).toBe(1);
  // What Redis does with it by itself: it keeps the moment at which a key ends.
  nowMs -= 3_600_000;
  await redis.pexpire('{back}:rest:all', 3_603_000);
  expect(await ask()).toMatchObject({ ok: false, waitMs: 3_000 });
  expect(await redis.pttl('{back}:rest:all')).toBeLessThanOrEqual(3_000);
  nowMs += 3_000;
  expect(await ask()).toMatchObject({ ok: true });
});

test('Redis that has forgotten the script is told it again', async () => {
  const budgets = createRedisBudgets({ redis, prefix: '{forgotten}' });
  await redis.script('FLUSH');
  const answer = await budgets.reserve({ blocks: [], charges: [{ meter: METER, cost: 5 }] });
  expect(answer.ok).toBe(true);
});

test('a process that was told to rest, and has spent, remembers it though Redis is emptied', async () => {
  const budgets = createRedisBudgets({ redis, prefix: '{emptied}' });
  const ask = (key: string) =>
    budgets.reserve({ blocks: [key], charges: [{ meter: METER, cost: 50 }] });
  const spent = await ask('free');
  if (spent.ok) budgets.settle({ id: spent.id, charges: [{ meter: METER, cost: 50 }] });
  expect(await ask('free')).toMatchObject({ ok: true });
  budgets.settle({ id: 'none', charges: [], blocks: [{ key: 'all', forMs: 30_000 }] });
  await redis.flushdb();
  expect(await ask('all')).toMatchObject({ ok: false, key: 'all' });
  expect(await ask('free')).toMatchObject({ ok: false, key: METER.key });
});

test('what Redis reserves too late for anybody to wait is given back', async () => {
  const budgets = createRedisBudgets({ redis, prefix: '{frozen}', timeoutMs: 50 });
  const ask = () => budgets.reserve({ blocks: [], charges: [{ meter: METER, cost: 100 }] });
  await second.client('PAUSE', 400, 'ALL');
  await expect(ask()).rejects.toBeInstanceOf(EsiBudgetsError);
  await expect.poll(() => ask().catch(() => null)).toMatchObject({ ok: true });
});

test('what Redis refuses is not counted here either', async () => {
  const [one, other] = [redis, second].map((client) =>
    createRedisBudgets({ redis: client, prefix: '{refused}' }),
  );
  const charges = [{ meter: METER, cost: 100 }];
  const taken = await one?.reserve({ blocks: [], charges });
  expect(await other?.reserve({ blocks: [], charges })).toMatchObject({ ok: false });
  if (taken?.ok) one?.settle({ id: taken.id, charges: [{ meter: METER, cost: 0 }] });
  await expect.poll(() => other?.reserve({ blocks: [], charges })).toMatchObject({ ok: true });
});

test('nothing is left in Redis of what counts no more', async () => {
  const budgets = createRedisBudgets({ redis, prefix: '{short}' });
  const meter = { key: 'short', limit: 10, windowMs: 50 };
  const answer = await budgets.reserve({ blocks: [], charges: [{ meter, cost: 5 }] });
  if (answer.ok) budgets.settle({ id: answer.id, charges: [{ meter, cost: 5 }] });
  const ttlMs = await redis.pttl('{short}:meter:short');
  expect(ttlMs).toBeGreaterThan(50_000);
  expect(ttlMs).toBeLessThanOrEqual(60_050);
});

test('without Redis nobody is told that there is something to spend', async () => {
  const away = new Redis({ port: 1, lazyConnect: true, retryStrategy: () => null });
  away.on('error', () => {});
  const hanging = { evalsha: () => new Promise<never>(() => {}), eval: async () => [] };
  for (const client of [away, hanging]) {
    const budgets = createRedisBudgets({ redis: client, timeoutMs: 50 });
    await expect(budgets.reserve({ blocks: [], charges: [] })).rejects.toBeInstanceOf(
      EsiBudgetsError,
    );
    budgets.settle({ id: 'none', charges: [] });
  }
});

test('what is no answer of the script is not believed', async () => {
  for (const said of [null, 'OK', [['1', '2']], [[1]], {}]) {
    const odd = { evalsha: async () => said, eval: async () => said };
    const budgets = createRedisBudgets({ redis: odd });
    await expect(budgets.reserve({ blocks: [], charges: [] })).rejects.toBeInstanceOf(
      EsiBudgetsError,
    );
  }
});
