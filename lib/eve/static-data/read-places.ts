import { ExportUnreadableError } from './errors.ts';
import { regionSchema, stationSchema, systemSchema } from './export-schema.ts';
import type { ExportSource } from './export-source.ts';
import { type ReadOptions, readRows } from './read-rows.ts';
import { readStationNames } from './station-names.ts';
import type { StaticTables } from './tables.ts';
import { tidy } from './tidy-names.ts';

/**
 * Read the regions, systems and stations of an export.
 *
 * @throws {ExportUnreadableError} Also when nothing tells where a station is.
 */
export async function readPlaces(
  source: ExportSource,
  options: ReadOptions,
): Promise<Pick<StaticTables, 'regions' | 'systems' | 'stations'>> {
  const regions = await readRows(source, 'mapRegions', regionSchema, options);
  const systems = await readRows(source, 'mapSolarSystems', systemSchema, options);
  const stations = await readRows(source, 'npcStations', stationSchema, options);
  const systemById = new Map(systems.map((row) => [row._key, row]));
  const systemNames = new Map(systems.map((row) => [row._key, tidy(row.name.en)]));
  const names = await readStationNames(source, stations, systemNames, options);

  return {
    regions: regions.map((row) => ({ id: row._key, name: tidy(row.name.en) })),
    systems: systems.map((row) => ({
      id: row._key,
      name: tidy(row.name.en),
      regionId: row.regionID ?? null,
    })),
    stations: stations.map((row) => {
      const system = systemById.get(row.solarSystemID);
      const regionId = row.regionID ?? system?.regionID;
      if (!system || !regionId) {
        throw new ExportUnreadableError(
          'npcStations.jsonl',
          `nothing tells in which system and region station ${row._key} is`,
        );
      }
      return {
        id: row._key,
        name: tidy(names.get(row._key) ?? ''),
        systemId: row.solarSystemID,
        regionId,
        ownerCorporationId: row.ownerID,
        security: row.security ?? system.securityStatus ?? 0,
        reprocessingEfficiency: row.reprocessingEfficiency,
        reprocessingTake: row.reprocessingStationsTake,
      };
    }),
  };
}
