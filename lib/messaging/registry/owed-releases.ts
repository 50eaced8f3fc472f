const AGAIN_MS = 1_000;
/**
 * A claim whose answer never came may still be on its way to a Redis that stood still, and come to pass after the
 * first release; by the second it has.
 */
const ANSWERS = 2;

type Release = (id: string, session: string) => Promise<boolean>;
type Owed = { readonly id: string; answers: number };

/** Releases that could not be done when they were due: without them a client would stay online as long as its node. */
export class OwedReleases {
  readonly #release: Release;
  readonly #owed = new Map<string, Owed>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(release: Release) {
    this.#release = release;
  }

  add(id: string, session: string): void {
    this.#owed.set(session, { id, answers: 0 });
    this.#later();
  }

  /** Try once more, and then no more: the node leaves, and takes all its clients along. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#tryAll();
  }

  #later(): void {
    if (this.#isClosed || this.#owed.size === 0) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      void this.#tryAll().then(() => this.#later());
    }, AGAIN_MS).unref();
  }

  async #tryAll(): Promise<void> {
    for (const [session, owed] of [...this.#owed]) {
      try {
        const isReleased = await this.#release(owed.id, session);
        owed.answers += 1;
        if (isReleased || owed.answers >= ANSWERS) this.#owed.delete(session);
      } catch {
        // Away still: so it is for the others, and what went wrong was told when it was due.
        return;
      }
    }
  }
}
