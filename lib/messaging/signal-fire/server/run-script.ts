import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** Runs scripts by their hash, and sends one in full only to a server that does not know it. */
export function createScriptRunner(
  redis: Redis,
  root: string,
): (script: string, values: readonly (string | number)[]) => Promise<unknown> {
  const hashes = new Map<string, string>();
  return async (script, values) => {
    let hash = hashes.get(script);
    if (hash === undefined) {
      hash = createHash('sha1').update(script).digest('hex');
      hashes.set(script, hash);
    }
    try {
      return await redis.evalsha(hash, 1, root, ...values);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
      return redis.eval(script, 1, root, ...values);
    }
  };
}
