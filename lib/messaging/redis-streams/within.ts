type Limits = {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs: number;
  /** What it rejects with when the time is over. */
  readonly error: () => Error;
};

/** Wait for something that goes on without us, unless `signal` aborts or the time is over. */
export function within<Value>(
  promise: Promise<Value>,
  { signal, timeoutMs, error }: Limits,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      promise.catch(() => {});
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(() => reject(error()), timeoutMs);
    const leave = () => reject(signal?.reason);
    signal?.addEventListener('abort', leave, { once: true });
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', leave);
    });
  });
}
