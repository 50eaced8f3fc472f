import type { Tx } from './transact.ts';

/**
 * Wait until no other transaction holds this name, in any process; held until this one ends.
 *
 * Take several in the order of their names, else two transactions wait for each other.
 */
export async function lockName(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}
