/**
 * Telling what must be waited for from what need not be.
 *
 * @module
 */

/** What `send` returns when there is room for more: one promise for all, so that a message costs none. */
export const SENT: Promise<void> = Promise.resolve();

/** Whether a hook's result must be waited for. */
export function isPending(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    value !== SENT &&
    'then' in value &&
    typeof value.then === 'function'
  );
}

/** A rejection that ends nothing where nobody waits for it: a peer that leaves must not crash us. */
export function rejected(error: Error): Promise<never> {
  const promise = Promise.reject(error);
  promise.catch(ignore);
  return promise;
}

export function ignore(): void {}
