import { EsiNetworkError, EsiServerError, EsiTimeoutError } from './errors.ts';
import { pause } from './pause.ts';
import type { StopSignal } from './stop-signal.ts';

const MAX_TRIES = 3;
const WORTH_RETRYING = [502, 503, 504];

/**
 * Try again after a 502, 503, 504 or a broken connection: three tries in all, with jitter, and never
 * past the deadline.
 *
 * @param enter Waits for the turn of each try. That is not on the deadline: others may be before it.
 * @param deadlineMs For all tries and the pauses between them together.
 */
export async function withRetries<Turn, T>(
  enter: () => Promise<Turn>,
  attempt: (turn: Turn, remainingMs: number) => Promise<T>,
  { deadlineMs, baseMs, signal }: { deadlineMs: number; baseMs: number; signal: StopSignal },
): Promise<T> {
  let leftMs = deadlineMs;
  for (let tries = 1; ; tries++) {
    const turn = await enter();
    const startMs = performance.now();
    try {
      return await attempt(turn, leftMs);
    } catch (error) {
      const waitMs = Math.random() * baseMs * 2 ** tries;
      leftMs -= performance.now() - startMs + waitMs;
      if (tries === MAX_TRIES || leftMs <= 0 || !isWorthRetrying(error)) throw error;
      await pause(waitMs, signal);
    }
  }
}

function isWorthRetrying(error: unknown): boolean {
  if (error instanceof EsiServerError) {
    return WORTH_RETRYING.includes(error.status) && error.retryAfterMs === null;
  }
  return error instanceof EsiNetworkError || error instanceof EsiTimeoutError;
}
