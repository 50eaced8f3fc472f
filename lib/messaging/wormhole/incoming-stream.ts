import { WormholeProtocolError } from './errors.ts';
import { CANCEL, CREDIT } from './frames.ts';
import type { Sender } from './sender.ts';

type Waiter = {
  readonly resolve: (result: IteratorResult<unknown, undefined>) => void;
  readonly reject: (error: Error) => void;
};

const DONE = { done: true, value: undefined } as const;

/**
 * What a command answered item by item. The other end sends no more than `window` items that were not
 * taken here; leaving the loop stops it.
 */
export class IncomingStream implements AsyncIterableIterator<unknown, undefined> {
  readonly #id: number;
  readonly #sender: Sender;
  readonly #window: number;
  readonly #onEnd: () => void;
  readonly #items: unknown[] = [];
  readonly #waiters: Waiter[] = [];
  /** Taken, and not told to the other end yet. */
  #taken = 0;
  #state: 'open' | 'ended' | Error = 'open';

  constructor(
    id: number,
    sender: Sender,
    { window, onEnd }: { readonly window: number; readonly onEnd: () => void },
  ) {
    this.#id = id;
    this.#sender = sender;
    this.#window = window;
    this.#onEnd = onEnd;
    sender.post([CREDIT, id, window]);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#items.length > 0) {
      const value = this.#items.shift();
      this.#acknowledge();
      return Promise.resolve({ done: false, value });
    }
    if (this.#state === 'ended') return Promise.resolve(DONE);
    if (this.#state !== 'open') {
      const error = this.#state;
      this.#state = 'ended';
      return Promise.reject(error);
    }
    return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }));
  }

  /** What the end of a `for await` does. The rest is thrown away, and the other end stops. */
  return(): Promise<IteratorResult<unknown, undefined>> {
    if (this.#state === 'open') {
      this.#sender.post([CANCEL, this.#id]);
      this.end();
    }
    this.#items.length = 0;
    return Promise.resolve(DONE);
  }

  add(value: unknown): void {
    if (this.#state !== 'open') return;
    const waiter = this.#waiters.shift();
    if (waiter !== undefined) {
      this.#acknowledge();
      waiter.resolve({ done: false, value });
      return;
    }
    // An honest peer keeps its credit; another one must not fill our memory.
    if (this.#items.length >= this.#window) {
      this.cancel(new WormholeProtocolError('A stream has sent more than it was allowed'));
      return;
    }
    this.#items.push(value);
  }

  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    for (const { resolve } of this.#waiters.splice(0)) resolve(DONE);
    this.#onEnd();
  }

  /** The error comes after the items that are here already. */
  fail(error: Error): void {
    if (this.#state !== 'open') return;
    const [first, ...others] = this.#waiters.splice(0);
    this.#state = first === undefined ? error : 'ended';
    first?.reject(error);
    for (const { resolve } of others) resolve(DONE);
    this.#onEnd();
  }

  /** Stop the other end, and fail here. */
  cancel(error: Error): void {
    if (this.#state !== 'open') return;
    this.#sender.post([CANCEL, this.#id]);
    this.#items.length = 0;
    this.fail(error);
  }

  #acknowledge(): void {
    this.#taken += 1;
    if (this.#taken * 2 < this.#window || this.#state !== 'open') return;
    this.#sender.post([CREDIT, this.#id, this.#taken]);
    this.#taken = 0;
  }
}
