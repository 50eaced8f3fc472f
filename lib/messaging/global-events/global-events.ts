import { Cluster, type Redis } from 'ioredis';
import { Audience, type GlobalEventsLog, type Hearing } from './audience.ts';
import {
  GlobalEventsClosedError,
  type GlobalEventsError,
  GlobalEventsMessageError,
  GlobalEventsPatternError,
  GlobalEventsSubscribeError,
} from './errors.ts';
import {
  type Bare,
  type EventMap,
  LOCAL_EVENTS,
  type Name,
  requireName,
  type Schemas,
} from './events.ts';
import type { Format, Part } from './frame.ts';
import { type IterateOptions, Iteration } from './iterate.ts';
import { Listening } from './listening.ts';
import { Publisher } from './publisher.ts';
import { ShardedSubscriber } from './shards.ts';
import { SubscriberLink } from './subscriber.ts';
import { SUBSCRIBER_OPTIONS, type Subscriber, type Verb } from './subscription.ts';
import { Waiters, type WaitOptions, within } from './waiters.ts';
import { Wire } from './wire.ts';

export type GlobalEventsOptions<Events> = {
  /** Publishes on it, and subscribes on a duplicate of it. Stays the caller's. */
  readonly connection: Redis | Cluster;
  /** Of all channels, which are `<prefix>events:<event>`. Default 'global-'. */
  readonly prefix?: string | undefined;
  /** What is sent with each event: checked before it is sent, and where it arrives. */
  readonly schemas?: Schemas<Events> | undefined;
  /** How events are written; read are both. Default 'msgpack', which keeps types. */
  readonly format?: Format | undefined;
  /** Larger events are neither sent nor read. Default 1 MiB. */
  readonly maxBytes?: number | undefined;
  /** Most events that wait for Redis to take them. Default 10,000. */
  readonly maxWaiting?: number | undefined;
  /**
   * How often Redis is asked whether it is there, in milliseconds: what went silent is given up 5 s after
   * that. Default 10,000.
   */
  readonly pingEveryMs?: number | undefined;
  /** Told of trouble while nobody listens to 'error'. */
  readonly log?: GlobalEventsLog | undefined;
  /** In milliseconds; need not be the time of day. */
  readonly clock?: (() => number) | undefined;
};

const PREFIX = 'global-';
const MAX_BYTES = 1_048_576;
const MAX_WAITING = 10_000;
const PING_EVERY_MS = 10_000;

/**
 * An EventEmitter for all processes that share a Redis. At most once: who is away misses what is sent
 * meanwhile, and is told so by 'reconnected'. Own listeners are called at once, before `emit` returns,
 * with the very value given, and do not hear it again from Redis. On a Cluster, pub/sub is sharded.
 *
 * @example
 * const events = new GlobalEvents({ connection: redis, schemas: { 'quote.changed': quoteSchema } });
 * events.on('quote.changed', ({ code }) => refresh(code));
 * await events.ready();
 * events.emit('quote.changed', { code: 'AT-7K3M-9QX2' });
 */
