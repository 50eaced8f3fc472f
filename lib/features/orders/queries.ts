import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';

/** How often orders are looked at where nobody tells the page, in seconds. */
export const ORDERS_POLL_S = 5;
/** Where somebody does: only in case that a word was lost. */
const TOLD_POLL_MS = 60_000;

/**
 * The trader's orders. Give the server's own list as `initialData`.
 *
 * @param isTold Whether changes are told to the page.
 */
export function ordersQuery(isTold: boolean) {
  return queryOptions({
    queryKey: ['orders'],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).ordersSchema,
        fetch('/api/orders', { signal }),
      ),
    refetchInterval: isTold ? TOLD_POLL_MS : ORDERS_POLL_S * 1_000,
    staleTime: ORDERS_POLL_S * 1_000,
  });
}
