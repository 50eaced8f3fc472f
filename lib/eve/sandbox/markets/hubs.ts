import { sandboxStructures } from '../presets.ts';

/** A region with a trade hub: where its orders stand. */
export type MarketRegion = {
  readonly regionId: number;
  readonly stationId: number;
  readonly systemId: number;
  /** Where a few orders stand that are not in the hub. */
  readonly elsewhere: { readonly stationId: number; readonly systemId: number } | null;
  /** Prices against Jita's. */
  readonly factor: number;
  /** Share of Jita's orders. */
  readonly depth: number;
  /** Whether only what this site trades is sold there. */
  readonly isNarrow?: boolean;
};

/** The five hubs, Jita first. Other regions answer with empty books. */
export const marketRegions: readonly MarketRegion[] = [
  {
    regionId: 10000002,
    stationId: 60003760,
    systemId: 30000142,
    elsewhere: { stationId: 60003754, systemId: 30000144 },
    factor: 1,
    depth: 1,
  },
  {
    regionId: 10000043,
    stationId: 60008494,
    systemId: 30002187,
    elsewhere: null,
    factor: 1.03,
    depth: 0.7,
  },
  {
    regionId: 10000032,
    stationId: 60011866,
    systemId: 30002659,
    elsewhere: null,
    factor: 1.06,
    depth: 0.5,
  },
  {
    regionId: 10000030,
    stationId: 60004588,
    systemId: 30002510,
    elsewhere: null,
    factor: 1.08,
    depth: 0.4,
  },
  {
    regionId: 10000042,
    stationId: 60005686,
    systemId: 30002053,
    elsewhere: null,
    factor: 1.09,
    depth: 0.4,
  },
];

/** A structure with a market, as a thin region under its own id: dearer than the hub, and shallow. */
export function findStructureRegion(structureId: number): MarketRegion | undefined {
  const structure = sandboxStructures.find((one) => one.structureId === structureId);
  if (!structure?.hasMarket) return undefined;
  return {
    regionId: structureId,
    stationId: structureId,
    systemId: structure.systemId,
    elsewhere: null,
    factor: 1.02,
    depth: 0.2,
    isNarrow: true,
  };
}
