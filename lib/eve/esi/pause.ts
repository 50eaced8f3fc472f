import { onAbort, type StopSignal } from './stop-signal.ts';

/** Wait, unless `signal` aborts first: then throws its reason. */
export function pause(ms: number, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const timer = setTimeout(
      () => {
        takeBack();
        resolve();
      },
      Math.max(ms, 0),
    );
    const takeBack = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal.reason);
    });
  });
}

/** Wait for something that goes on without us, unless `signal` aborts first: then throws its reason. */
export function waitFor(promise: Promise<void>, signal: StopSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    const takeBack = onAbort(signal, () => reject(signal.reason));
    promise.then(resolve, reject).finally(takeBack);
  });
}
