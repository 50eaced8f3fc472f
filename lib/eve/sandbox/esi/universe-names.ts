/**
 * Ids to names and names to ids.
 *
 * @module
 */
import * as z from 'zod';
import type { StaticData } from '#lib/eve/static-data/index.ts';
import { strangerCorporations, strangers } from '../crowd/strangers.ts';
import { sandboxAlliances, sandboxCorporations, sandboxPilots } from '../presets.ts';
import { constellationsOf } from './constellations.ts';
import { type EsiAnswer, type EsiAsk, ok, refuse } from './route.ts';

const isUnique = (list: readonly unknown[]): boolean => new Set(list).size === list.length;
/** Ids as a POST body: at most 1,000, none twice. */
export const idsSchema = z
  .array(z.int())
  .min(1)
  .max(1_000)
  .refine(isUnique, 'expected unique items');
const namesSchema = z
  .array(z.string().min(1).max(100))
  .min(1)
  .max(500)
  .refine(isUnique, 'expected unique items');

type Named = { readonly id: number; readonly name: string };

const people: readonly Named[] = [...sandboxPilots, ...strangers].map(({ characterId, name }) => ({
  id: characterId,
  name,
}));
const companies: readonly Named[] = [...sandboxCorporations, ...strangerCorporations].map(
  ({ corporationId, name }) => ({ id: corporationId, name }),
);
const alliances: readonly Named[] = sandboxAlliances.map(({ allianceId, name }) => ({
  id: allianceId,
  name,
}));

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
  const among = (list: readonly Named[]) => list.find((one) => one.id === id)?.name;
  const found: readonly (readonly [string, string | undefined])[] = [
    ['character', among(people)],
    ['corporation', among(companies) ?? npcCorporation(id, staticData)],
    ['alliance', among(alliances)],
    ['inventory_type', staticData.type(id)?.name],
    ['solar_system', staticData.system(id)?.name],
    ['constellation', constellationsOf(staticData).get(id)?.name],
    ['region', staticData.region(id)?.name],
    ['station', staticData.station(id)?.name],
  ];
  const hit = found.find(([, name]) => name !== undefined);
  return hit ? { category: hit[0], id, name: hit[1] } : null;
}

// Static data knows which corporations of the game own its stations, not what they are called.
function npcCorporation(id: number, { tables }: StaticData): string | undefined {
  const owns = tables.stations.some(({ ownerCorporationId }) => ownerCorporationId === id);
  return owns ? `Station owner ${id}` : undefined;
}

/** A name is looked for in every category: a character may be called like a mineral. */
export function listIds({ body, parts }: EsiAsk): EsiAnswer {
  const names = namesSchema.safeParse(body);
  if (!names.success) return refuse(400, z.prettifyError(names.error));
  const { tables, resolveName } = parts.staticData;
  const asked = new Set(names.data.map((name) => name.toLowerCase()));
  const isAsked = ({ name }: Named): boolean => asked.has(name.toLowerCase());
  const toNamed = ({ id, name }: Named): Named => ({ id, name });

  const types = names.data.flatMap((name) => {
    const match = resolveName(name);
    return match.kind === 'type' ? [{ id: match.typeId, name: match.name }] : [];
  });
  const constellations = [...constellationsOf(parts.staticData).values()].map(
    ({ constellationId: id, name }) => ({ id, name }),
  );
  const categories: readonly (readonly [string, readonly Named[]])[] = [
    ['alliances', alliances.filter(isAsked)],
    ['characters', people.filter(isAsked)],
    ['constellations', constellations.filter(isAsked)],
    ['corporations', companies.filter(isAsked)],
    ['inventory_types', types],
    ['regions', tables.regions.filter(isAsked).map(toNamed)],
    ['stations', tables.stations.filter(isAsked).map(toNamed)],
    ['systems', tables.systems.filter(isAsked).map(toNamed)],
  ];
  // A category without a hit is absent.
  return ok(Object.fromEntries(categories.filter(([, found]) => found.length > 0)));
}
