import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';

export type MarketHub = {
  readonly hubId: number;
  /** "Jita" */
  readonly name: string;
  readonly regionId: number;
};

/** The markets to choose from, the usual one first: that of the first program, else any. */
export async function listMarketHubs(
  { db }: Pick<Container, 'db'>,
  programs: readonly ProgramTerms[],
): Promise<MarketHub[]> {
  const hubs = await db.hub.findMany({ orderBy: { shortName: 'asc' } });
  const usual = programs[0]?.basis.hubId;
  return hubs
    .map(({ locationId, shortName, regionId }) => ({
      hubId: toId(locationId),
      name: shortName,
      regionId,
    }))
    .toSorted((a, b) => Number(b.hubId === usual) - Number(a.hubId === usual));
}

/** The hub that was asked for, or the usual one. */
export function chooseHub(hubs: readonly MarketHub[], hubId: number | null): MarketHub | null {
  return hubs.find((hub) => hub.hubId === hubId) ?? hubs[0] ?? null;
}
