import type { Channel, ChannelListener } from '../channel.ts';

/** One end of a way between two wormholes of this process, which a test can hold up or cut. */
export class MemoryChannel implements Channel {
  readonly source = this;
  readonly carries: 'json' | 'structured';
  readonly isTrusted = true;
  isOpen = true;
  /** Messages as they were handed over; a batch is one. */
  readonly sent: unknown[] = [];
  other: MemoryChannel | undefined;
  #listener: ChannelListener | undefined;
  /** Longest message that it carries, in characters of its JSON. */
  maxLength = Number.POSITIVE_INFINITY;
  #isWilling = true;
  /** What came while it was paused. */
  #held: unknown[] | undefined;

  constructor(carries: 'json' | 'structured') {
    this.carries = carries;
  }

  start(listener: ChannelListener): void {
    this.#listener = listener;
  }

  send(message: unknown): boolean {
    const copy =
      this.carries === 'json' ? JSON.parse(JSON.stringify(message)) : structuredClone(message);
    if (this.maxLength < Infinity && JSON.stringify(copy).length > this.maxLength) {
      throw new RangeError(`A message is longer than ${this.maxLength}`);
    }
    this.sent.push(copy);
    queueMicrotask(() => this.other?.deliver(copy));
    return this.#isWilling;
  }

  close(): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    queueMicrotask(() => this.other?.end());
  }

  /** As if the other end had sent it. */
  deliver(message: unknown): void {
    if (this.#held !== undefined) this.#held.push(message);
    else if (this.isOpen) this.#listener?.onMessage(message);
  }

  get isPaused(): boolean {
    return this.#held !== undefined;
  }

  pause(): void {
    this.#held ??= [];
  }

  resume(): void {
    const held = this.#held ?? [];
    this.#held = undefined;
    for (const message of held) this.deliver(message);
  }

  end(cause?: Error): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.#listener?.onClose(cause);
  }

  /** Answer false to every further `send()`. */
  block(): void {
    this.#isWilling = false;
  }

  unblock(): void {
    this.#isWilling = true;
    this.drain();
  }

  /** As if the other end had read something. */
  drain(): void {
    this.#listener?.onDrain();
  }
}

/** Both ends. */
export function createMemoryChannels(
  carries: 'json' | 'structured',
): readonly [near: MemoryChannel, far: MemoryChannel] {
  const near = new MemoryChannel(carries);
  const far = new MemoryChannel(carries);
  near.other = far;
  far.other = near;
  return [near, far];
}
