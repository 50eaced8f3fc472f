import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';

export type MarketHub = {
  readonly hubId: number;
  /** "Jita" */
  readonly name: string;
  readonly regionId: number;
};

/** The market that figures are shown of: the one that the first program prices by, else any that is read. */
export async function findMarketHub(
  { db }: Pick<Container, 'db'>,
  programs: readonly ProgramTerms[],
): Promise<MarketHub | null> {
  const hubs = await db.hub.findMany({ orderBy: { locationId: 'asc' } });
  const wanted = programs[0]?.basis.hubId;
  const hub = hubs.find(({ locationId }) => toId(locationId) === wanted) ?? hubs[0];
  return hub ? { hubId: toId(hub.locationId), name: hub.shortName, regionId: hub.regionId } : null;
}
