/**
 * Lists of ids and names that are longer than ESI takes at once, or hold some that it refuses.
 *
 * @module
 */
import * as z from 'zod';
import type { EsiCall, EsiClient } from './client.ts';
import { EsiNotFoundError, EsiRequestError } from './errors.ts';
import { type EsiOperation, operation } from './operation.ts';
import {
  character,
  characterAffiliation,
  corporation,
  type EsiAffiliation,
  type EsiUniverseName,
  universeNames,
} from './operations/people.ts';
import type { EsiResponse } from './response.ts';

type Asker = Pick<EsiClient, 'request'>;

/** What ESI knows of some ids. */
export type Resolved<Row> = {
  readonly rows: readonly Row[];
  /** ESI has nothing of these. */
  readonly unknownIds: readonly number[];
  /** Not asked for to the end: too much was refused, and ESI stops listening after a hundred errors a minute. */
  readonly unaskedIds: readonly number[];
};

const MOST_IDS = 1_000;
const MOST_NAMES = 500;
/** ESI refuses a call with a longer one, or with an empty one. */
const LONGEST_NAME = 100;
const MOST_REFUSALS = 30;
/**
 * Ids of before 2010, of characters, corporations and alliances alike. The routes for many refuse living
 * ones; CCP says to ask for each by itself (developer blog "/universe/names update", 2017).
 */
const OLD_IDS = { from: 100_000_000, to: 2_099_999_999 };

const allianceSchema = z.looseObject({ name: z.string() });
const partySchema = z.looseObject({ id: z.int(), name: z.string() });
const universeIdsSchema = z.looseObject({
  agents: z.array(partySchema).optional(),
  alliances: z.array(partySchema).optional(),
  characters: z.array(partySchema).optional(),
  constellations: z.array(partySchema).optional(),
  corporations: z.array(partySchema).optional(),
  factions: z.array(partySchema).optional(),
  inventory_types: z.array(partySchema).optional(),
  regions: z.array(partySchema).optional(),
  stations: z.array(partySchema).optional(),
  systems: z.array(partySchema).optional(),
});
export type EsiUniverseIds = z.output<typeof universeIdsSchema>;

type Ask<Row> = {
  readonly idOf: (row: Row) => number;
  readonly ofMany: (ids: readonly number[]) => Promise<readonly Row[]>;
  /** For an old id that is refused alone, too: one after the other, until one knows it. */
  readonly ofOne: readonly ((id: number) => Promise<Row>)[];
};

/**
 * Names of any number of ids. One bad id makes ESI refuse all of a call: halves are asked for until it
 * stands alone. An old one (100,000,000 to 2,099,999,999) is then looked for as a character, a corporation
 * and an alliance. No more than 30 calls are refused.
 *
 * @throws {EsiError} As {@link EsiClient.request}, but for what ESI does not know.
 */
export function requestNames(
  esi: Asker,
  ids: readonly number[],
  call: EsiCall,
): Promise<Resolved<EsiUniverseName>> {
  const named = async (
    id: number,
    category: string,
    asked: Promise<EsiResponse<{ name: string }>>,
  ) => {
    const { data } = await asked;
    return { id, name: data.name, category };
  };
  return inHalves(ids, {
    idOf: ({ id }) => id,
    ofMany: async (part) => (await esi.request(universeNames({ ids: part }), call)).data,
    ofOne: [
      (id) => named(id, 'character', esi.request(character({ characterId: id }), call)),
      (id) => named(id, 'corporation', esi.request(corporation({ corporationId: id }), call)),
      (id) => named(id, 'alliance', esi.request(alliance(id), call)),
    ],
  });
}

/**
 * As {@link requestNames}: corporations and alliances of any number of characters. Of an old id that is only
 * known alone they may be a day old.
 */
