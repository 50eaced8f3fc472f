import { EsiError, EsiNotFoundError, universeNames } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Party, PartyOutcome } from './schema.ts';

/** Find out who an id is: first among those we know, then from ESI. */
export async function resolveParty(
  container: Container,
  id: number,
  signal: AbortSignal,
): Promise<PartyOutcome> {
  const known = await findKnownParty(container, id);
  return known ? { ok: true, party: known } : askEsi(container, id, signal);
}

/** The parties whose contract lists we read, and so the ones a program should name. */
export async function listReadParties(container: Container): Promise<Party[]> {
  const feeds = await container.db.contractFeed.findMany({
    where: { isActive: true },
    orderBy: [{ kind: 'desc' }, { ownerName: 'asc' }],
  });
  return feeds.map((feed) => ({
    id: Number(feed.ownerId),
    kind: feed.kind === 'character' ? 'character' : 'corporation',
    name: feed.ownerName,
    isRead: true,
  }));
}

async function findKnownParty(container: Container, id: number): Promise<Party | null> {
  const [feeds, character] = await Promise.all([
    container.db.contractFeed.findMany({ where: { ownerId: fromId(id) } }),
    container.db.character.findUnique({ where: { id: fromId(id) } }),
  ]);
  const feed = feeds.find(({ isActive }) => isActive) ?? feeds[0];
  if (feed) {
    const kind = feed.kind === 'character' ? 'character' : 'corporation';
    return { id, kind, name: feed.ownerName, isRead: feed.isActive };
  }
  // One whose account was deleted has no name here any more.
  if (!character?.name) return null;
  return { id, kind: 'character', name: character.name, isRead: false };
}

async function askEsi(
  container: Container,
  id: number,
  signal: AbortSignal,
): Promise<PartyOutcome> {
  try {
    const { data } = await container.esi.request(universeNames({ ids: [id] }), { signal });
    const [found] = data;
    if (!found) return { ok: false, reason: 'unknown' };
    if (found.category !== 'character' && found.category !== 'corporation') {
      return { ok: false, reason: 'not-a-party' };
    }
    return { ok: true, party: { id, kind: found.category, name: found.name, isRead: false } };
  } catch (error) {
    if (error instanceof EsiNotFoundError) return { ok: false, reason: 'unknown' };
    if (error instanceof EsiError) return { ok: false, reason: 'esi-away' };
    throw error;
  }
}
