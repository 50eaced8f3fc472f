import { EsiNotFoundError, universeNames } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';

export type Party = { readonly id: number; readonly name: string; readonly category: string };

const KINDS: ReadonlySet<string> = new Set(['character', 'corporation', 'alliance']);

/**
 * Ask EVE for the names of characters, corporations and alliances. One bad id fails a whole call:
 * halves are asked for until it stands alone.
 */
export async function resolveParties(
  container: Pick<Container, 'esi'>,
  ids: readonly number[],
  signal: AbortSignal,
): Promise<Party[]> {
  try {
    const { data } = await container.esi.request(universeNames({ ids }), { signal });
    return data.filter(({ category }) => KINDS.has(category));
  } catch (error) {
    if (!(error instanceof EsiNotFoundError) || ids.length === 1) {
      if (error instanceof EsiNotFoundError) return [];
      throw error;
    }
    const middle = Math.ceil(ids.length / 2);
    return [
      ...(await resolveParties(container, ids.slice(0, middle), signal)),
      ...(await resolveParties(container, ids.slice(middle), signal)),
    ];
  }
}
