import type { MatchContract } from '#lib/core/matching/match-input.ts';
import type { Container } from '#lib/server/container.ts';
import { isDataRefusal } from '#lib/server/transact.ts';
import { transactSql } from '#lib/server/transact-sql.ts';
import { storeContracts } from './store-contracts.ts';
import { type StoredWalk, storeWalk, type Walk } from './store-walk.ts';

/** More than these in one walk are no odd contracts, but a fault of ours. */
const MOST_REFUSED = 20;

/**
 * Store a complete walk. A contract that the database refuses, for whatever reason, is left out by
 * itself: it must not keep the others from being seen.
 */
export async function keepWalk(container: Container, walk: Walk): Promise<StoredWalk | null> {
  try {
    return await storeWalk(container, walk);
  } catch (error) {
    if (!isDataRefusal(error)) throw error;
    const refused = await findRefused(container, walk);
    if (refused.length === 0 || refused.length > MOST_REFUSED) throw error;
    const unreadableIds = refused.map(({ contractId }) => contractId);
    container.log.error({ err: error, contractIds: unreadableIds }, 'contracts were refused');
    return storeWalk(container, {
      ...walk,
      contracts: walk.contracts.filter((contract) => !refused.includes(contract)),
      unreadableIds: [...walk.unreadableIds, ...unreadableIds],
    });
  }
}

/** Halve the list until each refused contract stands alone. Nothing of it is kept. */
async function findRefused(container: Container, walk: Walk): Promise<MatchContract[]> {
  const refused: MatchContract[] = [];
  const suspects = [walk.contracts];
  for (let part = suspects.pop(); part; part = suspects.pop()) {
    if (await canStore(container, { ...walk, contracts: part })) continue;
    const [only] = part;
    if (part.length === 1 && only) refused.push(only);
    else suspects.push(...halve(part));
    if (refused.length > MOST_REFUSED) break;
  }
  return refused;
}

async function canStore(container: Container, walk: Walk): Promise<boolean> {
  const enough = new Error('Tried, and not kept');
  try {
    await transactSql(container, async (tx) => {
      await storeContracts(tx, walk, container.clock());
      throw enough;
    });
  } catch (error) {
    if (error === enough) return true;
    if (!isDataRefusal(error)) throw error;
  }
  return false;
}

function halve<T>(list: readonly T[]): (readonly T[])[] {
  const middle = Math.ceil(list.length / 2);
  return [list.slice(0, middle), list.slice(middle)];
}
