import { queryOptions } from '@tanstack/react-query';
import { readAnswer } from '#lib/core/problem.ts';

const STAYS_FRESH_MS = 300_000;

/** Stations by name, structures by id. */
export function placesQuery(query: string) {
  return queryOptions({
    queryKey: ['places', query],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('#lib/core/program/terms.ts')).placeSchema.array(),
        fetch(`/api/places?query=${encodeURIComponent(query)}`, { signal }),
      ),
    enabled: query.trim().length >= 2,
    staleTime: STAYS_FRESH_MS,
  });
}

/** Groups of items by name. */
export function groupsQuery(query: string) {
  return queryOptions({
    queryKey: ['groups', query],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).scopeSchema.array(),
        fetch(`/api/groups?query=${encodeURIComponent(query)}`, { signal }),
      ),
    enabled: query.trim().length >= 2,
    staleTime: STAYS_FRESH_MS,
  });
}

/** Who an id is. */
export function partyQuery(partyId: string) {
  return queryOptions({
    queryKey: ['party', partyId],
    queryFn: ({ signal }) =>
      readAnswer(
        async () => (await import('./schema.ts')).partyOutcomeSchema,
        fetch(`/api/parties/${partyId}`, { signal }),
      ),
    enabled: /^\d{5,16}$/.test(partyId),
    staleTime: STAYS_FRESH_MS,
    retry: false,
  });
}
