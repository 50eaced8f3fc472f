import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { listTradedTypeIds } from './traded-types.ts';

/**
 * The types whose books are read at a hub, ordered by id: what is traded by its prices, and what that
 * refines to, for an ore is worth its minerals.
 */
export async function listPricedTypeIds(container: Container, hubId: number): Promise<number[]> {
  const traded = await listTradedTypeIds(container, hubId);
  const staticData = await getStaticData(container);
  const materials = traded
    .flatMap((typeId) => staticData.materials(typeId))
    .map(({ materialTypeId }) => materialTypeId)
    .filter((typeId) => (staticData.type(typeId)?.marketGroupId ?? null) !== null);
  return [...new Set([...traded, ...materials])].toSorted((a, b) => a - b);
}
