import type * as z from 'zod';
import { ExportUnreadableError } from './errors.ts';
import {
  corporationSchema,
  type ExportStation,
  operationSchema,
  orbitSchema,
} from './export-schema.ts';
import type { ExportSource } from './export-source.ts';
import type { Line } from './read-lines.ts';
import { parseText, type ReadOptions, readRows } from './read-rows.ts';

type Orbit = z.output<typeof orbitSchema>;

/**
 * Names of NPC stations by id. CCP's export leaves most of them to the reader to put together:
 * `<orbit> - <corporation> <operation>`, where the orbit is a planet ("Jita IV") or a moon
 * ("Jita IV - Moon 4"), unless it has a name of its own ("Amarr VIII (Oris)").
 *
 * Source: developers.eveonline.com/docs/guides/staticdata, "Celestial names".
 *
 * @param systemNames English names by system id.
 */
export async function readStationNames(
  source: ExportSource,
  stations: readonly ExportStation[],
  systemNames: ReadonlyMap<number, string>,
  options: ReadOptions,
): Promise<Map<number, string>> {
  const names = new Map<number, string>();
  for (const { _key, name } of stations) if (name) names.set(_key, name.en);
  const nameless = stations.filter(({ name }) => !name);
  if (nameless.length === 0) return names;

  const orbitIds = new Set(nameless.flatMap(({ orbitID }) => orbitID ?? []));
  const moons = await readOrbits(source, 'mapMoons', orbitIds, options);
  const planetIds = new Set([
    ...orbitIds,
    ...[...moons.values()].flatMap((moon) => moon.orbitID ?? []),
  ]);
  const planets = await readOrbits(source, 'mapPlanets', planetIds, options);
  const corporations = byKey(await readRows(source, 'npcCorporations', corporationSchema, options));
  const operations = byKey(await readRows(source, 'stationOperations', operationSchema, options));

  const systemName = (systemId: number) => systemNames.get(systemId) ?? '';
  const planetName = (planet: Orbit) =>
    ownName(planet) ?? `${systemName(planet.solarSystemID)} ${toRoman(planet.celestialIndex ?? 0)}`;
  const moonName = (moon: Orbit) => {
    const planet = planets.get(moon.orbitID ?? 0);
    const around = planet ? planetName(planet) : systemName(moon.solarSystemID);
    return ownName(moon) ?? `${around} - Moon ${moon.orbitIndex ?? 0}`;
  };
  const orbitName = ({ orbitID = 0, solarSystemID }: ExportStation) => {
    const moon = moons.get(orbitID);
    if (moon) return moonName(moon);
    const planet = planets.get(orbitID);
    return planet ? planetName(planet) : systemName(solarSystemID);
  };

  for (const station of nameless) {
    const corporation = corporations.get(station.ownerID);
    if (!corporation) {
      throw new ExportUnreadableError(
        'npcStations.jsonl',
        `station ${station._key} belongs to corporation ${station.ownerID}, which npcCorporations.jsonl lacks`,
      );
    }
    const operation = station.useOperationName
      ? operations.get(station.operationID ?? 0)?.operationName.en
      : undefined;
    const owner = operation ? `${corporation.name.en} ${operation}` : corporation.name.en;
    names.set(station._key, `${orbitName(station)} - ${owner}`);
  }
  return names;
}

/** The map has a third of a million moons; those with a station are a few thousand. */
async function readOrbits(
  source: ExportSource,
  name: string,
  wanted: ReadonlySet<number>,
  options: ReadOptions,
): Promise<Map<number, Orbit>> {
  const isWanted = ({ text }: Line, place: string) => {
    const key = /^\{\s*"_key"\s*:\s*(\d+)\s*,/.exec(text)?.[1];
    if (key !== undefined) return wanted.has(Number(key));
    return wanted.has(parseText(place, text, orbitSchema)._key);
  };
  return byKey(await readRows(source, name, orbitSchema, options, isWanted));
}

function ownName({ uniqueName, name }: Orbit): string | undefined {
  return uniqueName?.en ?? name?.en;
}

function byKey<Row extends { _key: number }>(rows: readonly Row[]): Map<number, Row> {
  return new Map(rows.map((row) => [row._key, row]));
}

const ROMAN = [
  [10, 'X'],
  [9, 'IX'],
  [5, 'V'],
  [4, 'IV'],
  [1, 'I'],
] as const;

/** No star has more than a few dozen planets. */
function toRoman(index: number): string {
  let rest = Math.min(index, 99);
  let roman = '';
  for (const [value, digit] of ROMAN) {
    while (rest >= value) {
      roman += digit;
      rest -= value;
    }
  }
  return roman;
}
