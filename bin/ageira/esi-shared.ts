import { Redis } from 'ioredis';
import {
  type Answers,
  type Budgets,
  createRedisAnswers,
  createRedisBudgets,
} from '#lib/eve/esi/index.ts';

const TIMEOUT_MS = 2_000;

/** What the site's processes share of ESI. */
export type Shared = AsyncDisposable & {
  /** Empty where nothing is shared. */
  readonly parts: { readonly answers?: Answers; readonly budgets?: Budgets };
  /** For an operator: what is shared, or why nothing is. */
  readonly said: string;
};

/**
 * By Redis, where that is there: then a call by hand counts for the site, and finds what the site keeps.
 *
 * @param redisUrl Of the site; null where it is not known, 'other' where another ESI is asked than the site's.
 */
export async function shareWithSite(redisUrl: string | null): Promise<Shared> {
  if (redisUrl === null) return alone('REDIS_URL is not set');
  if (redisUrl === 'other') return alone('another ESI is asked than the site’s');
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    connectTimeout: TIMEOUT_MS,
    commandTimeout: TIMEOUT_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  // Said below, and by each call that fails.
  redis.on('error', () => {});
  try {
    await redis.connect();
    await redis.ping();
  } catch {
    redis.disconnect();
    return alone('the site’s Redis does not answer');
  }
  return {
    parts: { answers: createRedisAnswers({ redis }), budgets: createRedisBudgets({ redis }) },
    said: 'answers and budgets are the site’s',
    async [Symbol.asyncDispose]() {
      // What a call took is given back by a command that may still be under way.
      await redis.quit().catch(() => redis.disconnect());
    },
  };
}

function alone(why: string): Shared {
  return {
    parts: {},
    said: `answers and budgets are of this run alone, as ${why}`,
    async [Symbol.asyncDispose]() {},
  };
}
