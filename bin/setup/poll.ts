import { setTimeout as wait } from 'node:timers/promises';

/**
 * Ask until the answer is yes.
 *
 * @param isDone Asked again after each pause; a throw ends the wait.
 * @returns False when the time ran out, or the signal fired, without a yes.
 */
export async function poll(
  isDone: () => Promise<boolean> | boolean,
  {
    timeoutMs,
    everyMs = 50,
    signal,
  }: { timeoutMs: number; everyMs?: number; signal?: AbortSignal },
): Promise<boolean> {
  const deadline = performance.now() + timeoutMs;
  while (!signal?.aborted) {
    if (await isDone()) return true;
    if (performance.now() > deadline) return false;
    await wait(everyMs);
  }
  return false;
}
