import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { createRedisRefreshLock } from './redis-refresh-lock.ts';
import { createRedisStateStore } from './redis-state-store.ts';
import { describeRefreshLock } from './testing/refresh-lock-contract.ts';
import { describeStateStore } from './testing/state-store-contract.ts';

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => redis.disconnect());

const ownPrefix = () => ({ prefix: `test.${randomUUID()}.` });
describeRefreshLock('Redis', async () => createRedisRefreshLock(redis, ownPrefix()));
describeStateStore('Redis', async () => createRedisStateStore(redis, ownPrefix()));

test('nothing that is kept in Redis stays for ever', async () => {
  const { prefix } = ownPrefix();
  await createRedisRefreshLock(redis, { prefix }).take('a', 'x', 5_000);
  await createRedisStateStore(redis, { prefix }).put('b', 'text', 5_000);
  for (const key of ['a', 'b']) {
    const leftMs = await redis.pttl(prefix + key);
    expect(leftMs).toBeGreaterThan(0);
    expect(leftMs).toBeLessThanOrEqual(5_000);
  }
});
