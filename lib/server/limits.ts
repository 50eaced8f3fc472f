import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Container } from './container.ts';

export type Limit = { readonly points: number; readonly durationS: number };
export type LimitOutcome =
  | { readonly ok: true; readonly remaining: number }
  /** 'unavailable': Redis is away. Writes and sign-ins are refused then, reads go on. */
  | {
      readonly ok: false;
      readonly reason: 'limited' | 'unavailable';
      readonly retryAfterMs: number;
    };

const UNAVAILABLE_RETRY_MS = 5_000;

/**
 * Take one point of a budget that all processes share.
 *
 * @param name Of the budget: 'quotes'. Budgets of different names do not touch.
 * @param key Whose it is: an account id, an address.
 */
export async function limit(
  container: Pick<Container, 'redis' | 'log'>,
  name: string,
  key: string,
  { points, durationS }: Limit,
): Promise<LimitOutcome> {
  const limiter = new RateLimiterRedis({
    storeClient: container.redis,
    keyPrefix: `limit.${name}`,
    points,
    duration: durationS,
  });
  try {
    const { remainingPoints } = await limiter.consume(key);
    return { ok: true, remaining: remainingPoints };
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) {
      return { ok: false, reason: 'limited', retryAfterMs: rejection.msBeforeNext };
    }
    container.log.warn({ err: rejection, limit: name }, 'a limit could not be counted');
    return { ok: false, reason: 'unavailable', retryAfterMs: UNAVAILABLE_RETRY_MS };
  }
}
