import type { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Container } from './container.ts';

export type Limit = { readonly points: number; readonly durationS: number };
export type LimitOutcome =
  /** `resetMs`: after how long the budget is whole again. */
  | { readonly ok: true; readonly remaining: number; readonly resetMs: number }
  /** 'unavailable': Redis is away. Writes and sign-ins are refused then, reads go on. */
  | {
      readonly ok: false;
      readonly reason: 'limited' | 'unavailable';
      readonly retryAfterMs: number;
    };

type Budget = Limit & { readonly name: string };
type Parts = Pick<Container, 'redis' | 'log'>;

const UNAVAILABLE_RETRY_MS = 5_000;
/** A Redis that takes longer for one count is as good as away. */
const PATIENCE_MS = 750;
/** One caller waits for a Redis that is away; those who come within this time do not. */
const AWAY_MS = 2_000;

const limiters = new WeakMap<Redis, Map<string, RateLimiterRedis>>();
const awayUntil = new WeakMap<Redis, number>();

/**
 * Take points of a budget that all processes share.
 *
 * @param budget Budgets of different names do not touch.
 * @param key Whose it is: an account id, a network.
 * @param cost Points, from 1.
 */
export async function limit(
  parts: Parts,
  budget: Budget,
  key: string,
  cost = 1,
): Promise<LimitOutcome> {
  return ask(parts, budget, async (limiter) => {
    const { remainingPoints, msBeforeNext } = await limiter.consume(key, cost);
    return { ok: true, remaining: remainingPoints, resetMs: msBeforeNext };
  });
}

/** Whether a budget is spent already; takes nothing of it. */
export async function peek(parts: Parts, budget: Budget, key: string): Promise<LimitOutcome> {
  return ask(parts, budget, async (limiter) => {
    const state = await limiter.get(key);
    const remaining = budget.points - (state?.consumedPoints ?? 0);
    return remaining > 0
      ? { ok: true, remaining, resetMs: Math.max(0, state?.msBeforeNext ?? 0) }
      : { ok: false, reason: 'limited', retryAfterMs: state?.msBeforeNext ?? UNAVAILABLE_RETRY_MS };
  });
}

async function ask(
  { redis, log }: Parts,
  budget: Budget,
  act: (limiter: RateLimiterRedis) => Promise<LimitOutcome>,
): Promise<LimitOutcome> {
  if ((awayUntil.get(redis) ?? 0) > performance.now()) return UNAVAILABLE;
  try {
    return await withPatience(act(limiterOf(redis, budget)));
  } catch (rejection) {
    if (rejection instanceof RateLimiterRes) {
      return { ok: false, reason: 'limited', retryAfterMs: rejection.msBeforeNext };
    }
    awayUntil.set(redis, performance.now() + AWAY_MS);
    log.warn({ err: rejection, limit: budget.name }, 'a limit could not be counted');
    return UNAVAILABLE;
  }
}

const UNAVAILABLE: LimitOutcome = {
  ok: false,
  reason: 'unavailable',
  retryAfterMs: UNAVAILABLE_RETRY_MS,
};

function limiterOf(redis: Redis, { name, points, durationS }: Budget): RateLimiterRedis {
  const known = limiters.get(redis) ?? new Map<string, RateLimiterRedis>();
  limiters.set(redis, known);
  const limiter =
    known.get(name) ??
    new RateLimiterRedis({
      storeClient: redis,
      keyPrefix: `limit.${name}`,
      points,
      duration: durationS,
    });
  known.set(name, limiter);
  return limiter;
}

async function withPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    const error = new Error(`Redis did not count within ${PATIENCE_MS} ms`);
    timer = setTimeout(() => reject(error), PATIENCE_MS);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
