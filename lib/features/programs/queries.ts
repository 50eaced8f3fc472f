import { queryOptions } from '@tanstack/react-query';
import * as z from 'zod';
import { readAnswer } from '#lib/core/problem.ts';
import { placeSchema } from '#lib/core/program/terms.ts';
import { partyOutcomeSchema, scopeSchema } from './schema.ts';

const STAYS_FRESH_MS = 300_000;

/** Stations by name, structures by id. */
export function placesQuery(query: string) {
  return queryOptions({
    queryKey: ['places', query],
    queryFn: async ({ signal }) =>
      readAnswer(
        z.array(placeSchema),
        await fetch(`/api/places?query=${encodeURIComponent(query)}`, { signal }),
      ),
    enabled: query.trim().length >= 2,
    staleTime: STAYS_FRESH_MS,
  });
}

/** Groups of items by name. */
export function groupsQuery(query: string) {
  return queryOptions({
    queryKey: ['groups', query],
    queryFn: async ({ signal }) =>
      readAnswer(
        z.array(scopeSchema),
        await fetch(`/api/groups?query=${encodeURIComponent(query)}`, { signal }),
      ),
    enabled: query.trim().length >= 2,
    staleTime: STAYS_FRESH_MS,
  });
}

/** Who an id is. */
export function partyQuery(partyId: string) {
  return queryOptions({
    queryKey: ['party', partyId],
    queryFn: async ({ signal }) =>
      readAnswer(partyOutcomeSchema, await fetch(`/api/parties/${partyId}`, { signal })),
    enabled: /^\d{5,16}$/.test(partyId),
    staleTime: STAYS_FRESH_MS,
    retry: false,
  });
}
