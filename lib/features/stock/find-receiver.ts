import { EsiError, universeIds } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { storeParties } from '#lib/server/parties.ts';

export type ReceiverOutcome =
  | { readonly ok: true; readonly characterId: number }
  | { readonly ok: false; readonly sentence: string };

const LONGEST_NAME = 60;

/**
 * Find the character that a guest wants the contract for, by its exact name. EVE's spelling of the name is
 * kept, for the trader to copy.
 */
export async function findReceiver(
  container: Container,
  name: string,
  signal: AbortSignal,
): Promise<ReceiverOutcome> {
  const wanted = name.normalize('NFKC').trim();
  if (wanted === '' || wanted.length > LONGEST_NAME) {
    return refuse('Enter the name of the pilot who gets the contract.');
  }
  try {
    const { data } = await container.esi.request(universeIds({ names: [wanted] }), { signal });
    const [found] = data.characters ?? [];
    if (!found) return refuse(`EVE knows no pilot called ${wanted}. Check the spelling.`);
    await storeParties(container, {
      parties: [{ id: found.id, name: found.name, category: 'character' }],
      unknownIds: [],
    });
    return { ok: true, characterId: found.id };
  } catch (error) {
    if (error instanceof EsiError) {
      return refuse('EVE did not answer who that pilot is. Try again in a minute, or sign in.');
    }
    throw error;
  }
}

function refuse(sentence: string): ReceiverOutcome {
  return { ok: false, sentence };
}
