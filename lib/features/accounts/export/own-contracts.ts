import type { Tx } from '#lib/server/transact.ts';

/**
 * Of which contracts an account may read everything: what its characters issued while they were nobody
 * else's, however often they left it and came back. A character that was bought brings none of the seller's,
 * one that was sold leaves those of before.
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
      select id from character where account_id = any(${accountIds}::uuid[])
      union
      select character_id from former_character where account_id = any(${accountIds}::uuid[])
    ), parting as (
      -- Also as nobody's a character is sold.
      select issuer.id, at, coalesce(before ->> 'accountId' = any(${accountIds}::text[]), false) as is_own
      from issuer join audit_event on entity = 'character' and entity_id = issuer.id::text
        and action in ('owner-changed', 'unlinked')
    ), ending as (
      select id, at as until from parting where is_own
      union
      select id, 'infinity' from character where account_id = any(${accountIds}::uuid[])
    ), own as (
      select ending.id, until, greatest(
        (select max(at) from parting
          where parting.id = ending.id and not is_own and at < until),
        case when until = 'infinity' then owner_changed_at end) as since
      from ending join character on character.id = ending.id
    )
    select distinct contract.id
    from own join contract on issuer_id = own.id and date_issued <= until
      and (since is null or date_issued > since)
    where contract.id > ${afterId}
    order by contract.id limit ${limit}`;
  return rows.map(({ id }) => id);
}
