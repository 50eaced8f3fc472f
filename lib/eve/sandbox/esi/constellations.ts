/**
 * Constellations: static data does not name them, so seven neighbouring systems make one here.
 *
 * @module
 */
import type { StaticData } from '#lib/eve/static-data/index.ts';

const FIRST_SYSTEM_ID = 30_000_001;
const FIRST_CONSTELLATION_ID = 20_000_001;
const SYSTEMS = 7;

/** Called after its first system; in the region that one of its systems, or a neighbour, names. */
export type Constellation = {
  readonly constellationId: number;
  readonly name: string;
  readonly regionId: number;
  readonly systemIds: readonly number[];
};

export function constellationOf(systemId: number): number {
  return FIRST_CONSTELLATION_ID + Math.floor((systemId - FIRST_SYSTEM_ID) / SYSTEMS);
}

const known = new WeakMap<StaticData, ReadonlyMap<number, Constellation>>();

/** All constellations by id. */
export function constellationsOf(staticData: StaticData): ReadonlyMap<number, Constellation> {
  const kept = known.get(staticData) ?? gather(staticData);
  known.set(staticData, kept);
  return kept;
}

function gather({ tables }: StaticData): ReadonlyMap<number, Constellation> {
  const found = new Map<number, Constellation>();
  const members = new Map<number, typeof tables.systems>();
  for (const system of tables.systems) {
    const id = constellationOf(system.id);
    members.set(id, [...(members.get(id) ?? []), system]);
  }
  let regionId = tables.regions[0]?.id ?? 0;
  for (const [constellationId, systems] of members) {
    regionId = systems.find((system) => system.regionId !== null)?.regionId ?? regionId;
    found.set(constellationId, {
      constellationId,
      name: `${systems[0]?.name} Reach`,
      regionId,
      systemIds: systems.map(({ id }) => id),
    });
  }
  return found;
}
