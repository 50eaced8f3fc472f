import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';

const STAYS_FRESH_MS = 300_000;

/** What a rule may be for, by name. */
export function scopesQuery(query: string) {
  return queryOptions({
    queryKey: ['scopes', query],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).ruleScopeSchema.array(),
        fetch(`/api/scopes?query=${encodeURIComponent(query)}`, { signal }),
      ),
    enabled: query.trim().length >= 2,
    staleTime: STAYS_FRESH_MS,
  });
}
