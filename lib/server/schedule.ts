/** Clocks of two machines differ by less than this; a time that is further ahead is a wrong one. */
export const CLOCK_SLACK_MS = 6 * 60_000;
/** Nothing is due later than this: no list of EVE's lasts as long, and no wait after a failure. */
const LONGEST_PAUSE_MS = 90 * 60_000;

/** A job that is this much overdue was lost with its process, or with Redis: it is put in again. */
const LOST_AFTER_MS = 120_000;

/**
 * Name a piece of scheduled work: whose, and when it was due. Two sweeps, or two processes, that
 * find the same thing due make one job of it.
 */
export function toDueJobId(id: string, dueAt: Date, now: Date): string {
  // Of a wrong clock's time it is run before it is due, and may be lost like any other.
  const overdueMs = Math.abs(now.getTime() - dueAt.getTime());
  return `${id}.${dueAt.getTime()}.${Math.floor(overdueMs / LOST_AFTER_MS)}`;
}

/**
 * Whether a time that was written down as past is still to come: the clock has been set back since.
 * Whoever waits for it would wait for as long as the clock was wrong.
 */
export function isOfTheFuture(at: Date, now: Date): boolean {
  return at.getTime() > now.getTime() + CLOCK_SLACK_MS;
}

/** The latest that a next run, and that a last run, can be written down for. Later ones are wrong. */
export function latestTimes(now: Date): [nextRun: Date, lastRun: Date] {
  return [new Date(now.getTime() + LONGEST_PAUSE_MS), new Date(now.getTime() + CLOCK_SLACK_MS)];
}
