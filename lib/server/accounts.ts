import type { SqlTx } from './transact-sql.ts';

/**
 * Whether an account is still open; held until the transaction ends, so that what is written for it is not
 * left to one that its pilot deletes or merges at this moment.
 */
export async function isStanding(tx: SqlTx, accountId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select id from account where id = ${accountId}::uuid and deleted_at is null for share`;
  return rows.length > 0;
}
