import { networkOf } from '#lib/server/address.ts';
import type { Container } from '#lib/server/container.ts';
import { HttpError } from '#lib/server/http.ts';
import { limit } from '#lib/server/limits.ts';
import { BUDGETS, type Budget, tooOften } from '#lib/server/request-limits.ts';
import type { ApiCaller } from './api-caller.ts';

type Headers = Readonly<Record<string, string>>;

/** The problem type that draft-ietf-httpapi-ratelimit-headers registers. */
const QUOTA_EXCEEDED = 'https://iana.org/assignments/http-problem-types#quota-exceeded';

/**
 * Take one of the requests that a key, or a guest's address, has in a minute.
 *
 * @returns The header fields of draft-ietf-httpapi-ratelimit-headers that tell what is left. None while
 *   Redis is away: what only reads is answered then, what writes is refused by its own budget.
 * @throws {HttpError} 429
 */
export async function takeQuota(
  container: Pick<Container, 'redis' | 'log'>,
  { key, address }: Pick<ApiCaller, 'key' | 'address'>,
): Promise<Headers> {
  const budget = key ? BUDGETS.apiKeys : BUDGETS.apiGuests;
  const outcome = await limit(
    container,
    { ...budget, name: `api-${budget.name}` },
    key?.keyId ?? networkOf(address),
  );
  if (outcome.ok) return toHeaders(budget, outcome.remaining, outcome.resetMs);
  if (outcome.reason === 'unavailable') return {};
  const seconds = toSeconds(outcome.retryAfterMs);
  throw new HttpError({
    type: QUOTA_EXCEEDED,
    status: 429,
    title: 'Too often',
    detail: tooOften(seconds),
    extra: { reason: 'too-often', 'violated-policies': [budget.name] },
    headers: {
      ...toHeaders(budget, 0, outcome.retryAfterMs),
      'Retry-After': String(seconds),
    },
  });
}

function toHeaders({ name, points, durationS }: Budget, remaining: number, resetMs: number) {
  return {
    'RateLimit-Policy': `"${name}";q=${points};w=${durationS}`,
    RateLimit: `"${name}";r=${remaining};t=${toSeconds(resetMs)}`,
  };
}

function toSeconds(ms: number): number {
  return Math.ceil(ms / 1_000);
}
