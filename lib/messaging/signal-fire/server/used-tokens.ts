import type { Redis } from 'ioredis';

/** That a join token lets in once. Every kind keeps `testing/used-tokens-contract.ts`. */
export type UsedTokens = {
  /** @returns Whether this is its first use. */
  use(tokenId: string, expiresAtMs: number): Promise<boolean>;
};

/** For one process. What has expired is forgotten: it lets in nobody anyway. */
export function createMemoryUsedTokens(clock: () => Date = () => new Date()): UsedTokens {
  const used = new Map<string, number>();
  return {
    async use(tokenId, expiresAtMs) {
      const nowMs = clock().getTime();
      // Added in about the order in which they end.
      for (const [id, endMs] of used) {
        if (endMs > nowMs) break;
        used.delete(id);
      }
      if (used.has(tokenId)) return false;
      used.set(tokenId, expiresAtMs);
      return true;
    },
  };
}

/** For all processes on one Redis. */
export function createRedisUsedTokens(
  redis: Redis,
  { prefix = 'signal-fire:used:', clock = () => new Date() } = {},
): UsedTokens {
  return {
    async use(tokenId, expiresAtMs) {
      // Redis's own clock may be behind: a second more harms nobody.
      const livesMs = Math.max(1_000, expiresAtMs - clock().getTime() + 1_000);
      return (await redis.set(`${prefix}${tokenId}`, '1', 'PX', livesMs, 'NX')) === 'OK';
    },
  };
}
