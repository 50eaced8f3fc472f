import type { Redis } from 'ioredis';
import { BlockingConnection } from './blocking-connection.ts';
import type { Delivery } from './delivery.ts';
import { StreamsReadError, StreamsUnavailableError } from './errors.ts';
import type { LocalBus } from './local-events.ts';
import { checkPositions } from './positions.ts';
import { createTrail, isRead, type Stream } from './stream.ts';

export type ReaderOptions = {
  readonly blockingTimeout: number;
  readonly count: number | undefined;
  /** How entries are read: as what the delivery decodes. */
  readonly as: 'text' | 'bytes';
  readonly clock: () => number;
};

/** Entries of one read, of all streams together, so that none holds up the event loop for long. */
const ENTRIES_A_READ = 5_000;
const MOST_OF_A_STREAM = 1_000;
const LEAST_OF_A_STREAM = 10;
const PAUSE_MS = 500;
const REFUSED_AGAIN_MS = 10_000;

type Plan<Data> = {
  readonly streams: readonly Stream<Data>[];
  readonly indexByKey: ReadonlyMap<string, number>;
  /** Most entries of each. */
  readonly count: number;
  /** Of XREAD, the ids of all streams at the end. */
  readonly parameters: (string | number)[];
};

/**
 * The one loop that reads all streams by one connection. A change of what is to be read ends the read
 * that waits, and the next one reads what is wanted by then.
 */
export class Reader<Data> {
  readonly #redis: Redis;
  readonly #streams: ReadonlyMap<string, Stream<Data>>;
  readonly #delivery: Delivery<Data>;
  readonly #bus: LocalBus;
  readonly #options: ReaderOptions;
  readonly #onAnew: (name: string) => void;
  readonly #connection: BlockingConnection;
  readonly #keyPrefix: string;
  readonly #timers = new Set<NodeJS.Timeout>();
  #plan: Plan<Data> | undefined;
  #isStopped = false;
  #isChanged = false;
  #change: (() => void) | undefined;
  #awaySinceMs: number | undefined;
  #hasTold = false;
  readonly ended: Promise<void>;

