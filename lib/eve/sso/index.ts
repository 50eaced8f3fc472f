/**
 * EVE's sign-in (SSO v2): authorization address with PKCE, one-time states, code exchange, refresh, revoke,
 * token checks, and tokens kept alive for many processes.
 *
 * @module
 */
export {
  createSso,
  type Exchanged,
  type Grant,
  type Sso,
  type SsoOptions,
  type TokenSet,
} from './create-sso.ts';
export { issuerSpellings } from './discovery.ts';
export {
  type GrantEnding,
  SsoClientError,
  SsoEndedError,
  SsoError,
  SsoGrantError,
  SsoLockError,
  SsoMetadataError,
  SsoTokenError,
  SsoUnavailableError,
  type TokenRefusal,
} from './errors.ts';
export type { GrantStore, Renewal, StoredGrant } from './grant-store.ts';
export { createMemoryRefreshLock } from './memory-refresh-lock.ts';
export { createMemoryStateStore } from './memory-state-store.ts';
export { createPkcePair, createState, type PkcePair, toCodeChallenge } from './pkce.ts';
export { createRedisRefreshLock, type LockRedis } from './redis-refresh-lock.ts';
export { createRedisStateStore, type StateRedis } from './redis-state-store.ts';
export type { RefreshLock } from './refresh-lock.ts';
export { createSignInStates, type SignInStates, type StateStore } from './sign-in-states.ts';
export { createTokenKeeper, type TokenKeeper, type TokenKeeperOptions } from './token-keeper.ts';
export type { EveClaims } from './verify-access-token.ts';
