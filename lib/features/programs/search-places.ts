import type { Place } from '#lib/core/program/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';

const MOST_FOUND = 12;
const MOST_LOOKED_AT = 500;
/** Below this an id can only be a station or a part of space. */
const LOWEST_STRUCTURE_ID = 1_000_000_000_000;

/** Find stations whose name has every word of the query; a long number is taken as a structure's id. */
export async function searchPlaces(container: Container, query: string): Promise<Place[]> {
  const words = query.trim().slice(0, 100).split(/\s+/).filter(Boolean);
  const [first] = words;
  if (first === undefined) return [];
  if (words.length === 1 && /^\d{8,16}$/.test(first)) return findById(container, Number(first));

  const stations = await container.db.staticStation.findMany({
    where: {
      AND: words.map((word) => ({ name: { contains: escapePattern(word), mode: 'insensitive' } })),
    },
    orderBy: { name: 'asc' },
    take: MOST_LOOKED_AT,
  });
  return stations
    .map(({ id, name }) => ({ locationId: toId(id), name }))
    .toSorted((a, b) => rank(a.name, first) - rank(b.name, first))
    .slice(0, MOST_FOUND);
}

// "amarr" means the system before the many stations of the Amarr Navy.
function rank(name: string, word: string): number {
  return name.toLowerCase().startsWith(word.toLowerCase()) ? 0 : 1;
}

// Prisma hands what stands for any letters in LIKE on as it is.
function escapePattern(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&');
}

async function findById(container: Container, locationId: number): Promise<Place[]> {
  const station = await container.db.staticStation.findUnique({
    where: { id: BigInt(locationId) },
  });
  if (station) return [{ locationId, name: station.name }];
  return locationId >= LOWEST_STRUCTURE_ID && Number.isSafeInteger(locationId)
    ? [{ locationId, name: `Structure ${locationId}` }]
    : [];
}
