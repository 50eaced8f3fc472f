/**
 * A WebSocket server made of hooks, with rooms across gateways. `browser.ts` is its client.
 *
 * @module
 */
export { Application } from './application.ts';
export { Commands } from './commands.ts';
export type { BinaryHook, Context, MessageHook, UpgradeHook } from './context.ts';
export type { Counters } from './counters.ts';
export type { Message } from './decode.ts';
export type { DrainOptions } from './drain.ts';
export {
  LuceAnswerError,
  LuceBackplaneError,
  LuceChainError,
  LuceClosedError,
  LuceError,
  LuceSlowReaderError,
  LuceTimeoutError,
  LuceUpgradeError,
  WebSocketError,
  WS_CODES,
} from './errors.ts';
export type { ApplicationEvents, BroadcastOptions } from './events.ts';
export { compose, Hooks, type Next } from './hooks.ts';
export type { RequestOptions } from './requests.ts';
export type { Backplane, RoomMessage, Subscription } from './rooms/backplane.ts';
export { createEventsBackplane } from './rooms/events-backplane.ts';
export { createMemoryBackplane } from './rooms/memory-backplane.ts';
export type { JoinAnswer, Missed, ServeRoomsOptions } from './rooms/serve-rooms.ts';
export { type ServeOptions, serveProcedures } from './serve-procedures.ts';
export type { ApplicationOptions, Limits } from './settings.ts';
export type { Rate } from './take-token.ts';
