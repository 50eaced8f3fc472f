export type QueueHooks = {
  /** There is more than enough. */
  readonly onFull: () => void;
  /** There is room again. */
  readonly onRoom: () => void;
  readonly onEnd: () => void;
};

/**
 * Between a reader that pushes and one loop that pulls. Beyond its limit it asks the reader to hold: an
 * entry that is not read yet is safe where it is.
 */
export class EntryQueue<Item> implements AsyncIterableIterator<Item> {
  readonly #limit: number;
  readonly #hooks: QueueHooks;
  readonly #signal: AbortSignal | undefined;
  readonly #leave = () => this.end();
  #items: Item[] = [];
  /** Those before it are taken: moving all at each step would cost more than the work. */
  #at = 0;
  readonly #pulls: ((result: IteratorResult<Item>) => void)[] = [];
  #isFull = false;
  #isEnded = false;

  /** @throws RangeError for a limit that is not a positive integer. */
  constructor(limit: number, signal: AbortSignal | undefined, hooks: QueueHooks) {
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new RangeError(`A limit of at least 1 was expected, not ${limit}`);
    }
    this.#limit = limit;
    this.#hooks = hooks;
    this.#signal = signal;
    if (signal?.aborted) this.#isEnded = true;
    else signal?.addEventListener('abort', this.#leave, { once: true });
  }

  push(item: Item): void {
    if (this.#isEnded) return;
    const pull = this.#pulls.shift();
    if (pull) {
      pull({ value: item, done: false });
      return;
    }
    this.#items.push(item);
    if (!this.#isFull && this.#items.length - this.#at >= this.#limit) {
      this.#isFull = true;
      this.#hooks.onFull();
    }
  }

  next(): Promise<IteratorResult<Item>> {
    if (this.#at < this.#items.length) {
      // Checked: there is one.
      const value = this.#items[this.#at++] as Item;
      this.#tidy();
      return Promise.resolve({ value, done: false });
    }
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true });
    return new Promise((resolve) => {
      this.#pulls.push(resolve);
    });
  }

  return(): Promise<IteratorResult<Item>> {
    this.#items = [];
    this.#at = 0;
    this.end();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** What waits is still given. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#signal?.removeEventListener('abort', this.#leave);
    for (const pull of this.#pulls.splice(0)) pull({ value: undefined, done: true });
    if (this.#isFull) this.#hooks.onRoom();
    this.#isFull = false;
    this.#hooks.onEnd();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #tidy(): void {
    if (this.#at === this.#items.length || this.#at >= this.#limit) {
      this.#items = this.#items.slice(this.#at);
      this.#at = 0;
    }
    if (this.#isFull && this.#items.length - this.#at <= this.#limit / 2) {
      this.#isFull = false;
      this.#hooks.onRoom();
    }
  }
}
