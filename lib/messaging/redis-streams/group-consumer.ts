import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { BlockingConnection } from './blocking-connection.ts';
import { type Decode, textFields } from './entry.ts';
import {
  StreamsEntryError,
  StreamsError,
  StreamsHandlerError,
  StreamsLostError,
  StreamsUnavailableError,
} from './errors.ts';
import { type Delivered, GroupCommands } from './group-commands.ts';
import type { GroupOptions } from './group-options.ts';
import { HandlerPool } from './handler-pool.ts';
import { TakeOver } from './take-over.ts';

const BLOCKING_TIMEOUT_MS = 10_000;
const CLAIM_AFTER_MS = 60_000;
const MAX_DELIVERIES = 5;
const COUNT = 100;
const PAUSE_MS = 500;
const STOP_TIMEOUT_MS = 10_000;

/** 'again': it stays the group's, and comes again later. */
type Outcome = 'done' | 'again' | { readonly asideFor: string };

/**
 * One consumer of a group: each entry is handled by one of the group's consumers, and acknowledged when
 * that is done. What a consumer leaves behind when it dies is taken over by the others; what nobody can
 * handle is put aside.
 *
 * @example
 * await using consumer = new GroupConsumer(redis, {
 *   streams: ['quotes'], group: 'notifications', handle: ({ data }) => notify(data),
 * });
 */
export class GroupConsumer<Data = Record<string, string>> implements AsyncDisposable {
  readonly consumer: string;
  readonly #options: GroupOptions<Data>;
  readonly #decode: Decode<Data>;
  readonly #commands: GroupCommands;
  readonly #connection: BlockingConnection;
  readonly #pool: HandlerPool;
  readonly #takeOver: TakeOver;
  readonly #stopping = new AbortController();
  readonly #aborting = new AbortController();
  readonly #ended: Promise<void>;
  #up: (() => void) | undefined;
  #hasTold = false;

