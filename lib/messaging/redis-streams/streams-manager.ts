import type { Redis } from 'ioredis';
import type { Checkpoints } from './checkpoints.ts';
import { type DecodeRow, Delivery } from './delivery.ts';
import { type Decode, textFields } from './entry.ts';
import { EntryQueue } from './entry-queue.ts';
import { StreamsTimeoutError } from './errors.ts';
import { type ListenOptions, StreamListening } from './listening.ts';
import { LocalBus, type StreamsLog } from './local-events.ts';
import { LookBack } from './look-back.ts';
import { Progress } from './progress.ts';
import type { StreamEntry } from './read-after.ts';
import { Reader } from './reader.ts';
import { type Added, toPosition } from './stream.ts';
import { StreamSet } from './stream-set.ts';
import { within } from './within.ts';

export type StreamsOptions<Data> = {
  /** Longest time that one read waits, in milliseconds. Default 10,000. */
  readonly blockingTimeout?: number | undefined;
  /** Most entries of one stream a read. Default: 5,000 by the number of streams, between 10 and 1,000. */
  readonly count?: number | undefined;
  /** What listeners are given of an entry. Default `textFields`. */
  readonly decode?: Decode<Data> | undefined;
  /** Where a stream begins that is added without an id, and where it went on to. */
  readonly checkpoints?: Checkpoints | undefined;
  readonly log?: StreamsLog | undefined;
  /** In milliseconds; need not be the time of day. */
  readonly clock?: (() => number) | undefined;
};

type Waiting = ListenOptions & { readonly timeoutMs?: number | undefined };

const BLOCKING_TIMEOUT_MS = 10_000;
const ITERATE_LIMIT = 1_000;
const READY_TIMEOUT_MS = 10_000;

/**
 * An EventEmitter over many streams, read by one connection of its own.
 *
 * `on` a stream reads what is written from that moment, or goes on from the checkpoint; `add` says where
 * else to begin. A stream is read while somebody listens: one that was added keeps its place meanwhile.
 *
 * @example
 * const streams = new StreamsManager(redis);
 * streams.on('quotes', ({ code }, id) => refresh(code, id));
 * streams.on('gap', ({ stream }) => readAnew(stream));
 */
