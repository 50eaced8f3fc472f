import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { createRedisBackend } from './redis-backend.ts';
import { openRegistry } from './registry.ts';

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => redis.disconnect());

test('a node that is killed and starts again under its name is told nothing twice, and its clients have left', async () => {
  const prefix = `test-${randomUUID()}`;
  const dying = redis.duplicate();
  const before = await openRegistry({
    backend: createRedisBackend({ redis: dying, prefix }),
    node: 'gateway',
  });
  const other = await openRegistry({
    backend: createRedisBackend({ redis, prefix }),
    node: 'other',
  });
  await before.register('aiko', { send: () => {} }, { isTemporary: true });
  const { token } = await before.register('bob', { send: () => {} }, { isTemporary: true });
  await other.send('bob', 'before');
  // As a process that is killed: nothing is taken back.
  dying.disconnect();
  await endLife(prefix);

  const again = await openRegistry({
    backend: createRedisBackend({ redis, prefix }),
    node: 'gateway',
  });
  const heard: unknown[] = [];
  const peer = { send: (message: unknown) => heard.push(message) };
  await again.register('bob', peer, { isTemporary: true, token });
  await other.send('bob', 'after');
  expect(heard).toEqual(['after']);
  expect(await other.info('bob')).toMatchObject({ status: 'online', node: 'gateway' });
  await expect.poll(() => other.exists('aiko')).toBe(false);
  await other.register('aiko', { send: () => {} }, { isTemporary: true });

  await Promise.all([again.close(), other.close()]);
  await before.close();
});

/** What Redis would do by itself after a while. */
async function endLife(prefix: string): Promise<void> {
  await redis.del(...(await redis.keys(`{${prefix}}:node:gateway*`)));
}
