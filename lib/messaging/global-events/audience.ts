import { type GlobalEventsError, GlobalEventsListenerError } from './errors.ts';
import { LOCAL_EVENTS, type LocalEvents, requireName } from './events.ts';
import { type Listener, Listeners, type Placing } from './listeners.ts';
import { fits, toRedisPattern } from './pattern.ts';
import type { Subscriber, Subscription, Verb } from './subscription.ts';

/** Where what nobody listens to is written. pino fits. */
export type GlobalEventsLog = {
  warn(details: { readonly err: unknown }, text: string): void;
};

type Wants = Pick<Subscriber, 'want' | 'drop'>;

export type AudienceOptions = {
  /** Channels are this and the event's name. */
  readonly start: string;
  readonly verb: Extract<Verb, 'subscribe' | 'ssubscribe'>;
  readonly log: GlobalEventsLog | undefined;
};

/** Those whom a message is for. */
export type Hearing = { readonly listeners: Listeners; readonly key: string };

/** All who listen here: to events, to patterns of events, and to what befalls us. */
export class Audience {
  readonly #start: string;
  readonly #verb: Verb;
  readonly #log: GlobalEventsLog | undefined;
  readonly #events: Listeners;
  readonly #patterns: Listeners;
  readonly #local: Listeners;
  /** By what Redis calls them. */
  readonly #byRedisPattern = new Map<string, string>();
  #last = { channel: '', event: '' };

  constructor(subscriber: Wants, { start, verb, log }: AudienceOptions) {
    this.#start = start;
    this.#verb = verb;
    this.#log = log;
    const onFailure = (event: string, cause: unknown) => this.#onFailure(event, cause);
    this.#events = new Listeners({
      onFailure,
      onFirst: (event) => subscriber.want(this.subscriptionOf(event)),
      onLast: (event) => subscriber.drop(this.subscriptionOf(event)),
    });
    this.#patterns = new Listeners({
      onFailure,
      onFirst: (pattern) => {
        const topic = toRedisPattern(start, pattern);
        this.#byRedisPattern.set(topic, pattern);
        subscriber.want({ verb: 'psubscribe', topic });
      },
      onLast: (pattern) => {
        const topic = toRedisPattern(start, pattern);
        this.#byRedisPattern.delete(topic);
        subscriber.drop({ verb: 'psubscribe', topic });
      },
    });
    const nothing = () => {};
    this.#local = new Listeners({ onFailure, onFirst: nothing, onLast: nothing });
  }

  subscriptionOf(event: string): Subscription {
    return { verb: this.#verb, topic: this.#start + event };
  }

  /** The name of an event without what stands before it in its channel. */
  eventOf(channel: string): string {
    if (this.#last.channel !== channel) {
      this.#last = { channel, event: channel.slice(this.#start.length) };
    }
    return this.#last.event;
  }

  of(event: string): Listeners {
    if (LOCAL_EVENTS.has(event)) return this.#local;
    requireName(event);
    return this.#events;
  }

  addToPattern(pattern: string, listeners: readonly Listener[], placing: Placing): void {
    requireName(pattern);
    this.#patterns.add(pattern, listeners, placing);
  }

  removeFromPattern(pattern: string, listeners: readonly Listener[]): void {
    this.#patterns.remove(pattern, listeners);
  }

  names(): string[] {
    return [...this.#local.topics(), ...this.#events.topics()];
  }

  removeAll(): void {
    for (const listeners of [this.#events, this.#patterns, this.#local]) {
      for (const topic of listeners.topics()) listeners.removeAll(topic);
    }
  }

  /** Of our own: everybody whom it concerns. */
  tellOwn(event: string, data: unknown): void {
    this.#events.tell(event, data, event);
    if (this.#patterns.size === 0) return;
    for (const pattern of this.#patterns.topics()) {
      if (fits(pattern, event)) this.#patterns.tell(pattern, data, event);
    }
  }

  /** Of others: whom this subscription is for; undefined where they have left since. */
  whoHears(verb: Verb, topic: string, event: string): Hearing | undefined {
    const isPattern = verb === 'psubscribe';
    const listeners = isPattern ? this.#patterns : this.#events;
    const key = isPattern ? this.#byRedisPattern.get(topic) : event;
    if (key === undefined || !listeners.has(key)) return undefined;
    return { listeners, key };
  }

  /** @returns Whether somebody listens. */
  tellLocal<Event extends keyof LocalEvents>(event: Event, data: LocalEvents[Event]): boolean {
    return this.#local.tell(event, data, event);
  }

  /** An error that no caller waits for. */
  fail(error: GlobalEventsError): void {
    if (!this.tellLocal('error', error)) this.#log?.warn({ err: error }, 'global events: trouble');
  }

  #onFailure(event: string, cause: unknown): void {
    const error = new GlobalEventsListenerError(event, { cause });
    // A listener of errors that fails itself must not be told of it for ever.
    if (event === 'error') this.#log?.warn({ err: error }, 'global events: trouble');
    else this.fail(error);
  }
}
