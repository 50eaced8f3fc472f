import { setTimeout as sleep } from 'node:timers/promises';

/** Wait, unless `signal` aborts first: then throws its reason. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  try {
    await sleep(Math.max(ms, 0), undefined, signal && { signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}
