/**
 * Limits on what one address may ask, for routes, pages and actions.
 *
 * @module
 */
import type { Container } from './container.ts';
import { HttpError } from './http.ts';
import { type Limit, limit } from './limits.ts';

export type Budget = Limit & {
  readonly name: string;
  /** Redis away: a read goes on, a write is refused. */
  readonly kind: 'read' | 'write';
};

/** What every part of the site keeps to. */
export const BUDGETS = {
  /** A page that is open asks 20 times a minute; guessing a code takes years at this pace. */
  quoteLookUps: { name: 'quote-look-ups', kind: 'read', points: 3_000, durationS: 600 },
  appraisals: { name: 'appraisals', kind: 'read', points: 300, durationS: 60 },
  quotes: { name: 'quotes', kind: 'write', points: 60, durationS: 600 },
  /** By account: each may cost EVE a dozen calls. */
  ownChecks: { name: 'own-checks', kind: 'write', points: 6, durationS: 60 },
} as const satisfies Record<string, Budget>;

/** The caller's address as the front established it: nothing that a caller writes gets here. */
export function clientAddress(headers: { get(name: string): string | null }): string {
  return headers.get('x-forwarded-for') ?? 'unknown';
}

/**
 * Take one point of a caller's budget.
 *
 * @throws {HttpError} 429 when it is spent; 503 when a write cannot be counted.
 */
export async function spend(
  container: Pick<Container, 'redis' | 'log'>,
  { name, kind, points, durationS }: Budget,
  key: string,
): Promise<void> {
  const outcome = await limit(container, name, key, { points, durationS });
  if (outcome.ok || (outcome.reason === 'unavailable' && kind === 'read')) return;

  const seconds = Math.ceil(outcome.retryAfterMs / 1_000);
  const headers = { 'Retry-After': String(seconds) };
  throw outcome.reason === 'limited'
    ? new HttpError({
        status: 429,
        title: 'Too often',
        detail: `That was too often. Try again in ${seconds} s.`,
        headers,
      })
    : new HttpError({
        status: 503,
        title: 'Not now',
        detail: 'The site cannot take this right now. Try again in a few seconds.',
        headers,
      });
}