export function requestAffiliations(
  esi: Asker,
  characterIds: readonly number[],
  call: EsiCall,
): Promise<Resolved<EsiAffiliation>> {
  return inHalves(characterIds, {
    idOf: ({ character_id }) => character_id,
    ofMany: async (part) =>
      (await esi.request(characterAffiliation({ characterIds: part }), call)).data,
    ofOne: [
      async (id) => {
        const { data } = await esi.request(character({ characterId: id }), call);
        const { corporation_id, alliance_id } = data;
        return { character_id: id, corporation_id, ...(alliance_id && { alliance_id }) };
      },
    ],
  });
}

/**
 * What is called exactly so, of any number of names, by its kind. A name may fit several: "Tritanium" is a
 * mineral and somebody's character. What is no name, empty or of more than 100 letters, is not asked for.
 */
export async function requestIds(
  esi: Asker,
  names: readonly string[],
  call: EsiCall,
): Promise<EsiUniverseIds> {
  const found: Record<string, unknown[]> = {};
  const possible = [...new Set(names)].filter(({ length }) => length > 0 && length <= LONGEST_NAME);
  for (const part of toChunks(possible, MOST_NAMES)) {
    const ask: EsiOperation<EsiUniverseIds> = operation(
      'POST /universe/ids',
      { body: [...part] },
      universeIdsSchema,
    );
    const { data } = await esi.request(ask, call);
    for (const [kind, rows] of Object.entries(data)) {
      if (Array.isArray(rows)) found[kind] = [...(found[kind] ?? []), ...rows];
    }
  }
  return universeIdsSchema.parse(found);
}

async function inHalves<Row>(ids: readonly number[], ask: Ask<Row>): Promise<Resolved<Row>> {
  const rows: Row[] = [];
  const unknownIds: number[] = [];
  // Apart, and last: where they are refused, the others are found all the same.
  const [old, others] = [ids.filter(isOld), ids.filter((id) => !isOld(id))];
  const parts = [others, old].flatMap((each) => toChunks([...new Set(each)], MOST_IDS)).reverse();
  let refusals = 0;
  const orRefused = async <T>(asked: Promise<T>): Promise<T | null> => {
    const answer = await orNull(asked);
    if (answer === null) refusals += 1;
    return answer;
  };

  /** Undefined when there was no end to it before too much was refused. */
  async function findAlone(id: number): Promise<Row | null | undefined> {
    if (!isOld(id)) return null;
    for (const askFor of ask.ofOne) {
      if (refusals >= MOST_REFUSALS) return undefined;
      const row = await orRefused(askFor(id));
      if (row) return row;
    }
    return null;
  }

  while (refusals < MOST_REFUSALS) {
    const part = parts.pop();
    if (!part) break;
    const found = await orRefused(ask.ofMany(part));
    const [id] = part;
    if (found) {
      const foundIds = new Set(found.map(ask.idOf));
      rows.push(...found);
      unknownIds.push(...part.filter((each) => !foundIds.has(each)));
    } else if (part.length === 1 && id !== undefined) {
      const row = await findAlone(id);
      if (row) rows.push(row);
      else if (row === null) unknownIds.push(id);
      else parts.push(part);
    } else {
      const middle = Math.ceil(part.length / 2);
      parts.push(part.slice(middle), part.slice(0, middle));
    }
  }
  return { rows, unknownIds, unaskedIds: parts.flat() };
}

function isOld(id: number): boolean {
  return id >= OLD_IDS.from && id <= OLD_IDS.to;
}

function alliance(id: number): EsiOperation<{ name: string }> {
  return operation('GET /alliances/{alliance_id}', { path: { alliance_id: id } }, allianceSchema);
}

/** Null when ESI does not take it, or one of them. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof EsiNotFoundError || error instanceof EsiRequestError) return null;
    throw error;
  }
}

function toChunks<T>(all: readonly T[], size: number): (readonly T[])[] {
  const count = Math.ceil(all.length / size);
  return Array.from({ length: count }, (_, index) => all.slice(index * size, (index + 1) * size));
}
