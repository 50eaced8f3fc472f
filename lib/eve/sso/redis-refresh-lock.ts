import type { RefreshLock } from './refresh-lock.ts';

/** What the lock needs of a Redis client. ioredis has it. */
export type LockRedis = {
  set(key: string, value: string, px: 'PX', forMs: number, nx: 'NX'): Promise<'OK' | null>;
  eval(script: string, keys: number, ...values: (string | number)[]): Promise<unknown>;
};

// Compared and changed in one step: between two, the lock could end and become another's.
const RENEW = `
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('pexpire', KEYS[1], ARGV[2]) end
return 0`;
const RELEASE = `
if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call('del', KEYS[1]) end
return 0`;

/**
 * A lock for all processes that share a Redis: `SET NX PX` with a random owner, renewed and released by
 * its owner alone.
 *
 * @param prefix Of its keys. Default 'eve-sso.refresh.'.
 */
export function createRedisRefreshLock(
  redis: LockRedis,
  { prefix = 'eve-sso.refresh.' }: { readonly prefix?: string } = {},
): RefreshLock {
  return {
    take: async (name, owner, forMs) =>
      (await redis.set(prefix + name, owner, 'PX', Math.ceil(forMs), 'NX')) === 'OK',
    renew: async (name, owner, forMs) =>
      (await redis.eval(RENEW, 1, prefix + name, owner, Math.ceil(forMs))) === 1,
    async release(name, owner) {
      await redis.eval(RELEASE, 1, prefix + name, owner);
    },
  };
}
