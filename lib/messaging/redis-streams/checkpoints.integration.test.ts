import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { createMemoryCheckpoints } from './memory-checkpoints.ts';
import { createRedisCheckpoints } from './redis-checkpoints.ts';
import { describeCheckpoints } from './testing/checkpoints-contract.ts';

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => redis.disconnect());

describeCheckpoints('memory', () => createMemoryCheckpoints());
describeCheckpoints('Redis', () => createRedisCheckpoints(redis, `test-${randomUUID()}`));
