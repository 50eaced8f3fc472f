import { hash } from 'node:crypto';
import type { MatchItem } from '#lib/core/matching/match-input.ts';
import { recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

/** Items by contract id. Null: EVE will never give them. */
export type ItemsOfMany = ReadonlyMap<number, readonly MatchItem[] | null>;

/** Keep the items of many contracts, each once, in a few statements. */
export async function storeItemsOfMany(tx: SqlTx, itemsOf: ItemsOfMany, now: Date): Promise<void> {
  // In the order of their ids, so that two workers never wait for each other.
  const ids = [...itemsOf.keys()].toSorted((a, b) => a - b);
  const readIds = ids.filter((id) => itemsOf.get(id) !== null);
  const rows = await tx.$queryRaw<{ id: bigint; version: number }[]>`
    update contract set version = version + 1, needs_match = true,
      items_state = case when id = any(${toSqlArray(readIds)}::bigint[]) then 'read' else 'unavailable' end
    where id in (
      select id from contract
      where id = any(${toSqlArray(ids)}::bigint[]) and items_state = 'unread' order by id for update)
    returning id, version`;
  // Where another worker was faster there is no row. Items never change, so its answer is ours.
  const taken = rows.map(({ id, version }) => {
    const items = itemsOf.get(toId(id)) ?? null;
    return { contractId: toId(id), version, items: items && listOnce(items) };
  });

  await insertItems(tx, taken);
  await recordChanges(
    tx,
    taken.map(({ contractId, version, items }) => ({
      entity: 'contract',
      entityId: String(contractId),
      version,
      action: items ? 'items-read' : 'items-unavailable',
      actorId: null,
      before: { itemsState: 'unread' },
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

type Taken = { readonly contractId: number; readonly items: readonly MatchItem[] | null };

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
