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
  #isWilling = true;

  constructor(carries: 'json' | 'structured') {
    this.carries = carries;
  }

  start(listener: ChannelListener): void {
    this.#listener = listener;
  }

  send(message: unknown): boolean {
    const copy =
      this.carries === 'json' ? JSON.parse(JSON.stringify(message)) : structuredClone(message);
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
    if (this.isOpen) this.#listener?.onMessage(message);
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
