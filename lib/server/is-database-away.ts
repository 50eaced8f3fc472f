/**
 * Connection exceptions; shut down, crashed, starting up; given up after its time, or waiting for a lock;
 * Prisma's words for the same.
 */
const AWAY_CODES =
  /^(?:08\d{3}|57P0[1-5]|57014|55P03|53300|P1001|P1002|P1008|P1017|ECONN\w+|EPIPE|ETIMEDOUT)$/;
const AWAY_WORDS =
  /Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error|Can't reach database|Server has closed the connection|DatabaseNotReachable|ConnectionClosed/;

/** Whether the database did not answer, or was lost on the way: nobody's mistake, and it comes back. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 4) return false;
  if ('code' in error && AWAY_CODES.test(String(error.code))) return true;
  if ('originalCode' in error && AWAY_CODES.test(String(error.originalCode))) return true;
  if ('message' in error && AWAY_WORDS.test(String(error.message))) return true;
  return ['cause', 'meta', 'driverAdapterError'].some(
    (key) => key in error && isDatabaseAway(Reflect.get(error, key), depth + 1),
  );
}
