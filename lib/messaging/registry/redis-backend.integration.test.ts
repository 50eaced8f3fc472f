import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { RegistryOfflineError, RegistryOverflowError, RegistryUnavailableError } from './errors.ts';
import { createRedisBackend } from './redis-backend.ts';
import { openRegistry, type Registry } from './registry.ts';
import { describeRegistry } from './testing/registry-contract.ts';

/** Long enough that no stall of this process passes for a death. */
const NODE_LIVES_MS = 3_000;
const DIES_AFTER_MS = 600;

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(async () => {
  redis.disconnect();
});

describeRegistry('Redis', () => {
  const prefix = `test-${randomUUID()}`;
  return () => createRedisBackend({ redis, prefix });
});

describe('a registry in Redis', () => {
  const open = (
    prefix: string,
    options: { redis?: Redis; maxWaiting?: number; nodeLivesMs?: number } = {},
  ) =>
    openRegistry({
      backend: createRedisBackend({
        redis: options.redis ?? redis,
        prefix,
        nodeLivesMs: options.nodeLivesMs ?? NODE_LIVES_MS,
      }),
      ...(options.maxWaiting ? { maxWaiting: options.maxWaiting } : {}),
    });

  test('lets the clients of a node that died vanish, and forgets what was kept for them', async () => {
    const prefix = `test-${randomUUID()}`;
    const dying = redis.duplicate();
    const dead = await open(prefix, { redis: dying, nodeLivesMs: DIES_AFTER_MS });
    const alive = await open(prefix);
    await dead.register('temporary', { send: () => {} }, { isTemporary: true });
    await dead.create('known', { name: 'x' });
    const lease = await dead.register('known', { send: () => {} });
    // As a process that is killed: nothing is taken back.
    dying.disconnect();

    await expect.poll(() => alive.exists('temporary')).toBe(false);
    expect(await alive.info('known')).toMatchObject({ status: 'offline', data: { name: 'x' } });
    await expect(alive.send('known', 1)).rejects.toThrow(RegistryOfflineError);
    const nobody: string[] = [];
    for await (const { id } of alive.list()) nobody.push(id);
    expect(nobody).toEqual([]);
    // No token is needed: whoever had it is gone.
    await alive.register('known', { send: () => {} });
    await expect.poll(() => redis.keys(`{${prefix}}*${dead.node}*`)).toEqual([]);
    expect(lease.token).toBeDefined();
    await alive.close();
    await dead.close();
  });

  test('has its clients again after it was taken for dead, but for those who went elsewhere', async () => {
    const prefix = `test-${randomUUID()}`;
    const [frozen, alive] = [await open(prefix), await open(prefix)];
    const [heard, close] = [vi.fn(), vi.fn()];
    await frozen.register('stays', { send: heard }, { isTemporary: true });
    await frozen.register('leaves', { send: () => {}, close }, { isTemporary: true });
    // The heartbeat of a process that was frozen has run out.
    await redis.del(...(await redis.keys(`{${prefix}}:node:${frozen.node}*`)));
    await alive.register('leaves', { send: () => {} }, { isTemporary: true });

    await expect
      .poll(() => alive.send('stays', 1).then(() => heard.mock.calls))
      .toContainEqual([1]);
    await expect.poll(() => close.mock.calls).toEqual([['lost']]);
    expect(await frozen.info('leaves')).toMatchObject({ node: alive.node });
    await Promise.all([frozen.close(), alive.close()]);
  });

  test('has its clients again after Redis has lost everything', async () => {
    const prefix = `test-${randomUUID()}`;
    const [one, two] = [await open(prefix), await open(prefix)];
    await one.register('a', { send: () => {} }, { isTemporary: true });
    const keys = await redis.keys(`{${prefix}}*`);
    await redis.del(...keys);
    await expect
      .poll(() => two.send('a', 1, { timeoutMs: 200 }).then(() => 'sent', String))
      .toBe('sent');
    await Promise.all([one.close(), two.close()]);
  });

  test('keeps nothing for ever, and all in one slot', async () => {
    const prefix = `test-${randomUUID()}`;
    const registry: Registry = await open(prefix);
    await registry.create('a', { x: 1 });
    const lease = await registry.register('a', { send: () => {} });
    await lease.unregister();
    for (const key of await redis.keys(`*${prefix}*`)) {
      expect(key.startsWith(`{${prefix}}:`)).toBe(true);
      if (!key.endsWith(':nodes')) expect(await redis.pttl(key)).toBeGreaterThan(0);
    }
    await registry.close();
    expect(await redis.keys(`*${prefix}:n*`)).toEqual([]);
  });

  test('refuses more messages than may wait, and goes on when they are through', async () => {
    const prefix = `test-${randomUUID()}`;
    const [one, two] = [await open(prefix), await open(prefix, { maxWaiting: 10 })];
    await one.register('a', { send: () => {} }, { isTemporary: true });
    const sent = await Promise.allSettled(Array.from({ length: 11 }, (_, n) => two.send('a', n)));
    const refused = sent.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([{ reason: expect.any(RegistryOverflowError) }]);
    await two.send('a', 'again');
    await Promise.all([one.close(), two.close()]);
  });

  test('says that it cannot be reached, whatever it is asked', async () => {
    const prefix = `test-${randomUUID()}`;
    const away = redis.duplicate({ maxRetriesPerRequest: 0, enableOfflineQueue: false });
    await expect.poll(() => away.status).toBe('ready');
    const registry = await open(prefix, { redis: away });
    away.disconnect();
    await expect(registry.count()).rejects.toThrow(RegistryUnavailableError);
    await expect(registry.list().next()).rejects.toThrow(RegistryUnavailableError);
    await registry.close();
  });

  test('reads nothing but what is written to it: damage in an inbox harms no one', async () => {
    const prefix = `test-${randomUUID()}`;
    const [one, two] = [await open(prefix), await open(prefix)];
    const heard = vi.fn();
    await one.register('a', { send: heard }, { isTemporary: true });
    const [inbox = ''] = await redis.keys(`{${prefix}}:inbox:${one.node}*`);
    await redis.xadd(inbox, '*', 'm', two.node, 'x', '{');
    await redis.xadd(inbox, '*', 'm', two.node, '999:a', '{');
    await redis.xadd(inbox, '*', 'a', '1,x,,99999999999999999999,-1g');
    await redis.xadd(inbox, '*', 'e', 'a', 's', 'another', 'r', 'taken');
    await redis.xadd(inbox, '*', '__proto__', 'x');
    await two.send('a', 'good');
    expect(heard.mock.calls).toEqual([['good']]);
    await Promise.all([one.close(), two.close()]);
  });
});
