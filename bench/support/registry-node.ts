/**
 * A second node with one client, and a process that answers by hand, for the registry's figure.
 *
 * @module
 */
import { Redis } from 'ioredis';
import { createRedisBackend, openRegistry } from '#lib/messaging/registry/index.ts';

const url = process.env.BENCH_REDIS_URL ?? '';
const redis = new Redis(url);
const registry = await openRegistry({ backend: createRedisBackend({ redis, prefix: 'bench' }) });
await registry.register('client', { send: () => {} }, { isTemporary: true });

// What one would write oneself: a message and its confirmation, each published.
const hearing = redis.duplicate();
hearing.on('message', (_channel, text: string) => {
  const { number } = JSON.parse(text) as { number: number };
  void redis.publish('bench-answers', String(number));
});
await hearing.subscribe('bench-letters');

process.on('disconnect', () => {
  void registry.close().finally(() => {
    redis.disconnect();
    hearing.disconnect();
  });
});
process.send?.('ready');
