import type { StateStore } from './sign-in-states.ts';

/** What the store needs of a Redis client, version 6.2 or newer. ioredis has it. */
export type StateRedis = {
  set(key: string, value: string, px: 'PX', forMs: number): Promise<unknown>;
  getdel(key: string): Promise<string | null>;
};

/**
 * States for all processes that share a Redis.
 *
 * @param prefix Of its keys. Default 'eve-sso.state.'.
 */
export function createRedisStateStore(
  redis: StateRedis,
  { prefix = 'eve-sso.state.' }: { readonly prefix?: string } = {},
): StateStore {
  return {
    async put(key, value, forMs) {
      await redis.set(prefix + key, value, 'PX', Math.ceil(forMs));
    },
    take: (key) => redis.getdel(prefix + key),
  };
}
