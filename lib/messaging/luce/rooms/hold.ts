import { compareStreamIds } from '../stream-id.ts';
import type { RoomMessage } from './backplane.ts';

export type HoldOptions = {
  readonly compareIds?: (a: string, b: string) => number;
  /** Live messages kept while older ones are read. More make the replay worthless. 1,000 by default. */
  readonly maxHeld?: number;
};

/**
 * Keeps order between what a peer missed and what comes meanwhile: live messages wait until the missed
 * ones are given, and those given already are dropped.
 */
export class Hold {
  readonly #compareIds: (a: string, b: string) => number;
  readonly #maxHeld: number;
  #held: RoomMessage[] | null = [];
  #hasOverflown = false;
  #given: string;

  /** @param last The id that the peer saw last. */
  constructor(last: string, { compareIds = compareStreamIds, maxHeld = 1_000 }: HoldOptions = {}) {
    this.#given = last;
    this.#compareIds = compareIds;
    this.#maxHeld = maxHeld;
  }

  /** More came meanwhile than is kept: the peer must begin anew. */
  get hasOverflown(): boolean {
    return this.#hasOverflown;
  }

  /** Note a missed message as given. */
  give(id: string): void {
    if (this.#compareIds(id, this.#given) > 0) this.#given = id;
  }

  /** Whether a live message is kept, or known already: then it must not be delivered. */
  take(message: RoomMessage): boolean {
    if (this.#held) {
      if (this.#held.length < this.#maxHeld) this.#held.push(message);
      else this.#hasOverflown = true;
      return true;
    }
    return this.#isKnown(message);
  }

  /** What came meanwhile and was not among the missed. From now on only what is known is kept back. */
  flush(): readonly RoomMessage[] {
    const held = this.#held ?? [];
    this.#held = null;
    return held.filter((message) => !this.#isKnown(message));
  }

  /** What came meanwhile, for a peer that begins anew: the id that it saw last means nothing any more. */
  abandon(): readonly RoomMessage[] {
    const held = this.#held ?? [];
    this.#held = null;
    return held;
  }

  #isKnown({ id }: RoomMessage): boolean {
    return id !== undefined && this.#compareIds(id, this.#given) <= 0;
  }
}
