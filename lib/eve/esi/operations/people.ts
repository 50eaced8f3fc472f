/**
 * Characters, corporations and names.
 *
 * @module
 */
import * as z from 'zod';
import { type EsiOperation, operation } from '../operation.ts';

const MAX_IDS = 1_000;
const MAX_NAMES = 500;

export const affiliationSchema = z.looseObject({
  character_id: z.int(),
  corporation_id: z.int(),
  alliance_id: z.int().optional(),
  faction_id: z.int().optional(),
});
export type EsiAffiliation = z.output<typeof affiliationSchema>;

export const universeNameSchema = z.looseObject({
  id: z.int(),
  name: z.string(),
  /** character, corporation, alliance, station, inventory_type, … */
  category: z.string(),
});
export type EsiUniverseName = z.output<typeof universeNameSchema>;

const namedSchema = z.array(z.looseObject({ id: z.int(), name: z.string() })).optional();
export const universeIdsSchema = z.looseObject({
  characters: namedSchema,
  corporations: namedSchema,
});

export const characterSchema = z.looseObject({
  name: z.string(),
  corporation_id: z.int(),
  alliance_id: z.int().optional(),
});
export type EsiCharacter = z.output<typeof characterSchema>;

export const corporationSchema = z.looseObject({
  name: z.string(),
  ticker: z.string(),
  alliance_id: z.int().optional(),
});
export type EsiCorporation = z.output<typeof corporationSchema>;

/**
 * Corporations and alliances of up to 1,000 characters; up to an hour old.
 *
 * @throws {RangeError} Without an id, or with more than 1,000.
 */
export function characterAffiliation({
  characterIds,
}: {
  characterIds: readonly number[];
}): EsiOperation<EsiAffiliation[]> {
  const body = toBody(characterIds);
  return operation('POST /characters/affiliation', { body }, z.array(affiliationSchema));
}

/**
 * Names of up to 1,000 ids of any kind. One unknown id fails the whole call with 404.
 *
 * @throws {RangeError} Without an id, or with more than 1,000.
 */
export function universeNames({
  ids,
}: {
  ids: readonly number[];
}): EsiOperation<EsiUniverseName[]> {
  return operation('POST /universe/names', { body: toBody(ids) }, z.array(universeNameSchema));
}

/**
 * Ids of up to 500 exact names, whatever the capitals. What nobody is called is absent.
 *
 * @throws {RangeError} Without a name, or with more than 500.
 */
export function universeIds({
  names,
}: {
  names: readonly string[];
}): EsiOperation<z.output<typeof universeIdsSchema>> {
  if (names.length === 0 || names.length > MAX_NAMES) {
    throw new RangeError(`Between 1 and ${MAX_NAMES} names, not ${names.length}`);
  }
  return operation('POST /universe/ids', { body: [...names] }, universeIdsSchema);
}

/** Public facts of a character, up to a day old: for the corporation ask {@link characterAffiliation}. */
export function character({ characterId }: { characterId: number }): EsiOperation<EsiCharacter> {
  const ask = { path: { character_id: characterId } };
  return operation('GET /characters/{character_id}', ask, characterSchema);
}

/** Public facts of a corporation, up to an hour old. */
export function corporation({
  corporationId,
}: {
  corporationId: number;
}): EsiOperation<EsiCorporation> {
  const ask = { path: { corporation_id: corporationId } };
  return operation('GET /corporations/{corporation_id}', ask, corporationSchema);
}

// ESI refuses lists in which an id stands twice.
function toBody(ids: readonly number[]): number[] {
  const unique = [...new Set(ids)];
  if (unique.length === 0 || unique.length > MAX_IDS) {
    throw new RangeError(`ESI takes 1 to ${MAX_IDS} ids, not ${unique.length}`);
  }
  return unique;
}
