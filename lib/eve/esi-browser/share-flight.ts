type Flight<T> = {
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
};

/**
 * Let equal calls at the same moment share one flight.
 *
 * Each caller leaves by its own signal; the flight is aborted when the last one has left.
 */
export function createFlights<T>() {
  const flights = new Map<string, Flight<T>>();

  return (
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    let flight: Flight<T>;
    return new Promise<T>((resolve, reject) => {
      signal?.throwIfAborted();
      flight = flights.get(key) ?? depart(start);
      flights.set(key, flight);
      flight.waiting++;
      flight.promise.then(resolve, reject);
      const over = { signal: flight.controller.signal };
      signal?.addEventListener('abort', () => reject(signal.reason), over);
    }).finally(() => {
      // It has landed, or nobody is left: a later caller starts anew.
      if (flight && --flight.waiting === 0) {
        flights.delete(key);
        flight.controller.abort();
      }
    });
  };
}

function depart<T>(start: (signal: AbortSignal) => Promise<T>): Flight<T> {
  const controller = new AbortController();
  return { promise: start(controller.signal), controller, waiting: 0 };
}
