import type { MatchItem } from '#lib/core/matching/match-input.ts';
import type { EsiContractItem } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { isDataRefusal } from '#lib/server/transact.ts';
import { transactSql } from '#lib/server/transact-sql.ts';
import { fromEsiItem } from './contract-row.ts';
import { denyItems } from './deny-items.ts';
import { type ItemsOfMany, storeItemsOfMany } from './store-items.ts';

/**
 * Keep what EVE has said of contracts' items. Those that the database refuses are left out by
 * themselves.
 *
 * @param read By contract id. Null: EVE says that there are none to be read.
 */
export async function keepItems(
  container: Container,
  read: ReadonlyMap<number, readonly EsiContractItem[] | null>,
): Promise<void> {
  if (read.size === 0) return;
  const itemsOf = new Map<number, readonly MatchItem[]>();
  const deniedIds: number[] = [];
  for (const [contractId, items] of read) {
    if (items) itemsOf.set(contractId, items.map(fromEsiItem));
    else deniedIds.push(contractId);
  }
  try {
    await keepTogether(container, itemsOf, deniedIds);
  } catch (error) {
    if (!isDataRefusal(error)) throw error;
    for (const [contractId, items] of itemsOf) await keepAlone(container, contractId, items);
    await keepTogether(container, new Map(), deniedIds);
  }
}

async function keepAlone(
  container: Container,
  contractId: number,
  items: readonly MatchItem[],
): Promise<void> {
  try {
    await keepTogether(container, new Map([[contractId, items]]), []);
  } catch (error) {
    if (!isDataRefusal(error)) throw error;
    // They never change, so they would be refused for ever. A person looks at them in game.
    container.log.error({ err: error, contractId }, 'items could not be stored');
    await transactSql(container, (tx) =>
      denyItems(tx, [contractId], { isFinal: true }, container.clock()),
    );
  }
}

async function keepTogether(
  container: Container,
  itemsOf: ItemsOfMany,
  deniedIds: readonly number[],
): Promise<void> {
  await container.checkpoint('items asked for');
  await transactSql(container, async (tx) => {
    const now = container.clock();
    await storeItemsOfMany(tx, itemsOf, now);
    await denyItems(tx, deniedIds, { isFinal: false }, now);
    await container.checkpoint('items stored');
  });
}
