import { toSqlArray } from './sql-arrays.ts';
import type { SqlTx } from './transact-sql.ts';

/**
 * Whether an account is still open; held until the transaction ends, so that what is written for it is not
 * left to one that its pilot deletes or merges at this moment.
 */
export function isStanding(tx: SqlTx, accountId: string): Promise<boolean> {
  return areStanding(tx, new Set([accountId]));
}

/** As {@link isStanding}, of several accounts: whether all of them are. */
export async function areStanding(tx: SqlTx, accountIds: ReadonlySet<string>): Promise<boolean> {
  if (accountIds.size === 0) return true;
  const rows = await tx.$queryRaw<unknown[]>`
    select id from account where id = any(${toSqlArray(accountIds)}::uuid[]) and deleted_at is null
    order by id for share`;
  return rows.length === accountIds.size;
}