export class GlobalEvents<Events extends object = EventMap>
  extends Listening<Events>
  implements AsyncDisposable
{
  protected readonly audience: Audience;
  readonly #start: string;
  readonly #wire: Wire;
  readonly #clock: () => number;
  readonly #isSharded: boolean;
  readonly #publisher: Publisher;
  readonly #subscriber: Subscriber;
  readonly #waiters = new Waiters();
  readonly #iterations = new Set<{ fail(error: Error): void }>();
  #awaySinceMs: number | undefined;
  #isClosed = false;

  constructor(options: GlobalEventsOptions<Events>) {
    super();
    const { connection, prefix = PREFIX, schemas = {}, format = 'msgpack', log } = options;
    this.#start = `${prefix}events:`;
    this.#wire = new Wire({ schemas, format, maxBytes: options.maxBytes ?? MAX_BYTES });
    this.#clock = options.clock ?? (() => performance.now());
    this.#isSharded = connection instanceof Cluster;
    this.#publisher = new Publisher({
      redis: connection,
      isSharded: this.#isSharded,
      limit: options.maxWaiting ?? MAX_WAITING,
      join: (parts) => this.#wire.join(parts),
      onError: (error) => this.audience.fail(error),
    });
    this.#subscriber = this.#subscribeBy(connection, options.pingEveryMs ?? PING_EVERY_MS);
    const verb = this.#isSharded ? 'ssubscribe' : 'subscribe';
    this.audience = new Audience(this.#subscriber, { start: this.#start, verb, log });
  }

  /** 'away': nothing is heard of other processes. */
  get state(): 'settled' | 'settling' | 'away' | 'closed' {
    if (this.#isClosed) return 'closed';
    if (this.#awaySinceMs !== undefined) return 'away';
    return this.#subscriber.isSettled() ? 'settled' : 'settling';
  }

  /**
   * Wait until Redis knows all that is listened to, or one event of it: what others emit from then on is heard.
   *
   * @throws GlobalEventsSubscribeError where Redis refuses that one event.
   * @throws GlobalEventsTimeoutError after `timeoutMs`, 10 s by default.
   */
  async ready(event?: Name<Events>, options: WaitOptions = {}): Promise<void> {
    const isReady = () => {
      if (this.#isClosed) throw new GlobalEventsClosedError();
      if (event === undefined) return this.#subscriber.isSettled();
      const state = this.#subscriber.stateOf(this.audience.subscriptionOf(event));
      if (typeof state === 'object') throw new GlobalEventsSubscribeError(event, state);
      return state === 'held';
    };
    await this.#waiters.wait('To subscribe', isReady, options);
  }

  /**
   * Tell everybody. What goes wrong on the way becomes an 'error' event.
   *
   * @returns Always true, as nobody knows who listens elsewhere; false after `disconnect()`.
   * @throws GlobalEventsMessageError for data that the schema refuses, that is too large or cannot be written.
   */
  emit<Event extends Bare<Events>>(event: Event, data?: Events[Event]): boolean;
  emit<Event extends Name<Events>>(event: Event, data: Events[Event]): boolean;
  emit(event: string, data?: unknown): boolean {
    if (this.#isClosed) return false;
    const part = this.#write(event, data);
    try {
      this.#publisher.post(this.#start + event, event, part);
    } catch (error) {
      this.audience.fail(error as GlobalEventsError);
    }
    this.audience.tellOwn(event, data);
    return true;
  }

  /**
   * Tell everybody, and wait until Redis has taken it. When the wait is given up, it may still be sent.
   *
   * @returns To how many connections Redis gave it, this one included where it listens.
   * @throws GlobalEventsPublishError, GlobalEventsOverflowError, GlobalEventsTimeoutError
   */
  emitAsync<Event extends Bare<Events>>(
    event: Event,
    data?: Events[Event],
    options?: WaitOptions,
  ): Promise<number>;
  emitAsync<Event extends Name<Events>>(
    event: Event,
    data: Events[Event],
    options?: WaitOptions,
  ): Promise<number>;
  async emitAsync(event: string, data?: unknown, options: WaitOptions = {}): Promise<number> {
    if (this.#isClosed) throw new GlobalEventsClosedError();
    options.signal?.throwIfAborted();
    const part = this.#write(event, data);
    const sent = this.#publisher.publish(this.#start + event, event, part);
    this.audience.tellOwn(event, data);
    return within(`The event ${JSON.stringify(event)}`, sent, options);
  }

  /** The events of one name, in a loop. Listens from this call on, not from the first turn of the loop. */
  iterate<Event extends Name<Events>>(
    event: Event,
    options: IterateOptions = {},
  ): AsyncIterableIterator<Events[Event]> {
    this.beforeListening(event, false);
    const push = (data: unknown) => iteration.push(data as Events[Event]);
    const iteration = new Iteration<Events[Event]>(event, options, () => {
      this.audience.of(event).remove(event, [push]);
      this.#iterations.delete(iteration);
    });
    if (options.signal?.aborted) return iteration;
    this.#iterations.add(iteration);
    this.audience.of(event).add(event, [push]);
    return iteration;
  }

  /** End all listening, and the connection made for it. The connection that was given stays open. */
  async disconnect(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const iteration of [...this.#iterations]) iteration.fail(new GlobalEventsClosedError());
    this.#subscriber.close();
    this.audience.removeAll();
    this.#waiters.look();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disconnect();
  }

  protected beforeListening(_topic: string, isPattern: boolean): void {
    if (this.#isClosed) throw new GlobalEventsClosedError();
    if (isPattern && this.#isSharded) throw new GlobalEventsPatternError();
  }

  #subscribeBy(connection: Redis | Cluster, pingEveryMs: number): Subscriber {
    const hooks = {
      pingEveryMs,
      onMessage: (verb: Verb, topic: string, channel: string, frame: Buffer) =>
        this.#receive(verb, topic, channel, frame),
      onAway: (cause: unknown) => {
        this.#awaySinceMs = this.#clock();
        this.audience.tellLocal('away', { cause });
      },
      onBack: () => {
        const awayMs = this.#clock() - (this.#awaySinceMs ?? 0);
        this.#awaySinceMs = undefined;
        this.audience.tellLocal('reconnected', { awayMs });
      },
      onRefused: (topic: string, cause: unknown) => {
        this.audience.fail(new GlobalEventsSubscribeError(this.audience.eventOf(topic), { cause }));
      },
    };
    const subscriber =
      connection instanceof Cluster
        ? new ShardedSubscriber(connection, hooks)
        : new SubscriberLink(connection.duplicate(SUBSCRIBER_OPTIONS), hooks);
    subscriber.onChange = () => this.#waiters.look();
    return subscriber;
  }

  /** Throws at once what the caller did wrong. */
  #write(event: string, data: unknown): Part {
    requireName(event);
    if (LOCAL_EVENTS.has(event)) throw new TypeError(`"${event}" is no event to emit`);
    return this.#wire.write(event, data);
  }

  #receive(verb: Verb, topic: string, channel: string, frame: Buffer): void {
    // Ours were told when they were sent.
    if (this.#wire.isOwn(frame)) return;
    const event = this.audience.eventOf(channel);
    const listening = this.audience.whoHears(verb, topic, event);
    if (!listening) return;
    try {
      for (const data of this.#wire.split(event, frame)) this.#tell(listening, event, data);
    } catch (error) {
      this.audience.fail(toMessageError(event, error));
    }
  }

  #tell({ listeners, key }: Hearing, event: string, data: unknown): void {
    let checked: unknown;
    try {
      checked = this.#wire.check(event, data);
    } catch (error) {
      this.audience.fail(toMessageError(event, error));
      return;
    }
    listeners.tell(key, checked, event);
  }
}

function toMessageError(event: string, error: unknown): GlobalEventsError {
  if (error instanceof GlobalEventsMessageError) return error;
  return new GlobalEventsMessageError(event, 'schema', { cause: error });
}
