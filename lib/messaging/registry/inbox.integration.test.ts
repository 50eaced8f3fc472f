import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { RegistryOverflowError, RegistryTimeoutError } from './errors.ts';
import { createRedisBackend } from './redis-backend.ts';
import { openRegistry } from './registry.ts';

const TEXT = 'x'.repeat(60_000);

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => redis.disconnect());

test('what a node has read stays in Redis neither as messages nor as what waits for it', async () => {
  const prefix = `test-${randomUUID()}`;
  const create = () => createRedisBackend({ redis, prefix, maxUnreadBytes: 30 * TEXT.length });
  const one = await openRegistry({ backend: create() });
  const two = await openRegistry({ backend: create() });
  const heard = vi.fn();
  await one.register('a', { send: heard }, { isTemporary: true });
  for (let round = 0; round < 30; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => two.send('a', TEXT)));
  }
  expect(heard).toHaveBeenCalledTimes(300);
  const [inbox = ''] = await redis.keys(`{${prefix}}:inbox:${one.node}*`);
  const bytes = Number(await redis.memory('USAGE', inbox, 'SAMPLES', 0));
  // The last entry, and what came since the others were taken out.
  expect(bytes).toBeLessThan(40 * TEXT.length);
  await Promise.all([one.close(), two.close()]);
  expect(await redis.keys(`{${prefix}}:*~*`)).toEqual([]);
});

test('a node that does not read is sent so much, and then nothing more', async () => {
  const prefix = `test-${randomUUID()}`;
  const root = `{${prefix}}`;
  // It lives, and has a client: all that others know of a process that hangs.
  await redis
    .multi()
    .set(`${root}:node:hangs~1`, 1, 'PX', 60_000)
    .sadd(`${root}:nodes`, 'hangs~1')
    .xadd(`${root}:inbox:hangs~1`, '*', 'o', 'hangs~1')
    .hset(`${root}:client:a`, { created: 0, node: 'hangs~1', session: 's' })
    .exec();
  const backend = createRedisBackend({ redis, prefix, maxUnreadBytes: 10 * TEXT.length });
  await using registry = await openRegistry({ backend });
  const send = async (count: number, options = {}) => {
    const sends = Array.from({ length: count }, () => registry.send('a', TEXT, options));
    const sent = await Promise.allSettled(sends);
    return sent.map((each) => (each.status === 'rejected' ? each.reason : undefined));
  };
  // Nobody confirms them, and they wait there all the same.
  for (const reason of await send(10, { timeoutMs: 300 })) {
    expect(reason).toBeInstanceOf(RegistryTimeoutError);
  }
  for (const reason of await send(30)) expect(reason).toBeInstanceOf(RegistryOverflowError);
  await redis.del(...(await redis.keys(`${root}:*`)));
});
