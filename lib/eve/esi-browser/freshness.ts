/** Asking again at once would spin, and asking before Expires may get an application banned. */
const FLOOR_MS = 10_000;
/** Where nothing sensible is said. */
const UNSAID_MS = 60_000;
/** An answer that ran out on its way to us is a little old. */
const LATE_MS = 10_000;
/** Windows of ESI's lists and prices; longer ones tell nothing of a clock. */
const SHORT_WINDOW_MS = 3_600_000;
/** ESI keeps nothing longer than until the next day's 11:05. */
export const CEILING_MS = 48 * 3_600_000;

/**
 * For how long an answer is not asked for again, in milliseconds from now: 10 s to 48 h.
 *
 * Freshness is Expires − Date, but a page may not read `Date`: it is not among the CORS-safelisted
 * response headers. `Expires` and `Last-Modified` are, and ESI's own time lies between them. So the
 * local clock is believed while it lies there too. Where it does not, by more than 10 s, it is wrong
 * by an unknown amount: the answer is then held for its whole window, too long rather than too short.
 *
 * @param nowMs When the answer came, by the local clock.
 */
export function freshForMs(expires: string | null, modified: string | null, nowMs: number): number {
  const expiresMs = Date.parse(expires ?? '');
  if (Number.isNaN(expiresMs)) return UNSAID_MS;
  const leftMs = expiresMs - nowMs;
  // NaN when Last-Modified is missing: both comparisons are then false.
  const windowMs = expiresMs - Date.parse(modified ?? '');
  const isClockWrong = leftMs < -LATE_MS || leftMs > windowMs + LATE_MS;
  if (isClockWrong && windowMs >= 0 && windowMs <= SHORT_WINDOW_MS) {
    return Math.max(windowMs, FLOOR_MS);
  }
  if (leftMs < -LATE_MS) return UNSAID_MS;
  return Math.min(Math.max(leftMs, FLOOR_MS), CEILING_MS);
}
