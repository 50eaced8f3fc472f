/** Runs so many handlers at once, and knows which entries are this consumer's: at work, or in line for it. */
export class HandlerPool {
  readonly #concurrency: number;
  readonly #running = new Set<Promise<void>>();
  readonly #owned = new Map<string, Set<string>>();

  /** @throws RangeError for less than one at once. */
  constructor(concurrency: number) {
    if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
      throw new RangeError(`At least one at once was expected, not ${concurrency}`);
    }
    this.#concurrency = concurrency;
  }

  /** @returns False for an entry that is in line or at work already. */
  own(stream: string, id: string): boolean {
    const ids = this.#owned.get(stream) ?? new Set();
    this.#owned.set(stream, ids);
    if (ids.has(id)) return false;
    ids.add(id);
    return true;
  }

  disown(stream: string, id: string): void {
    this.#owned.get(stream)?.delete(id);
  }

  idsOf(stream: string): string[] {
    return [...(this.#owned.get(stream) ?? [])];
  }

  /** Until one more may be begun. Look again whether it should be: it may have taken long. */
  async room(): Promise<void> {
    while (this.#running.size >= this.#concurrency) await Promise.race(this.#running);
  }

  /** Begins the work, and disowns the entry at its end. There must be room, and the work must not reject. */
  begin(stream: string, id: string, work: () => Promise<void>): void {
    const done = work().finally(() => {
      this.#running.delete(done);
      this.disown(stream, id);
    });
    this.#running.add(done);
  }

  /** Until nothing runs, or nobody waits any more. */
  async idle(signal: AbortSignal): Promise<void> {
    const left = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([left, Promise.all(this.#running)]);
  }
}
