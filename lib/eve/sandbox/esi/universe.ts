/**
 * The routes of names, types and stations.
 *
 * @module
 */

import * as z from 'zod';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import {
  findCorporation,
  findPilot,
  sandboxCorporations,
  sandboxPilots,
  sandboxStations,
} from '../presets.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
const idsSchema = z.array(z.int()).min(1).max(1_000).refine(isUnique, 'expected unique items');
const namesSchema = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(500)
  .refine(isUnique, 'expected unique items');

const STATION_SERVICES = ['reprocessing-plant', 'market', 'fitting', 'docking', 'office-rental'];
/** The export does not name the model of a station, and nothing here depends on it. */
const STATION_TYPE_ID = 1531;

export function listNames({ body, parts }: EsiAsk): EsiAnswer {
  const ids = idsSchema.safeParse(body);
  if (!ids.success) return refuse(400, z.prettifyError(ids.error));
  const names = ids.data.map((id) => nameOf(id, parts.staticData));
  // One bad id fails all of them, as in the real one.
  if (names.includes(null)) {
    return refuse(404, 'Ensure all IDs are valid before resolving.');
  }
  return ok(names);
}

function nameOf(id: number, staticData: StaticData) {
  const found: readonly (readonly [string, string | undefined])[] = [
    ['character', findPilot(id)?.name],
    ['corporation', findCorporation(id)?.name],
    ['inventory_type', staticData.type(id)?.name],
    ['solar_system', staticData.system(id)?.name],
    ['region', staticData.region(id)?.name],
    ['station', staticData.station(id)?.name],
  ];
  const hit = found.find(([, name]) => name !== undefined);
  return hit ? { category: hit[0], id, name: hit[1] } : null;
}

export function listIds({ body, parts }: EsiAsk): EsiAnswer {
  const names = namesSchema.safeParse(body);
  if (!names.success) return refuse(400, z.prettifyError(names.error));
  const { staticData } = parts;
  const isAsked = ({ name }: { name: string }): boolean =>
    names.data.some((asked) => asked.toLowerCase() === name.toLowerCase());

  const characters = sandboxPilots
    .filter(isAsked)
    .map(({ characterId, name }) => ({ id: characterId, name }));
  const corporations = sandboxCorporations
    .filter(isAsked)
    .map(({ corporationId, name }) => ({ id: corporationId, name }));
  const types = names.data.flatMap((name) => {
    const match = staticData.resolveName(name);
    return match.kind === 'type' ? [{ id: match.typeId, name: match.name }] : [];
  });
  const stations = sandboxStations
    .map(({ stationId }) => ({ id: stationId, name: staticData.station(stationId)?.name ?? '' }))
    .filter(isAsked);

  // A category without a hit is absent.
  return ok({
    ...(characters.length > 0 && { characters }),
    ...(corporations.length > 0 && { corporations }),
    ...(types.length > 0 && { inventory_types: types }),
    ...(stations.length > 0 && { stations }),
  });
}

export function getType({ params, parts, language }: EsiAsk): EsiAnswer {
  const type = parts.staticData.type(Number(params.type_id));
  if (!type) return refuse(404, 'Type not found!');
  return ok({
    capacity: 0,
    description: '',
    group_id: type.groupId,
    ...(type.marketGroupId !== null && { market_group_id: type.marketGroupId }),
    mass: 0,
    name: type.names[language] ?? type.name,
    packaged_volume: type.packagedVolumeM3,
    portion_size: type.portionSize,
    published: true,
    radius: 1,
    type_id: type.typeId,
    volume: type.volumeM3,
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
    position: { x: 0, y: 0, z: 0 },
    reprocessing_efficiency: station.reprocessingEfficiency,
    reprocessing_stations_take: station.reprocessingTake,
    services: STATION_SERVICES,
    station_id: station.stationId,
    system_id: station.systemId,
    type_id: STATION_TYPE_ID,
  });
}
