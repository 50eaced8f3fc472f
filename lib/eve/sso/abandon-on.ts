import { setMaxListeners } from 'node:events';

/** Stop waiting for `promise` when `signal` aborts. What it waits for goes on: others need it, too. */
export async function abandonOn<T>(
  signal: AbortSignal | undefined,
  promise: Promise<T>,
): Promise<T> {
  if (!signal) return promise;
  // Whoever leaves before it begins still leaves a promise behind that may fail.
  promise.catch(() => {});
  signal.throwIfAborted();
  // One signal of a process may wait in many places at once: that is no leak.
  setMaxListeners(0, signal);
  let stop: (() => void) | undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}
