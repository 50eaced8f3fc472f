import {
  isLocalEvent,
  LOCAL_EVENTS,
  type LocalBus,
  type LocalEvents,
  type LocalListener,
} from './local-events.ts';
import { requireName, type StreamListener } from './stream.ts';
import type { Placing, StreamSet } from './stream-set.ts';

export type ListenOptions = {
  /** Removes the listeners. */
  readonly signal?: AbortSignal | undefined;
};

type StreamListeners<Data> = readonly (StreamListener<Data> | ListenOptions)[];
type LocalListeners<Event extends keyof LocalEvents> = readonly (
  | LocalListener<Event>
  | ListenOptions
)[];

/**
 * The calls of an EventEmitter by which one listens to streams.
 *
 * Each takes any number of listeners, and may end with `{ signal }`, which removes them. All throw TypeError
 * without a listener.
 */
export abstract class StreamListening<Data> {
  protected abstract readonly bus: LocalBus;
  protected abstract readonly set: StreamSet<Data>;
  protected abstract startUnlessStopped(): void;

  on<Event extends keyof LocalEvents>(event: Event, ...listeners: LocalListeners<Event>): this;
  on(name: string, ...listeners: StreamListeners<Data>): this;
  on(name: string, ...listeners: StreamListeners<never>): this {
    return this.#listen(name, listeners, {});
  }

  once<Event extends keyof LocalEvents>(event: Event, ...listeners: LocalListeners<Event>): this;
  once(name: string, ...listeners: StreamListeners<Data>): this;
  once(name: string, ...listeners: StreamListeners<never>): this {
    return this.#listen(name, listeners, { isOnce: true });
  }

  addListener(name: string, ...listeners: StreamListeners<Data>): this {
    return this.#listen(name, listeners, {});
  }

  addListeners(name: string, ...listeners: StreamListeners<Data>): this {
    return this.#listen(name, listeners, {});
  }

  prependListener(name: string, ...listeners: StreamListeners<Data>): this {
    return this.#listen(name, listeners, { isFirst: true });
  }

  prependListeners(name: string, ...listeners: StreamListeners<Data>): this {
    return this.#listen(name, listeners, { isFirst: true });
  }

  prependOnceListener(name: string, ...listeners: StreamListeners<Data>): this {
    return this.#listen(name, listeners, { isFirst: true, isOnce: true });
  }

  prependOnceListeners(name: string, ...listeners: StreamListeners<Data>): this {
    return this.#listen(name, listeners, { isFirst: true, isOnce: true });
  }

  off<Event extends keyof LocalEvents>(event: Event, ...listeners: LocalListeners<Event>): this;
  off(name: string, ...listeners: readonly StreamListener<Data>[]): this;
  off(name: string, ...listeners: readonly unknown[]): this {
    const { functions } = readListeners<Data>(listeners);
    if (isLocalEvent(name)) for (const each of functions) this.bus.off(name, each as never);
    else this.set.unlisten(name, functions);
    return this;
  }

  removeListener(name: string, ...listeners: readonly StreamListener<Data>[]): this {
    return this.off(name, ...listeners);
  }

  removeListeners(name: string, ...listeners: readonly StreamListener<Data>[]): this {
    return this.off(name, ...listeners);
  }

  /** Of these streams or events of its own, or of all. A stream that was not added is read no more. */
  removeAllListeners(...names: readonly string[]): this {
    const chosen = names.length > 0 ? names : [...LOCAL_EVENTS, ...this.set.streams.keys()];
    for (const name of chosen) {
      if (isLocalEvent(name)) {
        this.bus.removeAll(name);
        continue;
      }
      const present = this.set.streams.get(name)?.listeners ?? [];
      this.set.unlisten(
        name,
        present.map(({ listener }) => listener),
      );
    }
    return this;
  }

  listenerCount(name: string): number {
    if (isLocalEvent(name)) return this.bus.count(name);
    return this.set.streams.get(name)?.listeners.length ?? 0;
  }

  #listen(name: string, given: readonly unknown[], placing: Placing): this {
    const { functions, signal } = readListeners<Data>(given);
    if (isLocalEvent(name)) {
      // What it takes is the compiler's business: `on` has a signature for each.
      for (const each of placing.isFirst ? functions.toReversed() : functions) {
        this.bus.on(name, each as never, { ...placing, signal });
      }
      return this;
    }
    requireName(name);
    this.set.listen(name, functions, { ...placing, signal });
    this.startUnlessStopped();
    return this;
  }
}

function readListeners<Data>(given: readonly unknown[]): {
  functions: StreamListener<Data>[];
  signal: AbortSignal | undefined;
} {
  const last = given.at(-1);
  const options: ListenOptions = typeof last === 'object' && last !== null ? last : {};
  const rest = options === last ? given.slice(0, -1) : given;
  if (rest.length === 0) throw new TypeError('At least one listener was expected');
  const functions: StreamListener<Data>[] = [];
  for (const each of rest) {
    if (typeof each !== 'function') throw new TypeError(`${String(each)} is no listener`);
    // Checked to be a function; what it takes is the compiler's business.
    functions.push(each as StreamListener<Data>);
  }
  return { functions, signal: options.signal };
}
