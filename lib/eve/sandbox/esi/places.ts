/**
 * Regions, constellations, systems and stations.
 *
 * @module
 */
import { constellationOf, constellationsOf } from './constellations.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const STATION_SERVICES = ['reprocessing-plant', 'market', 'fitting', 'docking', 'office-rental'];
/** The export does not name the model of a station, and nothing here depends on it. */
const STATION_TYPE_ID = 1531;
const NOWHERE = { x: 0, y: 0, z: 0 };

export function listRegions({ parts }: EsiAsk): EsiAnswer {
  return ok(parts.staticData.tables.regions.map(({ id }) => id));
}

export function getRegion({ parts: { staticData }, params }: EsiAsk): EsiAnswer {
  const region = staticData.region(Number(params.region_id));
  if (!region) return refuse(404, 'Region not found!');
  return ok({
    constellations: [...constellationsOf(staticData).values()]
      .filter(({ regionId }) => regionId === region.regionId)
      .map(({ constellationId }) => constellationId),
    description: '',
    name: region.name,
    region_id: region.regionId,
  });
}

export function getConstellation({ parts: { staticData }, params }: EsiAsk): EsiAnswer {
  const found = constellationsOf(staticData).get(Number(params.constellation_id));
  if (!found) return refuse(404, 'Constellation not found!');
  return ok({
    constellation_id: found.constellationId,
    name: found.name,
    position: NOWHERE,
    region_id: found.regionId,
    systems: found.systemIds,
  });
}

export function listSystems({ parts }: EsiAsk): EsiAnswer {
  return ok(parts.staticData.tables.systems.map(({ id }) => id));
}

export function getSystem({ parts: { staticData }, params }: EsiAsk): EsiAnswer {
  const system = staticData.system(Number(params.system_id));
  if (!system) return refuse(404, 'Solar system not found!');
  const stations = staticData.tables.stations.filter(
    ({ systemId }) => systemId === system.systemId,
  );
  return ok({
    constellation_id: constellationOf(system.systemId),
    name: system.name,
    position: NOWHERE,
    // Known from its stations; where there are none, nobody is safe.
    security_status: stations[0]?.security ?? 0,
    ...(stations.length > 0 && { stations: stations.map(({ id }) => id) }),
    system_id: system.systemId,
  });
}

export function getStation({ params, parts }: EsiAsk): EsiAnswer {
  const station = parts.staticData.station(Number(params.station_id));
  if (!station) return refuse(404, 'Station not found!');
  return ok({
    max_dockable_ship_volume: 50_000_000,
    name: station.name,
    office_rental_cost: 10_000,
    owner: station.ownerCorporationId,
    position: NOWHERE,
    reprocessing_efficiency: station.reprocessingEfficiency,
    reprocessing_stations_take: station.reprocessingTake,
    services: STATION_SERVICES,
    station_id: station.stationId,
    system_id: station.systemId,
    type_id: STATION_TYPE_ID,
  });
}