  /**
   * @param redis A duplicate of it reads; it does the rest. Stays the caller's.
   * @throws TypeError without a stream. @throws RangeError for a `concurrency` below 1.
   */
  constructor(redis: Redis, options: GroupOptions<Data>) {
    if (options.streams.length === 0) throw new TypeError('At least one stream was expected');
    this.consumer = options.consumer ?? randomUUID();
    this.#options = options;
    // Without `decode`, Data is what the default makes.
    this.#decode = options.decode ?? (textFields as Decode<Data>);
    this.#pool = new HandlerPool(options.concurrency ?? 1);
    this.#commands = new GroupCommands(redis, {
      group: options.group,
      consumer: this.consumer,
      deadLetter: options.deadLetter ?? ((stream) => `${stream}.dead`),
    });
    this.#takeOver = new TakeOver(this.#commands, this.#pool, {
      streams: options.streams,
      claimAfterMs: options.claimAfterMs ?? CLAIM_AFTER_MS,
      take: (stream, rows) => this.#take(stream, rows),
      onLost: (stream, ids) => this.#tell(new StreamsLostError(stream, ids)),
      onError: (cause) => this.#fail(cause),
    });
    this.#connection = new BlockingConnection(redis, {
      onAway: (cause) => this.#fail(cause),
      onUp: () => {
        this.#hasTold = false;
        this.#up?.();
      },
    });
    this.#ended = this.#run();
  }

  /**
   * Take no more, and wait for what is being handled; after `timeoutMs` its signal aborts, and it is waited
   * for no longer. What was not begun is left to the others.
   */
  async stop(timeoutMs = STOP_TIMEOUT_MS): Promise<void> {
    this.#stopping.abort();
    this.#takeOver.stop();
    this.#connection.close();
    this.#up?.();
    const timer = setTimeout(() => this.#aborting.abort(), timeoutMs);
    await this.#pool.idle(this.#aborting.signal);
    clearTimeout(timer);
    if (!this.#aborting.signal.aborted) await Promise.all([this.#ended, this.#takeOver.ended]);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  get #isStopped(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #run(): Promise<void> {
    let isBegun = false;
    while (!this.#isStopped) {
      try {
        if (!this.#connection.isUp) await this.#nextUp();
        else if (!isBegun) {
          await this.#begin();
          isBegun = true;
        } else await this.#read();
      } catch (error) {
        // The group may be gone, and Redis with it: it is made again.
        isBegun = false;
        this.#fail(error);
        if (!this.#isStopped) await this.#pause();
      }
    }
  }

  /** Make the group, take up what this consumer had, and from now on what the dead have left. */
  async #begin(): Promise<void> {
    const { streams, from = '0' } = this.#options;
    for (const stream of streams) {
      await this.#commands.create(stream, from);
      let rows = await this.#commands.readOwn(stream, '0');
      while (rows.length > 0 && !this.#isStopped) {
        await this.#take(stream, rows);
        rows = await this.#commands.readOwn(stream, rows.at(-1)?.id ?? '0');
      }
    }
    this.#takeOver.start();
  }

  async #read(): Promise<void> {
    const { streams, count = COUNT, blockingTimeout = BLOCKING_TIMEOUT_MS } = this.#options;
    const parameters = this.#commands.readParameters(streams, { count, blockingTimeout });
    const reply = await this.#connection.read('XREADGROUP', parameters, {
      blockMs: blockingTimeout,
      as: 'bytes',
    });
    this.#hasTold = false;
    for (const { stream, rows } of this.#commands.toRows(reply)) {
      const delivered = rows.map((row) => ({ ...row, deliveries: 1 }));
      await this.#take(stream, delivered);
    }
  }

  /** Takes as long as there is no room for the next one. */
  async #take(stream: string, rows: readonly Delivered[]): Promise<void> {
    const lost = rows.filter(({ fields }) => fields === null).map(({ id }) => id);
    if (lost.length > 0) {
      await this.#commands.acknowledge(stream, lost);
      this.#tell(new StreamsLostError(stream, lost));
    }
    // One that is in line or at work already came again because it took so long.
    const own = rows.filter(({ id, fields }) => fields !== null && this.#pool.own(stream, id));
    const { tenure } = this.#takeOver;
    for (const row of own) {
      await this.#pool.room();
      if (this.#isStopped || this.#takeOver.tenure !== tenure) this.#pool.disown(stream, row.id);
      else this.#pool.begin(stream, row.id, () => this.#handle(stream, row));
    }
    await this.#pool.room();
  }

  async #handle(stream: string, row: Delivered): Promise<void> {
    const outcome = await this.#work(stream, row);
    if (outcome === 'again') return;
    try {
      if (outcome === 'done') await this.#commands.acknowledge(stream, [row.id]);
      else await this.#commands.putAside(stream, row, outcome.asideFor);
    } catch (cause) {
      // The work was done all the same: it comes again because Redis has not heard of it.
      this.#fail(cause);
    }
  }

  async #work(stream: string, row: Delivered): Promise<Outcome> {
    const { id, deliveries } = row;
    const { maxDeliveries = MAX_DELIVERIES, handle } = this.#options;
    if (deliveries > maxDeliveries) return { asideFor: 'delivered too often' };
    let data: Data;
    try {
      data = this.#decode(row.fields ?? []);
    } catch (cause) {
      this.#tell(new StreamsEntryError(stream, id, { cause }));
      return { asideFor: 'cannot be decoded' };
    }
    try {
      await handle({ stream, id, data, deliveries }, this.#aborting.signal);
      return 'done';
    } catch (cause) {
      this.#tell(new StreamsHandlerError(stream, id, deliveries, { cause }));
      return 'again';
    }
  }

  #tell(error: StreamsError): void {
    // Who listens to errors has no one to tell of his own.
    try {
      const result = this.#options.onError?.(error);
      if (result instanceof Promise) result.catch(ignore);
    } catch {}
  }

  /** Once for each time that Redis is away. */
  #fail(cause: unknown): void {
    if (this.#isStopped || this.#hasTold) return;
    this.#hasTold = true;
    const message = cause instanceof Error ? cause.message : String(cause);
    this.#tell(
      cause instanceof StreamsError ? cause : new StreamsUnavailableError(message, { cause }),
    );
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, PAUSE_MS);
      this.#up = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #nextUp(): Promise<void> {
    if (this.#isStopped || this.#connection.isUp) return Promise.resolve();
    return new Promise((resolve) => {
      this.#up = resolve;
    });
  }
}

function ignore(): void {}
