import type { Tx } from '#lib/server/transact.ts';

/** An account, and those that were merged into it, in however many steps: the trail names them as they were then. */
export async function readAccountIds(
  tx: Pick<Tx, '$queryRaw'>,
  accountId: string,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with recursive own(id) as (
      select ${accountId}::uuid
      union
      select account.id from account join own on merged_into_id = own.id)
    select id::text from own`;
  return rows.map(({ id }) => id);
}
