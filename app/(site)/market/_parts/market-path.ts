import type { HubChoice } from '#lib/features/market/schema.ts';

const LOCATION_ID = /^[1-9]\d{0,15}$/;

/** The address of a market page at a hub; the usual one, the first, goes without saying. */
export function toMarketPath(
  path: string,
  hubs: readonly HubChoice[],
  hubId: number | undefined,
  query = '',
): string {
  const search = new URLSearchParams();
  if (query) search.set('q', query);
  if (hubId !== undefined && hubId !== hubs[0]?.hubId) search.set('hub', String(hubId));
  return search.size > 0 ? `${path}?${search}` : path;
}

/** The hub that an address names; null where it names none. */
export function readHubId(hub: string | readonly string[] | undefined): number | null {
  if (typeof hub !== 'string' || !LOCATION_ID.test(hub)) return null;
  const hubId = Number(hub);
  return Number.isSafeInteger(hubId) ? hubId : null;
}
