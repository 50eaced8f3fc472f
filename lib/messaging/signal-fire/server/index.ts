/**
 * The signaling server. What travels is in `../protocol/PROTOCOL.md`.
 *
 * @module
 */
export type { ClientState, Identity } from './client-state.ts';
export { createApp, type RtcConfigurationSource, SignalApp } from './create-app.ts';
export { JoinTokenError, SignalError } from './errors.ts';
export {
  createJoinTokens,
  type Grant,
  type JoinTokens,
  type JoinTokensOptions,
} from './join-tokens.ts';
export { createMemoryPresenceStore } from './presence/memory-store.ts';
export type { PresenceStore } from './presence/presence-store.ts';
export { createRedisPresenceStore } from './presence/redis-store.ts';
export { createMemorySessionStore } from './sessions/memory-store.ts';
export { createRedisSessionStore } from './sessions/redis-store.ts';
export type { Kept, Session, SessionLimits, SessionStore } from './sessions/session-store.ts';
export type { RtcConfiguration, SignalLimits, SignalOptions } from './settings.ts';
export { createTurnCredentials, type TurnOptions, type TurnServer } from './turn-credentials.ts';
export { createMemoryUsedTokens, createRedisUsedTokens, type UsedTokens } from './used-tokens.ts';
