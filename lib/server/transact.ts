import { setTimeout as sleep } from 'node:timers/promises';
import type { Container } from './container.ts';
import type { Prisma } from './generated/prisma/client.ts';

export type Tx = Prisma.TransactionClient;

export type TransactOptions = {
  /** Further tries after the first. Default 5. */
  readonly retries?: number;
  readonly isolation?: 'ReadCommitted' | 'RepeatableRead' | 'Serializable';
  readonly timeoutMs?: number;
};

/** Somebody else changed the row between our read and our write. Trying again reads the new one. */
export class ConcurrentChangeError extends Error {
  override readonly name = 'ConcurrentChangeError';
  readonly isRetryable = true;
}

const TIMEOUT_MS = 15_000;
const MAXIMUM_WAIT_MS = 5_000;
const FIRST_PAUSE_MS = 10;

/** Data exception, integrity violation, `raise` in a trigger. */
const DATA_CODES = /^(?:22|23)[0-9A-Z]{3}$|^P0001$/;
/** Serialization failure, deadlock; Prisma's own word for both. */
const CONFLICT_CODES: ReadonlySet<string> = new Set(['40001', '40P01', 'P2034']);

/**
 * Run a transaction, again from the start when it lost against another.
 *
 * `run` may be called several times, so it must not keep or change anything outside the
 * transaction. Throw `ConcurrentChangeError` in it when a compare-and-set found another version.
 */
export async function transact<T>(
  container: Pick<Container, 'db'>,
  run: (tx: Tx) => Promise<T>,
  { retries = 5, isolation = 'ReadCommitted', timeoutMs = TIMEOUT_MS }: TransactOptions = {},
): Promise<T> {
  return retryConflicts(retries, () =>
    container.db.$transaction(run, {
      isolationLevel: isolation,
      maxWait: MAXIMUM_WAIT_MS,
      timeout: timeoutMs,
    }),
  );
}

/** Run a transaction, again from the start when it lost against another. */
export async function retryConflicts<T>(retries: number, run: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= retries || !isConflict(error)) throw error;
      // Jitter, so that two who met do not meet again.
      await sleep(Math.random() * FIRST_PAUSE_MS * 2 ** attempt);
    }
  }
}

/** Whether the database, or a compare-and-set of ours, says that another transaction won. */
export function isConflict(error: unknown): boolean {
  if (error instanceof ConcurrentChangeError) return true;
  for (const code of errorCodes(error)) if (CONFLICT_CODES.has(code)) return true;
  return false;
}

/**
 * Whether the data itself is what could not be written: out of range, not a text, against a rule. The
 * same data would be refused again; other data would not.
 */
export function isDataRefusal(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return true;
  for (const code of errorCodes(error)) if (DATA_CODES.test(code)) return true;
  return false;
}

/** Whether a unique index refused a row (the same thing was written twice). */
export function isUniqueViolation(error: unknown): boolean {
  for (const code of errorCodes(error)) if (code === 'P2002' || code === '23505') return true;
  return false;
}

// Prisma hides the database's own code in different places for typed and for raw queries.
function* errorCodes(error: unknown, depth = 0): Generator<string> {
  if (typeof error !== 'object' || error === null || depth > 4) return;
  for (const [key, value] of Object.entries(error)) {
    if ((key === 'code' || key === 'originalCode') && typeof value === 'string') yield value;
  }
  if ('meta' in error) yield* errorCodes(error.meta, depth + 1);
  if ('driverAdapterError' in error) yield* errorCodes(error.driverAdapterError, depth + 1);
  if ('cause' in error) yield* errorCodes(error.cause, depth + 1);
}
