import type { Transferable } from 'node:worker_threads';
import type { Channel } from './channel.ts';
import type { WormholeClosedError } from './errors.ts';
import { BATCH, type Frame } from './frames.ts';

/** Of more at once, the other end would be idle while they gather, and this one while they are answered. */
const MOST_FRAMES = 32;
/** About as many characters: a large frame goes alone. */
const MOST_WEIGHT = 32_768;

type Waiter = { resolve(): void; reject(error: Error): void };

/**
 * What is about to be sent. Frames of one tick travel as one message, which saves most of what a
 * message costs; what the channel does not take yet waits here.
 */
export class Outbox {
  readonly #channel: Channel;
  readonly #onUnsendable: (frame: Frame, error: unknown) => Frame | undefined;
  readonly #full: Frame[][] = [];
  #current: Frame[] = [];
  #weight = 0;
  #size = 0;
  #isWilling = true;
  #isScheduled = false;
  #closed: WormholeClosedError | undefined;
  #waiters: Waiter[] = [];
  readonly #transfers = new WeakMap<Frame, readonly Transferable[]>();

  /** @param onUnsendable Told of a frame that the channel cannot carry; what it answers goes in its place. */
  constructor(channel: Channel, onUnsendable: (frame: Frame, error: unknown) => Frame | undefined) {
    this.#channel = channel;
    this.#onUnsendable = onUnsendable;
  }

  /** Frames that the channel has not taken. */
  get size(): number {
    return this.#size;
  }

  get isWilling(): boolean {
    return this.#isWilling;
  }

  /** Send with all else of this tick. `weight` is a rough size in characters. */
  post(frame: Frame, weight: number, transfer?: readonly Transferable[]): void {
    if (this.#closed !== undefined) return;
    if (transfer !== undefined) {
      this.#transfers.set(frame, transfer);
      this.#cut();
    }
    if (this.#weight + weight > MOST_WEIGHT) this.#cut();
    this.#current.push(frame);
    this.#size += 1;
    this.#weight += weight;
    if (this.#current.length >= MOST_FRAMES || transfer !== undefined) this.#cut();
    if (this.#isScheduled || !this.#isWilling) return;
    this.#isScheduled = true;
    process.nextTick(flushScheduled, this);
  }

  /** Send now what can be sent. */
  flush(): void {
    this.#isScheduled = false;
    while (this.#isWilling && this.#full.length > 0) this.#send(this.#full.shift() ?? []);
    if (this.#isWilling && this.#current.length > 0) this.#send(this.#take());
    if (this.#size === 0 && this.#isWilling && this.#waiters.length > 0) {
      const waiters = this.#waiters;
      this.#waiters = [];
      for (const { resolve } of waiters) resolve();
    }
  }

  /** The channel may go on. */
  resume(): void {
    this.#isWilling = true;
    this.flush();
  }

  /** Resolves when the channel has taken everything. Rejects when it ends before. */
  async drained(signal?: AbortSignal): Promise<void> {
    if (this.#closed !== undefined) throw this.#closed;
    if (this.#size === 0 && this.#isWilling) return;
    signal?.throwIfAborted();
    let abort = () => {};
    const done = new Promise<void>((resolve, reject) => {
      this.#waiters.push({ resolve, reject });
      abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
    });
    await done.finally(() => signal?.removeEventListener('abort', abort));
  }

  close(error: WormholeClosedError): void {
    this.#closed = error;
    this.#full.length = 0;
    this.#current = [];
    this.#size = 0;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  /** End the message that is being gathered. */
  #cut(): void {
    if (this.#current.length === 0) return;
    this.#full.push(this.#take());
    while (this.#isWilling && this.#full.length > 0) this.#send(this.#full.shift() ?? []);
  }

  #take(): Frame[] {
    const frames = this.#current;
    this.#current = [];
    this.#weight = 0;
    return frames;
  }

  #send(frames: Frame[]): void {
    this.#size -= frames.length;
    const [only] = frames;
    if (frames.length === 1 && only !== undefined) {
      this.#sendOne(only);
      return;
    }
    try {
      if (!this.#channel.send([BATCH, frames], undefined)) this.#isWilling = false;
    } catch {
      // One of them cannot travel: only that one is to suffer.
      for (const frame of frames) this.#sendOne(frame);
    }
  }

  #sendOne(frame: Frame): void {
    try {
      if (!this.#channel.send(frame, this.#transfers.get(frame))) this.#isWilling = false;
    } catch (error) {
      // In its place, and not after what follows: a stream must not end before it fails.
      const other = this.#onUnsendable(frame, error);
      if (other !== undefined) this.#sendOne(other);
    }
  }
}

function flushScheduled(outbox: Outbox): void {
  outbox.flush();
}
