import { GlobalEventsTimeoutError } from './errors.ts';

export type WaitOptions = {
  /** Ends the wait: it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** In milliseconds. Default 10,000. */
  readonly timeoutMs?: number | undefined;
};

const TIMEOUT_MS = 10_000;

type Check = () => boolean;

/** Those who wait for something to become true. */
export class Waiters {
  readonly #looks = new Set<() => void>();

  /**
   * Resolves as soon as `check` is true; rejects with what it throws.
   *
   * @throws GlobalEventsTimeoutError
   */
  async wait(what: string, check: Check, options: WaitOptions): Promise<void> {
    if (check()) return;
    let look: () => void = () => {};
    const come = new Promise<void>((resolve, reject) => {
      look = () => {
        try {
          if (check()) resolve();
        } catch (error) {
          reject(error);
        }
      };
    });
    this.#looks.add(look);
    await within(what, come, options).finally(() => this.#looks.delete(look));
  }

  /** Something may have become true. */
  look(): void {
    for (const look of this.#looks) look();
  }
}

/**
 * Wait for something that goes on without us.
 *
 * @throws GlobalEventsTimeoutError
 */
export function within<Value>(
  what: string,
  promise: Promise<Value>,
  { signal, timeoutMs = TIMEOUT_MS }: WaitOptions,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      promise.catch(() => {});
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => {
      reject(new GlobalEventsTimeoutError(`${what} took longer than ${timeoutMs} ms`));
    }, timeoutMs);
    const leave = () => reject(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    });
  });
}
