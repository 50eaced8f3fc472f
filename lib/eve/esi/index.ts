/**
 * A client of ESI, EVE Online's web API, that keeps its rules.
 *
 * @module
 */
export type { AnswerBody, AnswerHead, Answers, KeptAnswer } from './answers/answers.ts';
export { createMemoryAnswers } from './answers/memory-answers.ts';
export { createRedisAnswers, type RedisAnswersOptions } from './answers/redis-answers.ts';
export {
  type EsiUniverseIds,
  type Resolved,
  requestAffiliations,
  requestIds,
  requestNames,
} from './batches.ts';
export type { Budgets } from './budgets/budgets.ts';
export { createMemoryBudgets } from './budgets/memory-budgets.ts';
export { createRedisBudgets, type RedisBudgetsOptions } from './budgets/redis-budgets.ts';
export type { EsiCall, EsiClient } from './client.ts';
export { COMPATIBILITY_DATE, createEsiClient, type EsiClientOptions } from './create-esi-client.ts';
export {
  EsiBudgetsError,
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
  EsiUnavailableError,
} from './errors.ts';
export { findOperation, toPaged } from './find-operation.ts';
export type { EsiCallEvent, EsiHooks, EsiRequestEvent } from './hooks.ts';
export { createEsiMetrics } from './metrics.ts';
export {
  type EsiOperation,
  operation,
  type PagedEsiOperation,
  pagedOperation,
} from './operation.ts';
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
export {
  type EsiMarketDay,
  type EsiMarketOrder,
  regionHistory,
  regionOrders,
} from './operations/markets.ts';
export {
  character,
  characterAffiliation,
  corporation,
  type EsiAffiliation,
  type EsiCharacter,
  type EsiCorporation,
  type EsiUniverseName,
  universeIds,
  universeNames,
} from './operations/people.ts';
export { type EsiStatus, status } from './operations/status.ts';
export { characterWallet, corporationWallets } from './operations/wallets.ts';
export type { EsiPages, EsiResponse } from './response.ts';
export type { EsiRoute, RouteAsk, RouteData, RouteRow } from './route.ts';
export { type CursorPart, requestByCursor, requestFromId } from './walks.ts';
