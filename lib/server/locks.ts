import { toSqlArray } from './sql-arrays.ts';
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
      select distinct hashtextextended(name, 0) as key from unnest(${toSqlArray(names)}::text[]) as name
      order by key) as sorted`;
}

/**
 * As `lockNames`, of those names alone that nobody holds: never waits.
 *
 * @returns Which of them are ours now.
 */
export async function tryLockNames(tx: SqlTx, names: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ name: string }[]>`
    select name from unnest(${toSqlArray(names)}::text[]) as name
    where pg_try_advisory_xact_lock(hashtextextended(name, 0))`;
  return new Set(rows.map(({ name }) => name));
}
