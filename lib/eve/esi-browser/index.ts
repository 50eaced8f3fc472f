/**
 * EVE Online's public API for pages: few requests, no server of one's own in between.
 *
 * @module
 */
export type { EsiAnswer, EsiBrowser, EsiCall, EsiPagesCall } from './client.ts';
export { createEsiBrowser, type EsiBrowserOptions } from './create-esi-browser.ts';
export {
  EsiError,
  EsiErrorLimitError,
  EsiNetworkError,
  EsiNotFoundError,
  EsiRateLimitError,
  EsiRequestError,
  EsiSchemaError,
  EsiServerError,
  EsiTimeoutError,
  EsiTornReadError,
} from './errors.ts';
export { fetchEsiPages } from './fetch-esi-pages.ts';
export { createIndexedDbStore } from './stores/indexed-db-store.ts';
export { createMemoryStore } from './stores/memory-store.ts';
export type { EsiStore, EsiStoreOptions } from './stores/store.ts';
export { createLocalStore, createSessionStore } from './stores/web-store.ts';
