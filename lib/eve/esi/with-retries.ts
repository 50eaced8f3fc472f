import { EsiNetworkError, EsiServerError, EsiTimeoutError } from './errors.ts';
import { pause } from './pause.ts';

const MAX_TRIES = 3;
const WORTH_RETRYING = [502, 503, 504];

/**
 * Try again after a 502, 503, 504 or a broken connection: three tries in all, with jitter, and never
 * past the deadline.
 *
 * @param deadlineMs For all tries together.
 */
export async function withRetries<T>(
  attempt: (remainingMs: number) => Promise<T>,
  { deadlineMs, baseMs, signal }: { deadlineMs: number; baseMs: number; signal: AbortSignal },
): Promise<T> {
  const endMs = performance.now() + deadlineMs;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt(endMs - performance.now());
    } catch (error) {
      const waitMs = Math.random() * baseMs * 2 ** tries;
      const isTooLate = performance.now() + waitMs >= endMs;
      if (tries === MAX_TRIES || isTooLate || !isWorthRetrying(error)) throw error;
      await pause(waitMs, signal);
    }
  }
}

function isWorthRetrying(error: unknown): boolean {
  if (error instanceof EsiServerError) return WORTH_RETRYING.includes(error.status);
  return error instanceof EsiNetworkError || error instanceof EsiTimeoutError;
}
