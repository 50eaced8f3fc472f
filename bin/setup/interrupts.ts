/** A shell and npm may each pass on one and the same Ctrl-C. */
const SAME_INTERRUPT_MS = 700;

export type Interrupts = {
  /** Aborted by the first request to stop. */
  readonly stop: AbortSignal;
  /** Aborted by the second: do not wait. */
  readonly hurry: AbortSignal;
  /** Resolves with the first request. */
  readonly stopped: Promise<void>;
  /** Ask for a stop from inside. */
  raise(): void;
};

/** Turn SIGINT, SIGTERM and SIGHUP into requests to stop, for the rest of the process's life. */
export function listenForInterrupts(): Interrupts {
  const stop = new AbortController();
  const hurry = new AbortController();
  let firstAt = 0;
  const raise = () => {
    if (!stop.signal.aborted) {
      firstAt = performance.now();
      stop.abort();
    } else if (performance.now() - firstAt > SAME_INTERRUPT_MS) {
      hurry.abort();
    }
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, raise);
  // A terminal or a parent that is gone is in no hurry.
  process.on('SIGHUP', () => stop.abort());
  // A closed terminal takes no more words: unheard, that would end us before the services are stopped.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return {
    stop: stop.signal,
    hurry: hurry.signal,
    stopped: new Promise((resolve) => {
      stop.signal.addEventListener('abort', () => resolve(), { once: true });
    }),
    raise: () => stop.abort(),
  };
}
