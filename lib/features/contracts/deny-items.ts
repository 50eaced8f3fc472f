import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { storeItemsOfMany } from './store-items.ts';

/** EVE has denied what is there. So it is asked again, after twice as long each time. */
const FIRST_PAUSE_MS = 5 * 60_000;
/** Said so often, over ten hours and a half, it is believed. */
const MOST_DENIALS = 8;

/**
 * Note that contracts have no items to be read: they are judged without until EVE tells them after all.
 *
 * @param options.isFinal They are never asked for again.
 */
export async function denyItems(
  tx: SqlTx,
  contractIds: readonly number[],
  { isFinal }: { readonly isFinal: boolean },
  now: Date,
): Promise<void> {
  if (contractIds.length === 0) return;
  await storeItemsOfMany(tx, new Map(contractIds.map((id) => [id, null])), now);
  // Another feed may have been told the same a moment ago: that counts once.
  await tx.$executeRaw`
    insert into item_denial as denial (contract_id, denials, ask_at)
    select id, 1, case when not ${isFinal} then
      ${now}::timestamptz + ${FIRST_PAUSE_MS}::int * interval '1 ms' end
    from contract
    where id = any(${toSqlArray(contractIds)}::bigint[]) and items_state = 'unavailable' order by id
    on conflict (contract_id) do update set
      denials = denial.denials + 1,
      ask_at = case when not ${isFinal} and denial.denials + 1 < ${MOST_DENIALS}::int then
        ${now}::timestamptz + ${FIRST_PAUSE_MS}::int * interval '1 ms' * 2 ^ denial.denials end
    where denial.ask_at <= ${now}`;
}
