import { hash } from 'node:crypto';
import type { MatchItem } from '#lib/core/matching/match-input.ts';
import { recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

/** Items by contract id. Null: EVE does not give them; see `denyItems`. */
export type ItemsOfMany = ReadonlyMap<number, readonly MatchItem[] | null>;

/** Keep the items of many contracts, each once, in a few statements. */
export async function storeItemsOfMany(tx: SqlTx, itemsOf: ItemsOfMany, now: Date): Promise<void> {
  // In the order of their ids, so that two workers never wait for each other.
  const ids = [...itemsOf.keys()].toSorted((a, b) => a - b);
  const readIds = ids.filter((id) => itemsOf.get(id) !== null);
  const rows = await tx.$queryRaw<{ id: bigint; version: number; before: string }[]>`
    update contract set version = version + 1, needs_match = true,
      items_state = case when id = any(${toSqlArray(readIds)}::bigint[]) then 'read' else 'unavailable' end
    from (
      select id as contract_id, items_state as before from contract
      where id = any(${toSqlArray(ids)}::bigint[]) and (items_state = 'unread'
        or items_state = 'unavailable' and id = any(${toSqlArray(readIds)}::bigint[]))
      order by id for update) taken
    where id = contract_id
    returning id, version, before`;
  // Where another worker was faster there is no row. Items never change, so its answer is ours.
  const taken = rows.map(({ id, version, before }) => {
    const items = itemsOf.get(toId(id)) ?? null;
    return { contractId: toId(id), version, before, items: items && listOnce(items) };
  });

  await insertItems(tx, taken);
  await forgetDenials(tx, taken);
  await recordChanges(
    tx,
    taken.map(({ contractId, version, before, items }) => ({
      entity: 'contract',
      entityId: String(contractId),
      version,
      action: items ? 'items-read' : 'items-unavailable',
      actorId: null,
      before: { itemsState: before },
      after: items
        ? { itemsState: 'read', count: items.length, digest: digestItems(items) }
        : { itemsState: 'unavailable' },
      at: now,
    })),
  );
}

/** ESI has listed one record twice. */
function listOnce(items: readonly MatchItem[]): MatchItem[] {
  return [
    ...new Map(items.toReversed().map((item) => [item.recordId, item])).values(),
  ].toReversed();
}

/**
 * What the trail keeps of items, which never change: as the check of the database reckons it from the
 * rows. SHA-256 over one text for each, in the order of their records.
 */
function digestItems(items: readonly MatchItem[]): string {
  let text = '';
  for (const item of items.toSorted((a, b) => a.recordId - b.recordId)) {
    const { recordId, typeId, quantity, rawQuantity, isIncluded, isSingleton } = item;
    text += `${recordId} ${typeId} ${quantity} ${rawQuantity ?? '-'} ${isIncluded ? 't' : 'f'} ${isSingleton ? 't' : 'f'},`;
  }
  return hash('sha256', text, 'hex');
}

type Taken = {
  readonly contractId: number;
  readonly before: string;
  readonly items: readonly MatchItem[] | null;
};

/** EVE has told them after all. */
async function forgetDenials(tx: SqlTx, taken: readonly Taken[]) {
  const ids = taken
    .filter(({ before, items }) => items && before === 'unavailable')
    .map(({ contractId }) => contractId);
  if (ids.length === 0) return;
  await tx.$executeRaw`delete from item_denial where contract_id = any(${toSqlArray(ids)}::bigint[])`;
}

/** One pass over all items: with a million of them every list more is felt. */
async function insertItems(tx: SqlTx, taken: readonly Taken[]) {
  const contractIds: number[] = [];
  const recordIds: number[] = [];
  const typeIds: number[] = [];
  const quantities: number[] = [];
  const rawQuantities: (number | null)[] = [];
  const included: boolean[] = [];
  const singletons: boolean[] = [];
  for (const { contractId, items } of taken) {
    for (const item of items ?? []) {
      contractIds.push(contractId);
      recordIds.push(item.recordId);
      typeIds.push(item.typeId);
      quantities.push(item.quantity);
      rawQuantities.push(item.rawQuantity ?? null);
      included.push(item.isIncluded);
      singletons.push(item.isSingleton);
    }
  }
  if (contractIds.length === 0) return;
  await tx.$executeRaw`
    insert into contract_item
      (contract_id, record_id, type_id, quantity, raw_quantity, is_included, is_singleton)
    select * from unnest(
      ${toSqlArray(contractIds)}::bigint[], ${toSqlArray(recordIds)}::bigint[],
      ${toSqlArray(typeIds)}::int[], ${toSqlArray(quantities)}::bigint[],
      ${toSqlArray(rawQuantities)}::bigint[], ${toSqlArray(included)}::boolean[],
      ${toSqlArray(singletons)}::boolean[])`;
}
