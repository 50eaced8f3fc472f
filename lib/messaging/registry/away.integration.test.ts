import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { startPrivateRedis } from '#tests/support/private-redis.ts';
import { createRedisBackend } from './redis-backend.ts';
import { openRegistry, type Registry } from './registry.ts';

const quiet = { send: () => {} };

test('a client that leaves while Redis is away is offline once it is back', async () => {
  await using server = await startPrivateRedis(['appendonly yes', 'appendfsync always']);
  await using nodes = await openTwo(server.url);
  const lease = await nodes.one.register('aiko', quiet, { isTemporary: true });
  expect(await nodes.two.count()).toBe(1);

  await server.kill();
  await expect(lease.unregister()).rejects.toMatchObject({ code: 'ERR_REGISTRY_UNAVAILABLE' });
  await server.start();
  await expect.poll(() => nodes.two.count().catch(() => null)).toBe(0);
});

test('a registration that nobody waits for any more is taken back when Redis has made it', async () => {
  await using server = await startPrivateRedis();
  await using nodes = await openTwo(server.url, { commandTimeout: 200 });
  server.freeze();
  const registering = nodes.one.register('aiko', quiet, { isTemporary: true });
  await expect(registering).rejects.toMatchObject({ code: 'ERR_REGISTRY_UNAVAILABLE' });
  server.wake();

  // The very same is refused while it stands.
  await expect
    .poll(() =>
      nodes.one.register('aiko', quiet, { isTemporary: true }).then(
        () => 'here',
        () => '',
      ),
    )
    .toBe('here');
  expect(await nodes.two.count()).toBe(1);
});

type Nodes = AsyncDisposable & { readonly one: Registry; readonly two: Registry };

async function openTwo(url: string, options: { commandTimeout?: number } = {}): Promise<Nodes> {
  const connect = (more: object) => new Redis(url, { maxRetriesPerRequest: 1, ...more });
  const [first, second] = [connect(options), connect({})];
  // Each call that fails says so.
  for (const redis of [first, second]) redis.on('error', () => {});
  const open = (redis: Redis) =>
    openRegistry({ backend: createRedisBackend({ redis, prefix: 'away' }) });
  const [one, two] = await Promise.all([open(first), open(second)]);
  return {
    one,
    two,
    async [Symbol.asyncDispose]() {
      await Promise.all([one.close(), two.close()]);
      first.disconnect();
      second.disconnect();
    },
  };
}
