/** A job that is this much overdue was lost with its process, or with Redis: it is put in again. */
const LOST_AFTER_MS = 120_000;

/**
 * Name a piece of scheduled work: whose, and when it was due. Two sweeps, or two processes, that
 * find the same thing due make one job of it.
 */
export function toDueJobId(id: string, dueAt: Date, now: Date): string {
  const overdueMs = Math.max(now.getTime() - dueAt.getTime(), 0);
  return `${id}.${dueAt.getTime()}.${Math.floor(overdueMs / LOST_AFTER_MS)}`;
}
