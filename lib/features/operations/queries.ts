import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';

const POLL_EVERY_MS = 10_000;

/** How the workers are, and how much waits for the trader. */
export function workersQuery() {
  return queryOptions({
    queryKey: ['workers'],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).workersSchema,
        fetch('/api/workers', { signal }),
      ),
    refetchInterval: POLL_EVERY_MS,
    staleTime: POLL_EVERY_MS,
  });
}
