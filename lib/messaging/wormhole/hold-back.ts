import type { Channel } from './channel.ts';
import { WormholeClosedError } from './errors.ts';
import type { Outbox } from './outbox.ts';

/** About as many characters may wait for a peer that goes on calling. */
const MOST_WEIGHT = 2 ** 26;
/** What it has called has timed out by then, as a rule; its channel ends. */
const STUCK_MS = 60_000;

/**
 * Reads no further from a peer that calls and leaves its answers unread: they would fill the memory. An
 * honest peer has a window of calls, and never comes near to so many answers.
 */
export class HoldBack {
  readonly #channel: Channel;
  readonly #outbox: Outbox;
  readonly #maxFrames: number;
  readonly #onStuck: (reason: WormholeClosedError) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param onStuck It has read nothing for a minute, or the channel cannot be held back. */
  constructor(
    channel: Channel,
    outbox: Outbox,
    options: {
      readonly maxFrames: number;
      readonly onStuck: (reason: WormholeClosedError) => void;
    },
  ) {
    this.#channel = channel;
    this.#outbox = outbox;
    this.#maxFrames = options.maxFrames;
    this.#onStuck = options.onStuck;
  }

  /** A message came while the channel takes none of ours. */
  look(): void {
    const { size, waitingWeight } = this.#outbox;
    if (this.#timer !== undefined) return;
    if (size <= this.#maxFrames && waitingWeight <= MOST_WEIGHT) return;
    if (this.#channel.pause !== undefined) {
      this.#channel.pause();
      this.#timer = setTimeout(() => this.#giveUp(), STUCK_MS);
      this.#timer.unref();
    } else if (!this.#channel.isTrusted) {
      this.#giveUp();
    }
  }

  /** The channel has taken something. */
  relax(): void {
    if (this.#timer === undefined) return;
    if (!this.#outbox.isWilling) {
      this.#timer.refresh();
      return;
    }
    this.end();
    this.#channel.resume?.();
  }

  end(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #giveUp(): void {
    this.#onStuck(
      new WormholeClosedError('The other end calls, and does not read what it is told'),
    );
  }
}
