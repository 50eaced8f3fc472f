/**
 * What the browser asks ESI itself. Nothing of it goes through the site.
 *
 * @module
 */
import { queryOptions } from '@tanstack/react-query';
import {
  createEsiBrowser,
  createIndexedDbStore,
  type EsiAnswer,
  type EsiBrowser,
  EsiError,
  EsiSchemaError,
} from '#lib/eve/esi-browser/index.ts';
import type { PriceHistory } from './schema.ts';

export type EsiSite = {
  readonly baseUrl: string;
  /** Who asks, for CCP. Everybody can read it. */
  readonly userAgent: string;
  readonly compatibilityDate: string;
};

/** A year of prices is some 45 kB, and localStorage is small and the whole site's. */
const MOST_KEPT = 300;
/** Three tries of this length, and then the last known answer is shown. */
const TIMEOUT_MS = 6_000;
/** While ESI does not answer. */
const ASK_AGAIN_MS = 60_000;
/** Timers of a page that sleeps are late; nothing is asked before Expires all the same. */
const LONGEST_WAIT_MS = 3_600_000;

/** The client of a page. Touches nothing before the first question. */
export function createMarketEsi(site: EsiSite): EsiBrowser {
  return createEsiBrowser({
    ...site,
    store: createIndexedDbStore({ namespace: 'market', maxEntries: MOST_KEPT }),
    namespace: 'market',
    timeoutMs: TIMEOUT_MS,
  });
}

/** The days of a type in a region, as far back as ESI remembers: 13 months. */
export function priceHistoryQuery(esi: EsiBrowser, regionId: number, typeId: number) {
  return queryOptions({
    ...freshUntilExpires,
    queryKey: ['market', 'history', regionId, typeId],
    queryFn: ({ signal }) => fetchPriceHistory(esi, regionId, typeId, signal),
  });
}

/** Ask for the days of a type in a region once; what was said last is better than nothing. */
export async function fetchPriceHistory(
  esi: EsiBrowser,
  regionId: number,
  typeId: number,
  signal: AbortSignal,
): Promise<EsiAnswer<PriceHistory>> {
  const { priceHistorySchema } = await import('./schema.ts');
  return esi.fetchEsi(`/markets/${regionId}/history`, {
    query: { type_id: typeId },
    parse: (value) => priceHistorySchema.parse(value),
    acceptStale: true,
    signal,
  });
}

/** Description, mass and capacity of a type. */
export function itemFactsQuery(esi: EsiBrowser, typeId: number) {
  return queryOptions({
    ...freshUntilExpires,
    queryKey: ['market', 'facts', typeId],
    queryFn: async ({ signal }) => {
      const { itemFactsSchema } = await import('./schema.ts');
      return esi.fetchEsi(`/universe/types/${typeId}`, {
        parse: (value) => itemFactsSchema.parse(value),
        acceptStale: true,
        signal,
      });
    },
  });
}

/** Whether EVE has nothing of it. What nobody can read is no such word: an outage brings HTML with 200, too. */
export function isFinal(error: Error): boolean {
  return error instanceof EsiError && !error.isRetryable && !(error instanceof EsiSchemaError);
}

type Seen = { readonly data: EsiAnswer<unknown> | undefined; readonly error: Error | null };

// The client tries again itself, and asks ESI only when that is allowed.
const freshUntilExpires = {
  retry: false,
  staleTime: ({ state }: { readonly state: Seen }) => (state.data ? leftMs(state.data) : 0),
  refetchInterval: ({ state }: { readonly state: Seen }) => askAgainMs(state),
} as const;

/** After so long EVE is asked once more; false: not by itself. */
export function askAgainMs({ data, error }: Seen): number | false {
  if (error) return error instanceof EsiError && !isFinal(error) ? ASK_AGAIN_MS : false;
  if (!data) return false;
  return data.isStale ? ASK_AGAIN_MS : Math.min(leftMs(data) + 1_000, LONGEST_WAIT_MS);
}

function leftMs({ expiresAt }: EsiAnswer<unknown>): number {
  return Math.max(expiresAt.getTime() - Date.now(), 0);
}
