import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis, RedisOptions } from 'ioredis';
import { StreamsUnavailableError } from './errors.ts';

export type BlockingHooks = {
  readonly onAway: (cause: unknown) => void;
  /** The connection stands, for the first time or again. */
  readonly onUp: () => void;
};

const MAXIMUM_PAUSE_MS = 2_000;
/** How much longer than asked a read may take before its connection is given up. */
const GRACE_MS = 5_000;
const WAKE_AGAIN_MS = 1;

const OPTIONS = {
  autoResendUnfulfilledCommands: false,
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  lazyConnect: true,
  // With jitter: all processes lose Redis in the same moment.
  retryStrategy: (times: number) =>
    Math.min(50 * 2 ** Math.min(times, 6), MAXIMUM_PAUSE_MS) * (0.5 + Math.random() / 2),
} satisfies RedisOptions;

/**
 * A connection of its own for reads that block.
 *
 * A read that waits is woken by CLIENT UNBLOCK over the other connection. A stream to wake it by would
 * be a key left behind by each process that dies, and would need a group of its own for group reads.
 * What it costs: asked before the read has begun to block, UNBLOCK does nothing, and is asked again.
 */
export class BlockingConnection {
  readonly #redis: Redis;
  readonly #commands: Redis;
  readonly #hooks: BlockingHooks;
  #clientId: number | undefined;
  #isReading = false;
  /** Of the read that goes on, or of the last one. */
  #readNumber = 0;
  /** Of the read that is to end; 0 where none is. */
  #wakeNumber = 0;
  #isAway = false;
  #isClosed = false;

  /** @param commands Whose duplicate reads; wakes it. */
  constructor(commands: Redis, hooks: BlockingHooks) {
    this.#commands = commands;
    this.#hooks = hooks;
    // It blocks as long as it is told: a limit on commands would end each read that finds nothing.
    const { commandTimeout: _, ...options } = commands.options;
    this.#redis = commands.duplicate({ ...options, ...OPTIONS });
    delete this.#redis.options.commandTimeout;
    this.#redis.on('ready', () => void this.#identify());
    this.#redis.on('close', () => this.#lose(new Error('The connection was closed')));
    this.#redis.on('error', (error) => this.#lose(error));
    this.#redis.connect().catch(ignore);
  }

  get isUp(): boolean {
    return this.#clientId !== undefined;
  }

  /**
   * Read, and wait for at most `blockMs` where there is nothing.
   *
   * @param as What is made of all texts in the answer.
   * @throws StreamsUnavailableError when the connection is lost; what Redis refuses is thrown as it is.
   */
  async read(
    command: string,
    parameters: (string | number)[],
    { blockMs, as }: { readonly blockMs: number; readonly as: 'text' | 'bytes' },
  ): Promise<unknown> {
    const timer = setTimeout(() => this.#redis.disconnect(true), blockMs + GRACE_MS);
    this.#isReading = true;
    this.#readNumber += 1;
    try {
      if (as === 'text') return await this.#redis.call(command, parameters);
      return await this.#redis.callBuffer(command, parameters);
    } catch (cause) {
      if (cause instanceof Error && cause.name === 'ReplyError') throw cause;
      throw new StreamsUnavailableError('a read was cut off', { cause });
    } finally {
      this.#isReading = false;
      clearTimeout(timer);
    }
  }

  /** End the read that waits, if one does. */
  wake(): void {
    if (!this.#isReading) return;
    const isAsking = this.#wakeNumber !== 0;
    // The next read may have begun before the answer about the last one was here.
    this.#wakeNumber = this.#readNumber;
    if (!isAsking) void this.#unblock();
  }

  close(): void {
    this.#isClosed = true;
    this.#clientId = undefined;
    this.#redis.disconnect();
  }

  /** One question at a time: more of them would only wait at a connection that is away. */
  async #unblock(): Promise<void> {
    while (this.#isReading && this.#wakeNumber === this.#readNumber) {
      if (this.#clientId === undefined) break;
      await this.#commands.client('UNBLOCK', this.#clientId).catch(ignore);
      await sleep(WAKE_AGAIN_MS);
    }
    this.#wakeNumber = 0;
  }

  async #identify(): Promise<void> {
    try {
      this.#clientId = await this.#redis.client('ID');
    } catch (error) {
      if (!this.#isClosed && this.#redis.status === 'ready') this.#redis.disconnect(true);
      this.#lose(error);
      return;
    }
    if (this.#isClosed) return;
    this.#isAway = false;
    this.#hooks.onUp();
  }

  #lose(cause: unknown): void {
    this.#clientId = undefined;
    if (this.#isAway || this.#isClosed) return;
    this.#isAway = true;
    this.#hooks.onAway(cause);
  }
}

function ignore(): void {}
