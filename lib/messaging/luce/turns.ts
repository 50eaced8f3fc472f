import type { Message } from './decode.ts';
import { Inbox } from './inbox.ts';
import type { Limits } from './settings.ts';
import { isPending, SENT } from './settled.ts';

/** Whose messages are handled: a connection. */
export type TurnsOwner = {
  /** The time, in ticks. */
  readonly tick: number;
  /** Run the hooks. Returns a promise where one of them made one. */
  handle(message: Message | Buffer): unknown;
  /** A hook threw, at once or later. */
  fail(error: unknown): void;
  pauseReading(): void;
  resumeReading(): void;
};

/** One message after another: none is handled before the hooks of the one before are through. */
export class Turns {
  /** When the message or the upgrade began that is being handled; -1 when none is. */
  sinceTick: number;
  isPaused = false;

  readonly #owner: TurnsOwner;
  #inbox: Inbox | undefined;
  #idle: Promise<void> | undefined;
  #whenIdle: (() => void) | undefined;
  #isOver = false;
  #hasEnded = false;

  /** The hooks of the upgrade are under way: messages wait for {@link settle}. */
  constructor(owner: TurnsOwner) {
    this.#owner = owner;
    this.sinceTick = owner.tick;
  }

  get isBusy(): boolean {
    return this.sinceTick >= 0;
  }

  /** @returns False when more waits than is allowed. */
  push(message: Message | Buffer, bytes: number, limits: Limits): boolean {
    if (this.#isOver) return true;
    if (!this.isBusy) {
      this.#run(message);
      return true;
    }
    this.#inbox ??= new Inbox();
    this.#inbox.push(message, bytes);
    if (this.#inbox.length > limits.maxQueued || this.#inbox.bytes > limits.maxQueuedBytes) {
      return false;
    }
    if (!this.isPaused && this.#inbox.length >= limits.pauseAt) {
      this.isPaused = true;
      this.#owner.pauseReading();
    }
    return true;
  }

  /** What was under way is through: go on with what waits. */
  settle(): void {
    this.sinceTick = -1;
    this.#whenIdle?.();
    while (!this.isBusy) {
      const message = this.#inbox?.shift();
      if (!message) break;
      this.#run(message);
    }
    if (!this.isPaused || this.#inbox?.length) return;
    this.isPaused = false;
    this.#owner.resumeReading();
  }

  /** Take nothing more, and drop what waits. */
  stop(): void {
    this.#isOver = true;
    this.#inbox = undefined;
  }

  /** {@link stop}; resolves when what is under way is through, or the peer gone. */
  finish(): Promise<void> {
    this.stop();
    if (!this.isBusy || this.#hasEnded) return SENT;
    // One for all who wait: a second one must not take the place of the first.
    this.#idle ??= new Promise((resolve) => {
      this.#whenIdle = resolve;
    });
    return this.#idle;
  }

  end(): void {
    this.stop();
    this.#hasEnded = true;
    this.#whenIdle?.();
  }

  #run(message: Message | Buffer): void {
    try {
      const outcome = this.#owner.handle(message);
      if (!isPending(outcome)) return;
      this.sinceTick = this.#owner.tick;
      outcome.then(
        () => this.settle(),
        (error: unknown) => {
          this.#owner.fail(error);
          this.settle();
        },
      );
    } catch (error) {
      this.#owner.fail(error);
    }
  }
}
