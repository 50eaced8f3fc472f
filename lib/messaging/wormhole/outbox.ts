import type { Transferable } from 'node:worker_threads';
import type { Channel } from './channel.ts';
import type { WormholeClosedError } from './errors.ts';
import { BATCH, type Frame } from './frames.ts';

/** Of more at once, the other end would be idle while they gather, and this one while they are answered. */
const MOST_FRAMES = 32;
/** About as many characters: a large frame goes alone. */
const MOST_WEIGHT = 32_768;

/** What goes in the place of a frame that cannot be carried, `attempt` such ones before it; if anything. */
export type Replace = (frame: Frame, error: unknown, attempt: number) => Frame | undefined;

type Waiter = { resolve(): void; reject(error: Error): void };

/**
 * What is about to be sent. Frames of one tick travel as one message, which saves most of what a
 * message costs; what the channel does not take yet waits here.
 */
export class Outbox {
  readonly #channel: Channel;
  readonly #replace: Replace;
  readonly #full: { readonly frames: Frame[]; readonly weight: number }[] = [];
  #waitingWeight = 0;
  #current: Frame[] = [];
  #weight = 0;
  #size = 0;
  #isWilling = true;
  #isScheduled = false;
  #closed: WormholeClosedError | undefined;
  #waiters: Waiter[] = [];
  readonly #transfers = new WeakMap<Frame, readonly Transferable[]>();

  constructor(channel: Channel, replace: Replace) {
    this.#channel = channel;
    this.#replace = replace;
  }

  /** Frames that the channel has not taken. */
  get size(): number {
    return this.#size;
  }

  /** What waits for a channel that takes none, in characters, roughly. */
  get waitingWeight(): number {
    return this.#waitingWeight;
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
    while (this.#isWilling) {
      const next = this.#full.shift();
      if (next === undefined) break;
      this.#waitingWeight -= next.weight;
      this.#send(next.frames);
    }
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
    this.#waitingWeight = 0;
    this.#current = [];
    this.#size = 0;
    for (const { reject } of this.#waiters.splice(0)) reject(error);
  }

  /** End the message that is being gathered. */
  #cut(): void {
    if (this.#current.length === 0) return;
    const weight = this.#weight;
    const frames = this.#take();
    if (this.#isWilling && this.#full.length === 0) {
      this.#send(frames);
      return;
    }
    this.#full.push({ frames, weight });
    this.#waitingWeight += weight;
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
    let next: Frame | undefined = frame;
    for (let attempt = 0; next !== undefined; attempt += 1) {
      try {
        if (!this.#channel.send(next, this.#transfers.get(next))) this.#isWilling = false;
        return;
      } catch (error) {
        // In its place, and not after what follows: a stream must not end before it fails.
        next = this.#replace(next, error, attempt);
      }
    }
  }
}

function flushScheduled(outbox: Outbox): void {
  outbox.flush();
}
