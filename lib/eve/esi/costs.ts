/**
 * What calls cost, and what answers say of it. ESI's own rules, as its documentation of rate limits has them.
 *
 * @module
 */
import type { EsiError } from './errors.ts';
import {
  EsiErrorLimitError,
  EsiRateLimitError,
  EsiServerError,
  EsiThrottledError,
} from './errors.ts';
import { readErrorLimitReset } from './read-error.ts';
import type { RawAnswer } from './transport.ts';

/** Tokens of a refusal that is our fault. */
export const WORST_TOKENS = 5;
/** Answers outside 2xx and 3xx, of all routes without a bucket and one address together, in a minute. */
export const ERRORS_AT_MOST = 100;
/** With so few errors left in ESI's window we stop by ourselves: at 0 it stops everybody on our address. */
export const ERRORS_KEPT_BACK = 5;

/** A group of routes with so many tokens in a window. */
export type Bucket = { readonly group: string; readonly tokens: number; readonly windowMs: number };

/** Tokens of a bucket. Without an answer the worst; a refusal by 429 and a fault of ESI's are free. */
export function tokensOf(answer: RawAnswer | null): number {
  if (answer === null) return WORST_TOKENS;
  if (answer.status < 300) return 2;
  if (answer.status < 400) return 1;
  return answer.status === 429 || answer.status >= 500 ? 0 : WORST_TOKENS;
}

/** Errors of the window: one or none. */
export function errorsOf(answer: RawAnswer | null): number {
  return answer === null || answer.status >= 400 ? 1 : 0;
}

/** What the headers of an answer say of its bucket, `limit` as ESI writes it: `600/15m`. */
export function readBucket(
  answer: RawAnswer,
): { group: string; limit: string; left: number } | null {
  const group = answer.header('x-ratelimit-group');
  const limit = answer.header('x-ratelimit-limit');
  const left = readCount(answer.header('x-ratelimit-remaining'));
  return group && limit && left !== null ? { group, limit, left } : null;
}

/**
 * CCP puts routes into buckets, and changes them, without notice: the headers are right.
 *
 * @returns `known` itself where they say the same.
 */
export function learnBucket(answer: RawAnswer, known: Bucket | null): Bucket | null {
  const group = answer.header('x-ratelimit-group');
  if (!group) return known;
  const { tokens, windowMs } = readLimit(answer.header('x-ratelimit-limit') ?? '') ?? known ?? {};
  if (tokens === undefined || windowMs === undefined) return known;
  const isKnown = known?.group === group && known.tokens === tokens && known.windowMs === windowMs;
  return isKnown ? known : { group, tokens, windowMs };
}

type Limit = { readonly tokens: number; readonly windowMs: number };
/** Limits that were read: there are some thirty. */
const readLimits = new Map<string, Limit | null>();
const MOST_LIMITS = 200;

/** As ESI writes it: `600/15m`. Null when it says no limit that calls can be made by. */
function readLimit(text: string): Limit | null {
  let limit = readLimits.get(text);
  if (limit === undefined) {
    const [, tokens, size, unit] = /^(\d{1,7})\/(\d{1,4})([mh])$/.exec(text) ?? [];
    const windowMs = Number(size) * (unit === 'h' ? 3_600_000 : 60_000);
    const makesSense = Number(tokens) >= WORST_TOKENS && windowMs > 0;
    limit = makesSense ? { tokens: Number(tokens), windowMs } : null;
    if (readLimits.size >= MOST_LIMITS) readLimits.clear();
    readLimits.set(text, limit);
  }
  return limit;
}

/** A whole number of a header, or null. */
export function readCount(text: string | null): number | null {
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : null;
}

/** What may be told to rest; 'throttled': a route for one character, 'away': a route for everybody. */
export type Resting = 'everything' | 'bucket' | 'throttled' | 'away';

/** What an answer, or the error that it became, says must rest. */
export function findRests(
  answer: RawAnswer | null,
  error: EsiError | null,
): { what: Resting; forMs: number }[] {
  const errorsLeft = readCount(answer?.header('x-esi-error-limit-remain') ?? null);
  const isNearEnd = answer !== null && errorsLeft !== null && errorsLeft <= ERRORS_KEPT_BACK;
  return [
    ...(isNearEnd ? [{ what: 'everything' as const, forMs: readErrorLimitReset(answer) }] : []),
    ...(error instanceof EsiErrorLimitError
      ? [{ what: 'everything' as const, forMs: error.retryAfterMs }]
      : []),
    ...(error instanceof EsiRateLimitError
      ? [{ what: 'bucket' as const, forMs: error.retryAfterMs }]
      : []),
    ...(error instanceof EsiThrottledError
      ? [{ what: 'throttled' as const, forMs: error.retryAfterMs }]
      : []),
    ...(error instanceof EsiServerError && error.retryAfterMs !== null
      ? [{ what: 'away' as const, forMs: error.retryAfterMs }]
      : []),
  ];
}
