/**
 * A signal of our own, for each call over the wire: an AbortController costs a tenth of such a call, and an
 * abort of it another tenth.
 */
export class Stop {
  aborted = false;
  reason: unknown;
  readonly #leaving = new Set<() => void>();

  abort(): void {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = new DOMException('Nobody waits for it any more', 'AbortError');
    for (const leave of [...this.#leaving]) leave();
  }

  throwIfAborted(): void {
    if (this.aborted) throw this.reason;
  }

  onAbort(leave: () => void): () => void {
    this.#leaving.add(leave);
    return () => void this.#leaving.delete(leave);
  }
}

export type StopSignal = AbortSignal | Stop;

/** One listener on each signal, however many wait by it: adding one takes as long as there are many. */
const leavingBy = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Call `leave` when `signal` aborts, which it has not yet.
 *
 * @returns What takes it back.
 */
export function onAbort(signal: StopSignal, leave: () => void): () => void {
  if (signal instanceof Stop) return signal.onAbort(leave);
  const leaving = leavingBy.get(signal) ?? listen(signal);
  leaving.add(leave);
  return () => void leaving.delete(leave);
}

function listen(signal: AbortSignal): Set<() => void> {
  const leaving = new Set<() => void>();
  leavingBy.set(signal, leaving);
  const tellAll = () => {
    for (const leave of [...leaving]) leave();
  };
  signal.addEventListener('abort', tellAll, { once: true });
  return leaving;
}
