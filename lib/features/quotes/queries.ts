import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';

/** How often an open quote is looked at. The answer is small and comes from the database. */
const POLL_EVERY_MS = 3_000;
/** Once nothing can change any more. */
const NEVER = false;

/** One quote with its contracts, its standing and the next look. Give the server's view as `initialData`. */
export function quoteQuery(code: string) {
  return queryOptions({
    queryKey: ['quote', code],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).quotePageSchema,
        fetch(`/api/quotes/${encodeURIComponent(code)}`, { signal }),
      ),
    refetchInterval: ({ state }) => (isOver(state.data?.quote.state) ? NEVER : POLL_EVERY_MS),
    staleTime: POLL_EVERY_MS,
  });
}

function isOver(state: string | undefined): boolean {
  return state === 'completed' || state === 'cancelled';
}
