import { EsiNotFoundError, universeNames } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';

export type Party = { readonly id: number; readonly name: string; readonly category: string };
export type ResolvedParties = {
  readonly parties: readonly Party[];
  /** EVE has no character, corporation or alliance of these. */
  readonly unknownIds: readonly number[];
};

const KINDS: ReadonlySet<string> = new Set(['character', 'corporation', 'alliance']);
/** EVE stops listening to us altogether after a hundred errors a minute. */
const MOST_REFUSALS = 30;

/**
 * Ask EVE for the names of characters, corporations and alliances. One bad id fails a whole call:
 * halves are asked for until it stands alone, or until enough was refused. The rest is in neither list.
 */
export async function resolveParties(
  { esi }: Pick<Container, 'esi'>,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<ResolvedParties> {
  const parties: Party[] = [];
  const unknownIds: number[] = [];
  const parts = [ids];
  let refusals = 0;
  for (let part = parts.pop(); part && refusals < MOST_REFUSALS; part = parts.pop()) {
    const found = await ask({ esi }, part, signal);
    if (found) {
      parties.push(...found);
      unknownIds.push(...part.filter((id) => !found.some((party) => party.id === id)));
      continue;
    }
    refusals += 1;
    const middle = Math.ceil(part.length / 2);
    if (part.length === 1) unknownIds.push(...part);
    else parts.push(part.slice(middle), part.slice(0, middle));
  }
  return { parties, unknownIds };
}

/** @returns Null when EVE does not know one of them. */
async function ask(
  { esi }: Pick<Container, 'esi'>,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Party[] | null> {
  try {
    const { data } = await esi.request(universeNames({ ids }), { signal });
    return data.filter(({ category }) => KINDS.has(category));
  } catch (error) {
    if (error instanceof EsiNotFoundError) return null;
    throw error;
  }
}
