import type * as z from 'zod';
import type { GlobalEventsError } from './errors.ts';
import type { Listener } from './listeners.ts';

/** Event names and what is sent with each. */
export type EventMap = Record<string, unknown>;

/** Events of this object alone: they never go over Redis, and cannot be emitted. */
export type LocalEvents = {
  /** Something went wrong that no caller waits for. Without a listener it goes to the log. */
  error: GlobalEventsError;
  /** Redis is away: until 'reconnected', nothing is heard of other processes. */
  away: { readonly cause: unknown };
  /** All subscriptions stand again. What others sent meanwhile is lost: read anew what matters. */
  reconnected: { readonly awayMs: number };
};

export const LOCAL_EVENTS: ReadonlySet<string> = new Set<keyof LocalEvents>([
  'error',
  'away',
  'reconnected',
]);

export type Name<Events> = Exclude<keyof Events & string, keyof LocalEvents>;
export type Heard<Events> = Name<Events> | keyof LocalEvents;
export type DataOf<Events, Event> = Event extends keyof LocalEvents
  ? LocalEvents[Event]
  : Event extends keyof Events
    ? Events[Event]
    : never;
/** Events that say all by their name. */
export type Bare<Events> = {
  [Event in Name<Events>]: undefined extends Events[Event] ? Event : never;
}[Name<Events>];

export type ListenOptions = {
  /** Removes the listeners. */
  readonly signal?: AbortSignal | undefined;
};

export type Schemas<Events> = { readonly [Event in keyof Events]?: z.ZodType<Events[Event]> };

/** Listeners, and at the end perhaps options. */
export type ListenArguments<Data> = readonly (Listener<Data> | ListenOptions)[];

/** @throws TypeError where there is no listener, or something else than listeners. */
export function readListeners(given: readonly unknown[]): {
  listeners: Listener[];
  signal: AbortSignal | undefined;
} {
  const last = given.at(-1);
  const options: ListenOptions = typeof last === 'object' && last !== null ? last : {};
  const functions = options === last ? given.slice(0, -1) : given;
  if (functions.length === 0) throw new TypeError('At least one listener was expected');
  const listeners: Listener[] = [];
  for (const each of functions) {
    if (typeof each !== 'function') throw new TypeError(`${String(each)} is no listener`);
    // Checked to be a function; what it takes is the compiler's business.
    listeners.push(each as Listener);
  }
  return { listeners, signal: options.signal };
}

/** @throws TypeError for what cannot be the name of an event that is sent. */
export function requireName(event: unknown): asserts event is string {
  if (typeof event !== 'string' || event === '') {
    throw new TypeError(`The name of an event is a text, not ${String(event)}`);
  }
}
