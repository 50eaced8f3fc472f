import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { placeName } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { listReadParties } from './resolve-party.ts';
import type { ProgramChoices } from './schema.ts';

/** What a program's form offers: parties we can see, markets we read, kinds of items. */
export async function listProgramChoices(container: Container): Promise<ProgramChoices> {
  const [parties, hubs, categories, staticData] = await Promise.all([
    listReadParties(container),
    container.db.hub.findMany({ orderBy: { shortName: 'asc' } }),
    container.db.staticCategory.findMany(),
    getStaticData(container),
  ]);
  return {
    parties,
    hubs: hubs.map((hub) => ({ locationId: toId(hub.locationId), shortName: hub.shortName })),
    categories: categories
      .map(({ id, names }) => ({ id, name: englishName(names) ?? `Category ${id}` }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    places: hubs.map((hub) => {
      const locationId = toId(hub.locationId);
      return { locationId, name: placeName(staticData, locationId) };
    }),
  };
}

function englishName(names: unknown): string | null {
  if (typeof names !== 'object' || names === null || !('en' in names)) return null;
  return typeof names.en === 'string' ? names.en : null;
}
