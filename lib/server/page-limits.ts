import type { Container } from './container.ts';
import type { Refusal } from './front-limits.ts';
import { peek } from './limits.ts';
import { BUDGETS, tooOften } from './request-limits.ts';

const QUOTE_PAGE = /^\/+q\/./i;

/**
 * Look, before a page is asked for, whether its budget is spent: a page itself cannot answer 429.
 * The page still takes the point.
 *
 * @param network Of the caller, as `networkOf` says it.
 */
export async function refusePage(
  container: Pick<Container, 'redis' | 'log'>,
  path: string,
  network: string,
): Promise<Refusal | null> {
  if (!QUOTE_PAGE.test(path)) return null;
  const outcome = await peek(container, BUDGETS.quoteLookUps, network);
  if (outcome.ok || outcome.reason === 'unavailable') return null;
  const seconds = Math.ceil(outcome.retryAfterMs / 1_000);
  return {
    status: 429,
    title: 'Too often',
    detail: `${tooOften(seconds)} This is a limit on how many quotes one address looks up.`,
    headers: { 'Retry-After': String(seconds) },
  };
}
