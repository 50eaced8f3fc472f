/**
 * EVE's sign-in (SSO v2): authorization address with PKCE, code exchange, refresh, revoke, token checks.
 *
 * @module
 */
export { createSso, type Grant, type Sso, type SsoOptions, type TokenSet } from './create-sso.ts';
export { issuerSpellings } from './discovery.ts';
export {
  SsoClientError,
  SsoError,
  SsoGrantError,
  SsoMetadataError,
  SsoTokenError,
  SsoUnavailableError,
  type TokenRefusal,
} from './errors.ts';
export { createPkcePair, createState, type PkcePair, toCodeChallenge } from './pkce.ts';
export type { EveClaims } from './verify-access-token.ts';
