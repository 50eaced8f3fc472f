import { SsoUnavailableError } from './errors.ts';
import { pause } from './pause.ts';

const MAX_TRIES = 3;
const FIRST_PAUSE_MS = 100;

export type Retrying = {
  /** For all tries and pauses together. */
  readonly deadlineMs: number;
  readonly isWorthRetrying: (error: SsoUnavailableError) => boolean;
  readonly signal?: AbortSignal | undefined;
};

/**
 * Try up to three times, with jitter, and never past the deadline.
 *
 * @param attempt Is told what is left of the deadline.
 */
export async function withRetries<T>(
  attempt: (remainingMs: number) => Promise<T>,
  { deadlineMs, isWorthRetrying, signal }: Retrying,
): Promise<T> {
  const endMs = performance.now() + deadlineMs;
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(endMs - performance.now());
    } catch (error) {
      const waitMs = (0.5 + Math.random()) * FIRST_PAUSE_MS * 2 ** tries;
      const isOver = tries === MAX_TRIES || performance.now() + waitMs >= endMs;
      if (isOver || !(error instanceof SsoUnavailableError) || !isWorthRetrying(error)) throw error;
      await pause(waitMs, signal);
    }
  }
}

/**
 * For requests that may be made any number of times: discovery, keys, revoking. EVE's load balancer
 * answers with HTML, with 200 too. After a 429 more requests would be the wrong answer.
 */
export function isOutage({ status }: SsoUnavailableError): boolean {
  return status === null || status === 200 || status >= 500;
}

/**
 * For an exchange: only what EVE cannot have seen. A code works once (RFC 6749, section 4.1.2: a server
 * that sees it again should revoke what it gave), and the request that was lost may have rotated the
 * refresh token: asked again, EVE would call a living grant invalid.
 */
export function wasNeverSent({ wasSent }: SsoUnavailableError): boolean {
  return !wasSent;
}
