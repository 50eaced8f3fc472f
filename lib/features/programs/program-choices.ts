import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { listReadParties } from './resolve-party.ts';
import type { Program, ProgramChoices } from './schema.ts';

/** What a program's form offers: parties we can see, markets we read, kinds of items. */
export async function listProgramChoices(
  container: Container,
  program: Program,
): Promise<ProgramChoices> {
  const [parties, hubs, categories, staticData] = await Promise.all([
    listReadParties(container),
    container.db.hub.findMany({ orderBy: { shortName: 'asc' } }),
    container.db.staticCategory.findMany({ select: { id: true } }),
    getStaticData(container),
  ]);
  return {
    parties,
    hubs: hubs.map((hub) => ({ locationId: toId(hub.locationId), shortName: hub.shortName })),
    categories: categories
      .filter(({ id }) => staticData.typesInCategory(id).some(isMarketable))
      .map(({ id }) => ({ id, name: staticData.category(id)?.name ?? `Category ${id}` }))
      .toSorted((a, b) => a.name.localeCompare(b.name, 'en')),
    groups: program.acceptedGroupIds.map((id) => ({
      id,
      name: staticData.group(id)?.name ?? `Group ${id}`,
    })),
  };
}

function isMarketable({ marketGroupId }: { marketGroupId: number | null }): boolean {
  return marketGroupId !== null;
}
