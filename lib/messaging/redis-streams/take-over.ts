import type { Delivered, GroupCommands } from './group-commands.ts';
import type { HandlerPool } from './handler-pool.ts';

export type TakeOverOptions = {
  readonly streams: readonly string[];
  readonly claimAfterMs: number;
  /** Takes as long as there is no room for more. */
  readonly take: (stream: string, rows: readonly Delivered[]) => Promise<void>;
  readonly onLost: (stream: string, ids: readonly string[]) => void;
  readonly onError: (cause: unknown) => void;
};

/**
 * Takes over what consumers that died have left, and keeps what is this one's.
 *
 * Both by one timer, a third of the time after which an entry counts as left: what is at work or in line
 * here is renewed each time, however long the rest takes.
 */
export class TakeOver {
  readonly #commands: GroupCommands;
  readonly #pool: HandlerPool;
  readonly #options: TakeOverOptions;
  #timer: NodeJS.Timeout | undefined;
  #isStopped = false;
  #renewedAtMs = performance.now();
  #tenure = 0;
  #taking: Promise<void> | undefined;

  constructor(commands: GroupCommands, pool: HandlerPool, options: TakeOverOptions) {
    this.#commands = commands;
    this.#pool = pool;
    this.#options = options;
  }

  /** Grows when what waits in line may be others' by now. */
  get tenure(): number {
    return this.#tenure;
  }

  /** What goes on when this is asked. */
  get ended(): Promise<void> | undefined {
    return this.#taking;
  }

  /** Again and again, from now on. */
  start(): void {
    this.#timer ??= this.#later();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#turn(), this.#options.claimAfterMs / 3).unref();
  }

  async #turn(): Promise<void> {
    await this.#renew();
    // Not waited for: what is in line meanwhile is to be renewed.
    this.#taking ??= this.#takeAll().finally(() => {
      this.#taking = undefined;
    });
    if (!this.#isStopped) this.#timer = this.#later();
  }

  async #renew(): Promise<void> {
    const nowMs = performance.now();
    // Frozen for so long, others have taken over what we had in line: it is theirs now.
    const isCurrent = nowMs - this.#renewedAtMs < this.#options.claimAfterMs;
    this.#renewedAtMs = nowMs;
    if (!isCurrent) {
      this.#tenure += 1;
      return;
    }
    try {
      for (const stream of this.#options.streams) {
        await this.#commands.renew(stream, this.#pool.idsOf(stream));
      }
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async #takeAll(): Promise<void> {
    try {
      for (const stream of this.#options.streams) await this.#takeOf(stream);
    } catch (error) {
      this.#options.onError(error);
    }
  }

  /** Some at a time: the rest stays anyone's until there is room here. */
  async #takeOf(stream: string): Promise<void> {
    const { claimAfterMs, onLost, take } = this.#options;
    let cursor = '0-0';
    while (!this.#isStopped) {
      await this.#pool.room();
      const { next, rows, lost } = await this.#commands.claim(stream, claimAfterMs, cursor);
      if (lost.length > 0) onLost(stream, lost);
      await take(stream, rows);
      if (next === '0-0') return;
      cursor = next;
    }
  }
}
