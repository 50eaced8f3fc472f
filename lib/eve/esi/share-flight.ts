type Flight = { promise: Promise<unknown>; controller: AbortController; waiting: number };

/**
 * Let equal calls at the same moment share one flight.
 *
 * Each caller leaves by its own signal; the flight is aborted when the last one has left.
 */
export function createFlights() {
  const flights = new Map<string, Flight>();

  return async function share<T>(
    key: string,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    let flight = flights.get(key);
    if (!flight) {
      const controller = new AbortController();
      const promise = start(controller.signal).finally(() => {
        if (flights.get(key)?.promise === promise) flights.delete(key);
      });
      // Those who left early must not turn a late failure into an unhandled one.
      promise.catch(() => {});
      flight = { promise, controller, waiting: 0 };
      flights.set(key, flight);
    }
    // The key tells the type: equal keys are equal operations.
    return (await board(flight, signal, () => {
      if (flights.get(key) === flight) flights.delete(key);
    })) as T;
  };
}

async function board(flight: Flight, signal: AbortSignal, onEmpty: () => void): Promise<unknown> {
  flight.waiting++;
  let leave: (() => void) | undefined;
  const left = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
  });
  try {
    return await Promise.race([flight.promise, left]);
  } finally {
    if (leave) signal.removeEventListener('abort', leave);
    flight.waiting--;
    if (flight.waiting === 0) {
      onEmpty();
      flight.controller.abort();
    }
  }
}
