import { Prisma } from '#lib/server/generated/prisma/client.ts';
import type { Tx } from '#lib/server/transact.ts';

/**
 * Of which contracts an account may read everything: what its characters issued while they were nobody
 * else's. A character that was bought brings none of the seller's, one that was sold leaves those of before.
 *
 * @returns Ids, the lowest first, above `afterId`.
 */
export async function findOwnContracts(
  tx: Pick<Tx, '$queryRaw'>,
  accountIds: readonly string[],
  { afterId, limit }: { readonly afterId: bigint; readonly limit: number },
): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    with issuer as (
      select id, 'infinity'::timestamptz as until 
      from character where account_id = any(${accountIds}::uuid[])
      union
      select character_id, left_at from former_character
      where account_id = any(${accountIds}::uuid[])
    ), own as (
      select id, until, coalesce(${lastLeft(accountIds)}, '-infinity') as since from issuer
    )
    select distinct contract.id
    from own join contract on issuer_id = own.id and date_issued > since and date_issued <= until
    where contract.id > ${afterId}
    order by contract.id limit ${limit}`;
  return rows.map(({ id }) => id);
}

/** When the character last left somebody else. */
function lastLeft(accountIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`(
    select max(at) from audit_event
    where entity = 'character' and entity_id = issuer.id::text and at < issuer.until
      and action in ('owner-changed', 'unlinked') and before ->> 'accountId' <> all(${accountIds}::text[]))`;
}
