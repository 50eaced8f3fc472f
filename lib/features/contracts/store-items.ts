import { createHash } from 'node:crypto';
import type { MatchItem } from '#lib/core/matching/match-input.ts';
import { recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { type SqlValue, toSqlArray } from '#lib/server/sql-arrays.ts';
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

  await insertItems(
    tx,
    taken.flatMap(({ contractId, items }) => (items ?? []).map((item) => ({ contractId, item }))),
  );
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
  const hash = createHash('sha256');
  for (const item of items.toSorted((a, b) => a.recordId - b.recordId)) {
    const { recordId, typeId, quantity, rawQuantity, isIncluded, isSingleton } = item;
    const flags = `${isIncluded ? 't' : 'f'} ${isSingleton ? 't' : 'f'}`;
    hash.update(`${recordId} ${typeId} ${quantity} ${rawQuantity ?? '-'} ${flags},`);
  }
  return hash.digest('hex');
}

type ItemRow = { readonly contractId: number; readonly item: MatchItem };

async function insertItems(tx: SqlTx, rows: readonly ItemRow[]) {
  if (rows.length === 0) return;
  const all = (pick: (row: ItemRow) => SqlValue) => toSqlArray(rows.map(pick));
  await tx.$executeRaw`
    insert into contract_item
      (contract_id, record_id, type_id, quantity, raw_quantity, is_included, is_singleton)
    select * from unnest(
      ${all(({ contractId }) => contractId)}::bigint[],
      ${all(({ item }) => item.recordId)}::bigint[],
      ${all(({ item }) => item.typeId)}::int[],
      ${all(({ item }) => item.quantity)}::bigint[],
      ${all(({ item: { rawQuantity } }) => rawQuantity ?? null)}::bigint[],
      ${all(({ item }) => item.isIncluded)}::boolean[],
      ${all(({ item }) => item.isSingleton)}::boolean[])`;
}