export class StreamsManager<Data = Record<string, string>>
  extends StreamListening<Data>
  implements AsyncDisposable
{
  readonly #redis: Redis;
  readonly #options: StreamsOptions<Data>;
  protected readonly bus: LocalBus;
  readonly #progress: Progress | undefined;
  protected readonly set: StreamSet<Data>;
  readonly #lookBack: LookBack<Data>;
  readonly #delivery: Delivery<Data>;
  readonly #pinned = new Set<() => void>();
  readonly #queues = new Set<{ end(): void }>();
  #reader: Reader<Data> | undefined;
  #isStopped = false;

  /** @param redis A duplicate of it reads; it asks for positions and wakes the reader. Stays the caller's. */
  constructor(redis: Redis, options: StreamsOptions<Data> = {}) {
    super();
    const { checkpoints, log } = options;
    this.#redis = redis;
    this.#options = options;
    this.bus = new LocalBus(log);
    this.#progress =
      checkpoints && new Progress(checkpoints, (error) => this.bus.tell('error', error));
    this.set = new StreamSet<Data>(redis, {
      checkpoints,
      bus: this.bus,
      onChange: () => this.#reader?.changed(),
      onPinned: () => {
        for (const look of this.#pinned) look();
      },
    });
    this.#lookBack = new LookBack<Data>(redis, this.set.streams, {
      bus: this.bus,
      onAnew: () => this.#reader?.changed(),
    });
    this.#delivery = new Delivery<Data>({
      // Without `decode`, Data is what the default makes, of texts; with it, bytes are read, as it takes.
      decode: (options.decode ?? textFields) as DecodeRow<Data>,
      bus: this.bus,
      progress: this.#progress,
      lookBack: this.#lookBack,
      remove: (stream, entry) => this.set.drop(stream, entry),
    });
  }

  get started(): boolean {
    return this.#reader !== undefined;
  }

  /** How many streams it has. */
  get size(): number {
    return this.set.streams.size;
  }

  has(name: string): boolean {
    return this.set.streams.has(name);
  }

  /** @returns The id after which is read next; undefined for another stream, or until Redis has said it. */
  getId(name: string): string | undefined {
    return this.set.streams.get(name)?.id;
  }

  /** @throws TypeError for no stream, or an id that is none. */
  add(...streams: readonly Added[]): this {
    if (streams.length === 0) throw new TypeError('At least one stream was expected');
    const positions = streams.map(toPosition);
    for (const { key, id } of positions) {
      this.set.add(key, id === '$' ? undefined : id).isAdded = true;
    }
    this.startUnlessStopped();
    return this;
  }

  /** Read them no more; their listeners leave. @throws TypeError for no stream. */
  remove(...names: readonly string[]): this {
    if (names.length === 0) throw new TypeError('At least one stream was expected');
    for (const name of names) this.set.remove(name);
    return this;
  }

  /**
   * Wait until it is settled from where a stream is read: what is written from then on is told.
   *
   * @throws StreamsTimeoutError after `timeoutMs`, 10 s by default.
   */
  async ready(name: string, { signal, timeoutMs = READY_TIMEOUT_MS }: Waiting = {}): Promise<void> {
    let look: () => void = () => {};
    const pinned = new Promise<void>((resolve) => {
      look = () => {
        if (this.getId(name) !== undefined) resolve();
      };
    });
    look();
    this.#pinned.add(look);
    const error = () => new StreamsTimeoutError(`Finding the place in ${name}`, timeoutMs);
    await within(pinned, { signal, timeoutMs, error }).finally(() => this.#pinned.delete(look));
  }

  /** Begin to read; `add` and `on` do so themselves, but after `stop`. */
  start(): this {
    this.#isStopped = false;
    this.startUnlessStopped();
    return this;
  }

  /** Read no more until `start`, also where a read waits; positions and listeners stay. Keeps checkpoints. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.stop();
    for (const stream of this.set.streams.values()) stream.isChecked = false;
    await reader?.ended;
    await this.#progress?.save();
  }

  /** Stop, and forget all streams and listeners. */
  async disconnect(): Promise<void> {
    for (const queue of [...this.#queues]) queue.end();
    await this.stop();
    this.#lookBack.stop();
    this.removeAllListeners();
    for (const name of [...this.set.streams.keys()]) this.set.remove(name);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.disconnect();
  }

  /**
   * The entries of some streams, in a loop, in the order in which they were read. While more than `limit`
   * wait for the loop, these streams are not read.
   */
  iterate(
    streams: Added | readonly Added[],
    { signal, limit = ITERATE_LIMIT }: ListenOptions & { readonly limit?: number | undefined } = {},
  ): AsyncIterableIterator<StreamEntry<Data>> {
    const positions = [streams].flat().map(toPosition);
    const push = (data: Data, id: string, stream: string) => queue.push({ stream, id, data });
    const hold = (by: 1 | -1) => {
      for (const { key } of positions) this.set.hold(key, by);
    };
    const queue = new EntryQueue<StreamEntry<Data>>(limit, signal, {
      onFull: () => hold(1),
      onRoom: () => hold(-1),
      onEnd: () => {
        this.#queues.delete(queue);
        for (const { key } of positions) this.set.unlisten(key, [push]);
      },
    });
    if (signal?.aborted) return queue;
    this.#queues.add(queue);
    for (const position of positions) {
      if (position.id !== undefined) this.add(position);
      this.set.listen(position.key, [push], {});
    }
    this.startUnlessStopped();
    return queue;
  }

  protected startUnlessStopped(): void {
    if (this.#isStopped || this.#reader) return;
    const { blockingTimeout = BLOCKING_TIMEOUT_MS, count, clock, decode } = this.#options;
    this.#reader = new Reader<Data>(this.#redis, this.set.streams, {
      delivery: this.#delivery,
      bus: this.bus,
      onAnew: (name) => this.#progress?.forget(name),
      options: {
        blockingTimeout,
        count,
        as: decode ? 'bytes' : 'text',
        clock: clock ?? (() => performance.now()),
      },
    });
  }
}
