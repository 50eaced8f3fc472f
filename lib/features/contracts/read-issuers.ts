/**
 * Whose contracts may deliver the quotes of accounts.
 *
 * @module
 */
import type { FormerIssuer } from '#lib/core/matching/match-input.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

/** Characters by account, the main one first. */
export async function readIssuers(
  tx: SqlTx,
  accountIds: readonly string[],
): Promise<Map<string, number[]>> {
  if (accountIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ account_id: string; ids: bigint[] }[]>`
    select account.id::text as account_id, array_agg(character.id
      order by character.id = account.main_character_id desc, character.id) as ids
    from character join account on account.id = character.account_id
    where account.id = any(${toSqlArray(new Set(accountIds))}::uuid[])
    group by account.id`;
  return new Map(rows.map(({ account_id, ids }) => [account_id, ids.map(toId)]));
}

/** Who was paid for quotes, or parts of them. */
export async function readPaidIssuers(
  tx: SqlTx,
  quoteIds: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await tx.$queryRaw<{ quote_id: string; ids: bigint[] }[]>`
    select settlement.quote_id::text, array_agg(distinct issuer_id order by issuer_id) as ids
    from settlement join contract on contract.id = contract_id
    where settlement.quote_id = any(${toSqlArray(quoteIds)}::uuid[]) group by settlement.quote_id`;
  return new Map(rows.map(({ quote_id, ids }) => [quote_id, ids.map(toId)]));
}

/** Characters that have left the accounts, by account. */
export async function readFormer(
  tx: SqlTx,
  accountIds: readonly string[],
): Promise<Map<string, FormerIssuer[]>> {
  if (accountIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ account_id: string; character_id: bigint; left_at: Date }[]>`
    select account_id::text, character_id, left_at from former_character
    where account_id = any(${toSqlArray(new Set(accountIds))}::uuid[])
    order by account_id, character_id`;
  const formerOf = new Map<string, FormerIssuer[]>();
  for (const { account_id, character_id, left_at } of rows) {
    const former = formerOf.get(account_id) ?? [];
    former.push({ id: toId(character_id), until: left_at });
    formerOf.set(account_id, former);
  }
  return formerOf;
}
