import { END, ITEM, RICH_ITEM } from './frames.ts';
import type { Sender } from './sender.ts';

/** More credit than any window says nothing but that the other end is not honest. */
const MOST_CREDIT = 100_000;

/** Sends what a command answers item by item, as far as the other end has given credit. */
export class OutgoingStream {
  readonly #id: number;
  readonly #iterator: AsyncIterator<unknown>;
  readonly #sender: Sender;
  #credit = 0;
  #isStopped = false;
  #wake: (() => void) | undefined;

  constructor(id: number, iterable: AsyncIterable<unknown>, sender: Sender) {
    this.#id = id;
    this.#iterator = iterable[Symbol.asyncIterator]();
    this.#sender = sender;
  }

  /** Send until the end. Rejects with what the iterator throws. */
  async run(): Promise<void> {
    while (!this.#isStopped) {
      if (this.#credit === 0) {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        continue;
      }
      const { done, value } = await this.#iterator.next();
      if (this.#isStopped) return;
      if (done) return this.#sender.post([END, this.#id]);
      this.#credit -= 1;
      try {
        this.#sender.postValue(ITEM, RICH_ITEM, this.#id, value);
      } catch (error) {
        // As a loop that is left: the generator must get to its `finally`.
        await this.stop();
        throw error;
      }
      if (!this.#sender.outbox.isWilling) await this.#sender.outbox.drained();
    }
  }

  grant(count: unknown): void {
    if (typeof count !== 'number' || !(count > 0)) return;
    this.#credit = Math.min(MOST_CREDIT, this.#credit + Math.floor(count));
    if (this.#credit > 0) this.#wakeUp();
  }

  /** The other end wants no more. Rejects with what the iterator throws when it is closed. */
  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#wakeUp();
    await this.#iterator.return?.();
  }

  #wakeUp(): void {
    const wake = this.#wake;
    this.#wake = undefined;
    wake?.();
  }
}

/** Whether a result is to be sent item by item. */
export function isStream(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
