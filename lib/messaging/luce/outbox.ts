import type { Duplex } from 'node:stream';
import { LuceClosedError } from './errors.ts';
import { ignore, SENT } from './settled.ts';

/** Frames on their way to one peer. */
export class Outbox {
  readonly #raw: Duplex;
  #isCorked = false;
  #drained: Promise<void> | undefined;

  constructor(raw: Duplex) {
    this.#raw = raw;
  }

  /** Bytes that the peer has not taken yet. */
  get queued(): number {
    return this.#raw.writableLength;
  }

  /** Resolves when there is room for more. What is written in one go leaves in one piece. */
  write(frame: Buffer): Promise<void> {
    const raw = this.#raw;
    if (!this.#isCorked) {
      this.#isCorked = true;
      raw.cork();
      process.nextTick(uncork, this);
    }
    return raw.write(frame) ? SENT : this.#whenDrained();
  }

  uncork(): void {
    this.#isCorked = false;
    this.#raw.uncork();
  }

  #whenDrained(): Promise<void> {
    if (this.#drained !== undefined) return this.#drained;
    const raw = this.#raw;
    const drained = new Promise<void>((resolve, reject) => {
      const settle = () => {
        this.#drained = undefined;
        raw.off('drain', settle);
        raw.off('close', settle);
        if (raw.destroyed) reject(new LuceClosedError(true));
        else resolve();
      };
      raw.on('drain', settle);
      raw.on('close', settle);
    });
    drained.catch(ignore);
    this.#drained = drained;
    return drained;
  }
}

function uncork(outbox: Outbox): void {
  outbox.uncork();
}
