/** Runs so many handlers at once, and knows which entries they are at. */
export class HandlerPool {
  readonly #concurrency: number;
  readonly #running = new Map<string, Promise<void>>();

  /** @throws RangeError for less than one at once. */
  constructor(concurrency: number) {
    if (!Number.isSafeInteger(concurrency) || concurrency < 1) {
      throw new RangeError(`At least one at once was expected, not ${concurrency}`);
    }
    this.#concurrency = concurrency;
  }

  has(stream: string, id: string): boolean {
    return this.#running.has(`${id} ${stream}`);
  }

  /** Ids of one stream that are being worked on. */
  idsOf(stream: string): string[] {
    const ids: string[] = [];
    for (const key of this.#running.keys()) {
      const at = key.indexOf(' ');
      if (key.slice(at + 1) === stream) ids.push(key.slice(0, at));
    }
    return ids;
  }

  /** Begins the work, and waits until there is room for more. The work must not reject. */
  async run(stream: string, id: string, work: () => Promise<void>): Promise<void> {
    const key = `${id} ${stream}`;
    const done = work().finally(() => this.#running.delete(key));
    this.#running.set(key, done);
    while (this.#running.size >= this.#concurrency) await Promise.race(this.#running.values());
  }

  /** Until nothing runs, or nobody waits any more. */
  async idle(signal: AbortSignal): Promise<void> {
    const left = new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener('abort', () => resolve(), { once: true });
    });
    await Promise.race([left, Promise.all(this.#running.values())]);
  }
}
