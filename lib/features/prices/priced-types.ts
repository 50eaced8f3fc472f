import { createFormFinder, listFormIds } from '#lib/core/pricing/forms.ts';
import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { listTradedTypeIds } from './traded-types.ts';

/**
 * The types whose books are read at a hub, ordered by id: what is traded by its prices, and what that
 * refines or is compressed to, for an ore is worth its minerals.
 */
export async function listPricedTypeIds(container: Container, hubId: number): Promise<number[]> {
  const traded = await listTradedTypeIds(container, hubId);
  const staticData = await getStaticData(container);
  const formsOf = createFormFinder(staticData);
  const forms = traded
    .flatMap((typeId) => listFormIds(formsOf(typeId)))
    .filter((typeId) => (staticData.type(typeId)?.marketGroupId ?? null) !== null);
  return [...new Set([...traded, ...forms])].toSorted((a, b) => a - b);
}
