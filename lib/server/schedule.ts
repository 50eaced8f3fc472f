/**
 * Longer than a job may take: a time further ahead than this was written by a clock that was wrong. One
 * that is less far ahead may have been written while we were at work, and is newer than what we have.
 */
export const CLOCK_SLACK_MS = 6 * 60_000;
/** Clocks that are kept right differ by less than this. */
export const RIGHT_CLOCKS_MS = 30_000;
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

/** What ran last, and is to run next, as whoever ran it wrote it down by a clock of its own. */
export type WrittenRun = {
  readonly id: string;
  readonly lastRunAt: Date | null;
  readonly nextRunAt: Date;
};

/**
 * Find what is due of what several processes run. Made once for a process, asked again and again for
 * all there is.
 *
 * What a clock ahead of ours has written down would not be due for as long as that clock is ahead. So
 * its pause counts from when we first saw it; further ahead than `CLOCK_SLACK_MS` it does not count.
 */
export function createDueFinder(): (
  runs: readonly WrittenRun[],
  now: Date,
) => { readonly id: string; readonly dueAt: Date }[] {
  let known = new Map<string, { lastRunMs: number; aheadMs: number }>();
  return (runs, now) => {
    const before = known;
    known = new Map();
    return runs.flatMap(({ id, lastRunAt, nextRunAt }) => {
      const lastRunMs = lastRunAt?.getTime() ?? 0;
      const held = before.get(id);
      const aheadMs = held?.lastRunMs === lastRunMs ? held.aheadMs : lastRunMs - now.getTime();
      known.set(id, { lastRunMs, aheadMs });
      const dueAt = new Date(nextRunAt.getTime() - (aheadMs > RIGHT_CLOCKS_MS ? aheadMs : 0));
      const isWrong = aheadMs > CLOCK_SLACK_MS || isLater(dueAt, now, LONGEST_PAUSE_MS);
      return dueAt <= now || isWrong ? [{ id, dueAt }] : [];
    });
  };
}

/** A time of ours that follows another, which we read before it, though a clock ahead wrote that down. */
export function following(before: Date | undefined, now: Date): Date {
  const isPast = !before || before < now || isOfTheFuture(before, now);
  return isPast ? now : new Date(before.getTime() + 1);
}

/**
 * Whether a time that was written down as past is still to come: the clock has been set back since.
 * Whoever waits for it would wait for as long as the clock was wrong.
 */
export function isOfTheFuture(at: Date, now: Date): boolean {
  return isLater(at, now, CLOCK_SLACK_MS);
}

/** Whether a time that was written down as past is of a clock ahead of ours. */
export function isAhead(at: Date, now: Date): boolean {
  return isLater(at, now, RIGHT_CLOCKS_MS);
}

function isLater(at: Date, now: Date, byMs: number): boolean {
  return at.getTime() - now.getTime() > byMs;
}
