import type { EsiRoute } from './route.ts';

/**
 * Routes that only read, though by POST: they may be asked again. ESI says of none how long its answer is
 * good; itself it keeps affiliations for an hour and names for twelve. 0: as long as the call takes.
 */
const FRESH_FOR_MS: { readonly [Route in EsiRoute]?: number } = {
  'POST /characters/affiliation': 600_000,
  'POST /universe/names': 3_600_000,
  'POST /universe/ids': 3_600_000,
  'POST /characters/{character_id}/assets/names': 0,
  'POST /characters/{character_id}/assets/locations': 0,
  'POST /corporations/{corporation_id}/assets/names': 0,
  'POST /corporations/{corporation_id}/assets/locations': 0,
};

/** How long the answer to a reading POST is good; null for a POST that does something, and for a GET. */
export function freshForOf(route: EsiRoute): number | null {
  return FRESH_FOR_MS[route] ?? null;
}
