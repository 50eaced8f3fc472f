import { onAbort, Stop, type StopSignal } from './stop-signal.ts';

type Flight = {
  readonly promise: Promise<unknown>;
  readonly stop: Stop;
  waiting: number;
};

/**
 * Let equal calls at the same moment share one flight.
 *
 * Each caller leaves by its own signal; the flight is aborted when the last one has left.
 */
export function createFlights() {
  const flights = new Map<string, Flight>();

  function begin(key: string, start: (signal: StopSignal) => Promise<unknown>): Flight {
    const stop = new Stop();
    const flight: Flight = { promise: start(stop), stop, waiting: 0 };
    flights.set(key, flight);
    return flight;
  }

  function forget(key: string, flight: Flight): void {
    if (flights.get(key) === flight) flights.delete(key);
  }

  function board(key: string, flight: Flight, signal: AbortSignal): Promise<unknown> {
    flight.waiting += 1;
    return new Promise((resolve, reject) => {
      const takeBack = onAbort(signal, () => {
        flight.waiting -= 1;
        reject(signal.reason);
        if (flight.waiting > 0) return;
        forget(key, flight);
        flight.stop.abort();
      });
      // Also of those who have left: a late failure must not become an unhandled one.
      flight.promise.then(
        (value) => {
          takeBack();
          forget(key, flight);
          resolve(value);
        },
        (error) => {
          takeBack();
          forget(key, flight);
          reject(error);
        },
      );
    });
  }

  return function share<T>(
    key: string,
    signal: AbortSignal,
    start: (signal: StopSignal) => Promise<T>,
  ): Promise<T> {
    const flight = flights.get(key) ?? begin(key, start);
    // The key tells the type: equal keys are equal operations.
    return board(key, flight, signal) as Promise<T>;
  };
}
