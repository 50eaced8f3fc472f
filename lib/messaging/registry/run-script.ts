import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

const hashes = new Map<string, string>();

/** Runs scripts by their hash, and sends one in full only to a server that does not know it. */
export function createScriptRunner(
  redis: Redis,
  key: string,
): (script: string, values: readonly (string | number)[]) => Promise<unknown> {
  return async (script, values) => {
    try {
      return await redis.evalsha(hashOf(script), 1, key, ...values);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(script, 1, key, ...values);
    }
  };
}

function hashOf(script: string): string {
  let hash = hashes.get(script);
  if (hash === undefined) {
    hash = createHash('sha1').update(script).digest('hex');
    hashes.set(script, hash);
  }
  return hash;
}
