import type { SqlTx } from './transact-sql.ts';

/**
 * Wait until no other transaction holds this name, in any process; held until this one ends.
 *
 * Take several in the order of their names, else two transactions wait for each other.
 */
export async function lockName(tx: SqlTx, name: string): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`;
}

/** As `lockName`, of many names at once, in an order that is the same for everybody. */
export async function lockNames(tx: SqlTx, names: readonly string[]): Promise<void> {
  // The names are hashed and sorted first: locks are taken as the rows come.
  await tx.$executeRaw`
    select pg_advisory_xact_lock(key) from (
      select distinct hashtextextended(name, 0) as key from unnest(${[...names]}::text[]) as name
      order by key) as sorted`;
}
