import type { MatchItem } from '#lib/core/matching/match-input.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';

/**
 * Keep a contract's items, once.
 *
 * @param items Null: EVE will never give them.
 */
export async function storeItems(
  tx: Tx,
  contractId: number,
  items: readonly MatchItem[] | null,
  now: Date,
): Promise<void> {
  const itemsState = items ? 'read' : 'unavailable';
  const rows = await tx.$queryRaw<{ version: number }[]>`
    update contract set items_state = ${itemsState}, version = version + 1, needs_match = true
    where id = ${fromId(contractId)} and items_state = 'unread'
    returning version`;
  const [contract] = rows;
  // Another worker was faster. Items never change, so its answer is ours.
  if (!contract) return;

  const once = items && listOnce(items);
  if (once) await insertItems(tx, contractId, once);
  await recordChange(tx, {
    entity: 'contract',
    entityId: String(contractId),
    version: contract.version,
    action: itemsState === 'read' ? 'items-read' : 'items-unavailable',
    actorId: null,
    before: { itemsState: 'unread' },
    after: { itemsState, items: once },
    at: now,
  });
}

/** ESI has listed one record twice. */
function listOnce(items: readonly MatchItem[]): MatchItem[] {
  return [
    ...new Map(items.toReversed().map((item) => [item.recordId, item])).values(),
  ].toReversed();
}

async function insertItems(tx: Tx, contractId: number, items: readonly MatchItem[]) {
  await tx.$executeRaw`
    insert into contract_item
      (contract_id, record_id, type_id, quantity, raw_quantity, is_included, is_singleton)
    select ${fromId(contractId)}, row.* from unnest(
      ${items.map(({ recordId }) => fromId(recordId))}::bigint[],
      ${items.map(({ typeId }) => typeId)}::int[],
      ${items.map(({ quantity }) => fromId(quantity))}::bigint[],
      ${items.map(({ rawQuantity }) => (rawQuantity === undefined ? null : fromId(rawQuantity)))}::bigint[],
      ${items.map(({ isIncluded }) => isIncluded)}::boolean[],
      ${items.map(({ isSingleton }) => isSingleton)}::boolean[]) as row`;
}
