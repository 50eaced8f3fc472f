import { FINISHED_STATUSES } from '#lib/core/matching/checks/terms.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import type { SettlingFacts } from './store-advances.ts';

/**
 * Accounts of the characters that made valid contracts, where they are known here. What was accepted
 * before a character left its account is that account's. What it made before it was sold is never that of
 * a later owner.
 */
export async function readIssuerAccounts(
  tx: SqlTx,
  contracts: readonly SettlingFacts[],
): Promise<Map<number, string>> {
  if (contracts.length === 0) return new Map();
  const ids = new Set(contracts.map(({ contractId }) => contractId));
  const rows = await tx.$queryRaw<{ id: bigint; account_id: string }[]>`
    select contract.id, account.id::text as account_id
    from contract
    left join lateral (
      select account_id from former_character
      where character_id = issuer_id and contract.status = any(${toSqlArray(FINISHED_STATUSES)}::text[])
        and left_at > coalesce(date_accepted, date_completed)
        and not exists (select from audit_event sale
          where sale.entity = 'character' and sale.entity_id = issuer_id::text
            and sale.action = 'owner-changed' and sale.at >= date_issued and sale.at < left_at)
      order by left_at limit 1) former on true
    left join character on character.id = issuer_id
      and (owner_changed_at is null or date_issued > owner_changed_at)
    join account on account.id = coalesce(former.account_id, character.account_id)
    where contract.id = any(${toSqlArray(ids)}::bigint[])
      and blocked_at is null and deleted_at is null`;
  return new Map(rows.map(({ id, account_id }) => [toId(id), account_id]));
}
