import type { Container } from './container.ts';
import { isForRoute, type Refusal } from './front-limits.ts';
import { type LimitOutcome, limit, peek } from './limits.ts';
import { BUDGETS, costOfPaste, tooOften } from './request-limits.ts';

const QUOTE_PAGE = /^\/+q\/./i;

/** What the front knows of a request before anybody has read it. */
export type Asked = {
  /** As it came. */
  readonly target: string;
  /** Its path, decoded. */
  readonly path: string;
  readonly method: string;
  /** As the request says, else the most that it may have. */
  readonly bodyBytes: number;
};

/**
 * Look, before a page is asked for, whether its budget is spent: a page itself cannot answer 429.
 *
 * - The page of a quote still takes its point itself.
 * - What is sent is read before anybody knows whether it is right, which takes as long as it is large:
 *   forms by Next, before any code of ours, and what a route takes by the route.
 *
 * @param network Of the caller, as `networkOf` says it.
 */
export async function refusePage(
  container: Pick<Container, 'redis' | 'log'>,
  { target, path, method, bodyBytes }: Asked,
  network: string,
): Promise<Refusal | null> {
  if (method === 'POST') {
    const budget = isForRoute(target) ? BUDGETS.bodies : BUDGETS.forms;
    const outcome = await limit(container, budget, network, costOfPaste(bodyBytes));
    return toRefusal(outcome, 'how much one address sends');
  }
  if (!QUOTE_PAGE.test(path)) return null;
  const outcome = await peek(container, BUDGETS.quoteLookUps, network);
  return toRefusal(outcome, 'how many quotes one address looks up');
}

function toRefusal(outcome: LimitOutcome, what: string): Refusal | null {
  if (outcome.ok || outcome.reason === 'unavailable') return null;
  const seconds = Math.ceil(outcome.retryAfterMs / 1_000);
  return {
    status: 429,
    title: 'Too often',
    detail: `${tooOften(seconds)} This is a limit on ${what}.`,
    headers: { 'Retry-After': String(seconds) },
  };
}
