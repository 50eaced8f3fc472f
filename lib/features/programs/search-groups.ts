import type { Container } from '#lib/server/container.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import type { Scope } from './schema.ts';

const MOST_FOUND = 12;

/** Find groups of items whose English name has every word of the query. */
export async function searchGroups(container: Container, query: string): Promise<Scope[]> {
  const words = query.trim().slice(0, 100).toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const staticData = await getStaticData(container);
  const groups = await container.db.staticGroup.findMany({ select: { id: true } });
  return groups
    .map(({ id }) => ({ id, name: staticData.group(id)?.name ?? '' }))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en'))
    .slice(0, MOST_FOUND);
}