  constructor(
    redis: Redis,
    streams: ReadonlyMap<string, Stream<Data>>,
    parts: {
      delivery: Delivery<Data>;
      bus: LocalBus;
      options: ReaderOptions;
      /** Told of a stream that was made anew, and is read from its start. */
      onAnew: (name: string) => void;
    },
  ) {
    this.#redis = redis;
    this.#streams = streams;
    this.#delivery = parts.delivery;
    this.#bus = parts.bus;
    this.#options = parts.options;
    this.#onAnew = parts.onAnew;
    this.#keyPrefix = redis.options.keyPrefix ?? '';
    this.#connection = new BlockingConnection(redis, {
      onAway: (cause) => this.#onAway(cause),
      onUp: () => this.changed(),
    });
    this.ended = this.#run();
  }

  /** What is to be read is another by now. */
  changed(): void {
    this.#plan = undefined;
    this.#isChanged = true;
    this.#change?.();
    this.#connection.wake();
  }

  /** Ends a read that waits, too. */
  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#connection.close();
    this.#change?.();
  }

  async #run(): Promise<void> {
    // What is added in the tick of the start is read together.
    await null;
    while (!this.#isStopped) {
      try {
        await this.#turn();
      } catch (error) {
        await this.#onFailure(error);
      }
    }
  }

  async #turn(): Promise<void> {
    this.#isChanged = false;
    if (!this.#connection.isUp) return this.#nextChange();
    await this.#check();
    if (this.#awaySinceMs !== undefined) {
      const awayMs = this.#options.clock() - this.#awaySinceMs;
      this.#awaySinceMs = undefined;
      this.#bus.tell('reconnected', { awayMs });
    }
    if (this.#isChanged) return;
    this.#plan ??= this.#makePlan();
    const plan = this.#plan;
    if (plan.streams.length === 0) return this.#nextChange();

    const { blockingTimeout: blockMs, as } = this.#options;
    const reply = await this.#connection.read('XREAD', plan.parameters, { blockMs, as });
    this.#hasTold = false;
    if (this.#isStopped || !Array.isArray(reply)) return;
    for (const [key, rows] of reply) this.#give(plan, key, rows);
  }

  #give(plan: Plan<Data>, key: Buffer | string, rows: unknown): void {
    const index = plan.indexByKey.get(key.toString());
    const stream = index === undefined ? undefined : plan.streams[index];
    // Removed since, or added anew from elsewhere.
    if (index === undefined || !stream || this.#streams.get(stream.name) !== stream) return;
    if (Array.isArray(rows)) this.#delivery.give(stream, rows, plan.count);
    const ids = plan.parameters.length - plan.streams.length;
    plan.parameters[ids + index] = stream.id ?? '$';
  }

  #makePlan(): Plan<Data> {
    const streams = [...this.#streams.values()].filter(isRead);
    const fair = Math.ceil(ENTRIES_A_READ / Math.max(streams.length, 1));
    const count =
      this.#options.count ?? Math.max(LEAST_OF_A_STREAM, Math.min(MOST_OF_A_STREAM, fair));
    return {
      streams,
      count,
      indexByKey: new Map(streams.map(({ name }, index) => [this.#keyPrefix + name, index])),
      parameters: [
        'COUNT',
        count,
        'BLOCK',
        this.#options.blockingTimeout,
        'STREAMS',
        ...streams.map(({ name }) => name),
        ...streams.map(({ id }) => id ?? '$'),
      ],
    };
  }

  /** Nothing is read from a position before it is known whether it is still one. */
  async #check(): Promise<void> {
    const unchecked: { name: string; id: string; stream: Stream<Data> }[] = [];
    for (const stream of this.#streams.values()) {
      if (stream.id !== undefined && !stream.isChecked) {
        unchecked.push({ name: stream.name, id: stream.id, stream });
      }
    }
    if (unchecked.length === 0) return;
    const checks = await checkPositions(this.#redis, unchecked);
    for (const { name, id, stream } of unchecked) {
      const check = checks.get(name);
      stream.isChecked = true;
      if (!check || stream.id !== id) continue;
      stream.id = check.id;
      const { added, newestId } = check.facts;
      if (!check.gap && newestId === id) stream.trail.added ??= added;
      if (!check.gap) continue;
      stream.trail = createTrail(id);
      if (check.id !== id) this.#onAnew(name);
      this.#bus.tell('gap', check.gap);
    }
    this.#plan = undefined;
  }

  #onAway(cause: unknown): void {
    this.#awaySinceMs ??= this.#options.clock();
    for (const stream of this.#streams.values()) stream.isChecked = false;
    this.#bus.tell('away', { cause });
  }

  async #onFailure(error: unknown): Promise<void> {
    const isRefusal = error instanceof Error && /^(WRONGTYPE|NOPERM)/.test(error.message);
    if (isRefusal && (await this.#refuseSome())) return;
    // Once for each time that it is away: whoever listens to 'away' knows already.
    if (!this.#hasTold && !(error instanceof StreamsUnavailableError)) {
      this.#hasTold = true;
      const cause = error instanceof Error ? error.message : String(error);
      this.#bus.tell('error', new StreamsUnavailableError(cause, { cause: error }));
    }
    if (!this.#isStopped) await this.#pause();
  }

  /** One key that may not be read fails the read of all: find it, and read the others. */
  async #refuseSome(): Promise<boolean> {
    const streams = this.#plan?.streams ?? [];
    const pipeline = this.#redis.pipeline();
    for (const { name } of streams) pipeline.xrange(name, '-', '+', 'COUNT', 1);
    const answers = (await pipeline.exec().catch(() => null)) ?? [];
    let hasFound = false;
    for (const [index, stream] of streams.entries()) {
      const cause = answers[index]?.[0];
      if (!cause || !/^(WRONGTYPE|NOPERM)/.test(cause.message)) continue;
      hasFound = true;
      stream.isRefused = true;
      this.#bus.tell('error', new StreamsReadError(stream.name, { cause }));
      this.#later(REFUSED_AGAIN_MS, () => {
        stream.isRefused = false;
        this.changed();
      });
    }
    this.#plan = undefined;
    return hasFound;
  }

  #later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms).unref();
    this.#timers.add(timer);
  }

  #pause(): Promise<void> {
    this.#later(PAUSE_MS, () => this.changed());
    return this.#nextChange();
  }

  #nextChange(): Promise<void> {
    if (this.#isChanged || this.#isStopped) return Promise.resolve();
    return new Promise((resolve) => {
      this.#change = () => {
        this.#change = undefined;
        resolve();
      };
    });
  }
}
