/** Connection exceptions; shut down, crashed, starting up; Prisma's words for the same. */
const AWAY_CODES = /^(?:08\d{3}|57P0[1-5]|53300|P1001|P1002|P1008|P1017|ECONN\w+|EPIPE|ETIMEDOUT)$/;
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Can't reach database|Server has closed the connection|DatabaseNotReachable|ConnectionClosed/;

/** Given up after its time, or waiting for a lock. */
const LATE_CODES = /^(?:57014|55P03)$/;
const FULL_CODES = /^53100$/;
const FULL_WORDS = /No space left on device|Disk quota exceeded/;
const NO_WORDS = /(?!)/;

/** Whether the database did not answer, or was lost on the way: nobody's mistake, and it comes back. */
export function isDatabaseAway(error: unknown): boolean {
  return isSaid(error, AWAY_CODES, AWAY_WORDS);
}

/** Whether somebody is left without an answer: the database is away, or takes longer than one waits. */
export function isUnanswered(error: unknown): boolean {
  return isDatabaseAway(error) || isSaid(error, LATE_CODES, NO_WORDS);
}

/** Whether the database has no room to keep anything new. What it holds can still be read. */
export function isDatabaseFull(error: unknown): boolean {
  return isSaid(error, FULL_CODES, FULL_WORDS);
}

/** Drivers and Prisma wrap what happened, each in its own way. */
function isSaid(error: unknown, codes: RegExp, words: RegExp, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  if ('code' in error && codes.test(String(error.code))) return true;
  if ('originalCode' in error && codes.test(String(error.originalCode))) return true;
  if ('message' in error && words.test(String(error.message))) return true;
  return ['cause', 'meta', 'driverAdapterError'].some(
    (key) => key in error && isSaid(Reflect.get(error, key), codes, words, depth + 1),
  );
}
