import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';

/** The types that open programs buy or sell by this hub's prices, ordered by id. */
export async function listTradedTypeIds(container: Container, hubId: number): Promise<number[]> {
  const programs = await container.db.program.findMany({
    where: { hubId: BigInt(hubId), isOpen: true },
    select: { acceptedCategoryIds: true, acceptedGroupIds: true },
  });
  const staticData = await getStaticData(container);

  const types = programs.flatMap(({ acceptedCategoryIds, acceptedGroupIds }) => [
    ...acceptedCategoryIds.flatMap((id) => staticData.typesInCategory(id)),
    ...acceptedGroupIds.flatMap((id) => staticData.typesInGroup(id)),
  ]);
  // What has no place on the market has no orders either: each such call would be wasted.
  const marketable = types.filter(({ marketGroupId }) => marketGroupId !== null);
  return [...new Set(marketable.map(({ typeId }) => typeId))].toSorted((a, b) => a - b);
}
