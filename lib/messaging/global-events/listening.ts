import type { Audience } from './audience.ts';
import {
  type DataOf,
  type Heard,
  type ListenArguments,
  type Name,
  readListeners,
} from './events.ts';
import type { Listener } from './listeners.ts';

/**
 * The calls of an EventEmitter by which one listens, for events of all processes.
 *
 * Each takes any number of listeners, and may end with `{ signal }`, which removes them. Listeners are
 * called with what was sent and the event's name.
 */
export abstract class Listening<Events> {
  protected abstract readonly audience: Audience;

  /** @throws TypeError without a listener, or for a name that is empty. */
  on<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, false, false);
  }

  once<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, true, false);
  }

  addListener<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, false, false);
  }

  addListeners<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, false, false);
  }

  prependListener<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, false, true);
  }

  prependListeners<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, false, true);
  }

  prependOnceListener<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, true, true);
  }

  prependOnceListeners<Event extends Heard<Events>>(
    event: Event,
    ...listeners: ListenArguments<DataOf<Events, Event>>
  ): this {
    return this.#add(event, listeners, true, true);
  }

  /** Takes listeners back, also those added by `once`. */
  off<Event extends Heard<Events>>(
    event: Event,
    ...listeners: readonly Listener<DataOf<Events, Event>>[]
  ): this {
    this.audience.of(event).remove(event, readListeners(listeners).listeners);
    return this;
  }

  removeListener<Event extends Heard<Events>>(
    event: Event,
    ...listeners: readonly Listener<DataOf<Events, Event>>[]
  ): this {
    return this.off(event, ...listeners);
  }

  removeListeners<Event extends Heard<Events>>(
    event: Event,
    ...listeners: readonly Listener<DataOf<Events, Event>>[]
  ): this {
    return this.off(event, ...listeners);
  }

  /** Of these events, or without any of all events and patterns. */
  removeAllListeners(...events: readonly Heard<Events>[]): this {
    if (events.length === 0) this.audience.removeAll();
    for (const event of events) this.audience.of(event).removeAll(event);
    return this;
  }

  /** In the order in which they are called. */
  listeners<Event extends Heard<Events>>(event: Event): Listener<DataOf<Events, Event>>[] {
    return this.audience.of(event).list(event);
  }

  listenerCount(event: Heard<Events>): number {
    return this.audience.of(event).list(event).length;
  }

  /** Events that somebody listens to here. */
  eventNames(): string[] {
    return this.audience.names();
  }

  /**
   * Hear all events whose names fit: `*` stands for any text, everything else for itself.
   *
   * @throws GlobalEventsPatternError on sharded pub/sub.
   */
  onPattern(pattern: string, ...listeners: ListenArguments<Events[Name<Events>]>): this {
    this.beforeListening(pattern, true);
    const { listeners: read, signal } = readListeners(listeners);
    this.audience.addToPattern(pattern, read, { signal });
    return this;
  }

  offPattern(pattern: string, ...listeners: readonly Listener<Events[Name<Events>]>[]): this {
    this.audience.removeFromPattern(pattern, readListeners(listeners).listeners);
    return this;
  }

  /** Throws where nobody may listen (any more). */
  protected abstract beforeListening(topic: string, isPattern: boolean): void;

  #add(event: string, given: readonly unknown[], isOnce: boolean, isFirst: boolean): this {
    this.beforeListening(event, false);
    const { listeners, signal } = readListeners(given);
    this.audience.of(event).add(event, listeners, { isOnce, isFirst, signal });
    return this;
  }
}
