/**
 * Events that are heard in every process that shares a Redis.
 *
 * @module
 */
export type { GlobalEventsLog } from './audience.ts';
export {
  GlobalEventsClosedError,
  GlobalEventsError,
  GlobalEventsListenerError,
  GlobalEventsMessageError,
  GlobalEventsOverflowError,
  GlobalEventsPatternError,
  GlobalEventsPublishError,
  GlobalEventsSubscribeError,
  GlobalEventsTimeoutError,
} from './errors.ts';
export type { EventMap, LocalEvents } from './events.ts';
export { GlobalEvents, type GlobalEventsOptions } from './global-events.ts';
export type { IterateOptions } from './iterate.ts';
export type { Listener } from './listeners.ts';
export type { WaitOptions } from './waiters.ts';
