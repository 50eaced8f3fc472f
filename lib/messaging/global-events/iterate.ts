import { GlobalEventsOverflowError } from './errors.ts';

export type IterateOptions = {
  /** Ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** Most events that wait for the loop. Default 1,000. */
  readonly limit?: number | undefined;
  /**
   * What happens beyond it: 'fail' (default) ends the loop with GlobalEventsOverflowError after what has
   * waited, 'drop-oldest' goes on without the oldest.
   */
  readonly whenFull?: 'fail' | 'drop-oldest' | undefined;
};

const LIMIT = 1_000;

/** A queue between a source that pushes and one loop that pulls. */
export class Iteration<Item> implements AsyncIterableIterator<Item> {
  readonly #what: string;
  readonly #limit: number;
  readonly #dropsOldest: boolean;
  readonly #onEnd: () => void;
  readonly #signal: AbortSignal | undefined;
  readonly #leave = () => void this.#end();
  readonly #waiting: Item[] = [];
  readonly #pulls: PromiseWithResolvers<IteratorResult<Item>>[] = [];
  #failure: Error | undefined;
  #isEnded = false;

  /** @throws RangeError for a limit that is not a positive integer. */
  constructor(what: string, options: IterateOptions, onEnd: () => void) {
    const { signal, limit = LIMIT, whenFull = 'fail' } = options;
    if (!Number.isSafeInteger(limit) || limit < 1) {
      throw new RangeError(`A limit of at least 1 was expected, not ${limit}`);
    }
    this.#what = what;
    this.#limit = limit;
    this.#dropsOldest = whenFull === 'drop-oldest';
    this.#onEnd = onEnd;
    this.#signal = signal;
    if (signal?.aborted) this.#end();
    else signal?.addEventListener('abort', this.#leave, { once: true });
  }

  push(item: Item): void {
    if (this.#isEnded) return;
    const pull = this.#pulls.shift();
    if (pull) {
      pull.resolve({ value: item, done: false });
      return;
    }
    if (this.#waiting.length === this.#limit) {
      if (!this.#dropsOldest) {
        this.fail(new GlobalEventsOverflowError(this.#what, this.#limit));
        return;
      }
      this.#waiting.shift();
    }
    this.#waiting.push(item);
  }

  /** What waits is still given, then the error. */
  fail(error: Error): void {
    if (this.#isEnded) return;
    this.#failure = error;
    this.#stop();
    if (this.#pulls.length > 0) this.#failure = undefined;
    const [first, ...others] = this.#pulls.splice(0);
    first?.reject(error);
    for (const pull of others) pull.resolve({ value: undefined, done: true });
  }

  next(): Promise<IteratorResult<Item>> {
    if (this.#waiting.length > 0) {
      // Checked: there is one.
      return Promise.resolve({ value: this.#waiting.shift() as Item, done: false });
    }
    if (this.#failure) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(failure);
    }
    if (this.#isEnded) return Promise.resolve({ value: undefined, done: true });
    const pull = withResolvers<IteratorResult<Item>>();
    this.#pulls.push(pull);
    return pull.promise;
  }

  return(): Promise<IteratorResult<Item>> {
    this.#waiting.length = 0;
    this.#failure = undefined;
    this.#end();
    return Promise.resolve({ value: undefined, done: true });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #end(): void {
    if (this.#isEnded) return;
    this.#stop();
    for (const pull of this.#pulls.splice(0)) pull.resolve({ value: undefined, done: true });
  }

  #stop(): void {
    this.#isEnded = true;
    this.#signal?.removeEventListener('abort', this.#leave);
    this.#onEnd();
  }
}

type PromiseWithResolvers<Value> = {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
};

/** Node 20 has no Promise.withResolvers. */
export function withResolvers<Value>(): PromiseWithResolvers<Value> {
  let resolve: (value: Value) => void = () => {};
  let reject: (error: unknown) => void = () => {};
  const promise = new Promise<Value>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
}
