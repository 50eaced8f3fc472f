/**
 * Redis: a patient connection for the queues, an impatient one for everything a person waits for.
 *
 * @module
 */
import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from './log.ts';

const COMMAND_TIMEOUT_MS = 2_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAXIMUM_PAUSE_MS = 2_000;

/** For limits and look-ups: fails within seconds while Redis is away, and heals by itself. */
export function createRedis(url: string, log: Logger): Redis {
  const redis = new Redis(url, {
    ...sharedOptions,
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    lazyConnect: true,
  });
  return withLog(redis, log);
}

/** For BullMQ's workers, which block on Redis and must outlive it. */
export function createQueueRedis(url: string, log: Logger): Redis {
  return withLog(new Redis(url, { ...sharedOptions, maxRetriesPerRequest: null }), log);
}

const sharedOptions = {
  connectTimeout: CONNECT_TIMEOUT_MS,
  keepAlive: 10_000,
  retryStrategy: (times: number) => Math.min(100 * 2 ** Math.min(times, 6), MAXIMUM_PAUSE_MS),
  // After a failover the old primary answers READONLY: only a new connection finds the new one.
  reconnectOnError: (error: Error) => error.message.startsWith('READONLY'),
} satisfies RedisOptions;

function withLog(redis: Redis, log: Logger): Redis {
  let isDown = false;
  redis.on('error', (error: Error) => {
    if (!isDown) log.warn({ err: error }, 'redis is away');
    isDown = true;
  });
  redis.on('ready', () => {
    if (isDown) log.info('redis is back');
    isDown = false;
  });
  return redis;
}
