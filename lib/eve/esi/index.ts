/**
 * A client of ESI, EVE Online's web API, that keeps its rules.
 *
 * @module
 */
export { type CacheEntry, createMemoryCache, type EsiCache } from './cache.ts';
export type { EsiCall, EsiClient } from './client.ts';
export { COMPATIBILITY_DATE, createEsiClient, type EsiClientOptions } from './create-esi-client.ts';
export {
  EsiError,
  EsiErrorLimitError,
  EsiForbiddenError,
  EsiNetworkError,
  EsiNotFoundError,
  EsiRateLimitError,
  EsiRequestError,
  EsiSchemaError,
  EsiServerError,
  EsiThrottledError,
  EsiTimeoutError,
  EsiTornReadError,
  EsiUnauthorizedError,
} from './errors.ts';
export type { EsiOperation, EsiPages, EsiResponse, PagedEsiOperation } from './operation.ts';
export {
  characterContractItems,
  characterContracts,
  corporationContractItems,
  corporationContracts,
  type EsiContract,
  type EsiContractItem,
  type EsiContractRow,
  isUnreadable,
  openContractWindow,
} from './operations/contracts.ts';
export { type EsiMarketOrder, regionOrders } from './operations/markets.ts';
export {
  character,
  characterAffiliation,
  corporation,
  type EsiAffiliation,
  type EsiCharacter,
  type EsiCorporation,
  type EsiUniverseName,
  universeNames,
} from './operations/people.ts';
export { type EsiStatus, status } from './operations/status.ts';
