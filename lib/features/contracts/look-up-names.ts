import type { Container } from '#lib/server/container.ts';
import { resolveParties } from '#lib/server/parties.ts';
import { type PartyNames, readNames } from './names.ts';

/**
 * The names that sentences need, as `readNames`; those that are not known here are asked of EVE and not
 * kept. Where EVE does not answer, a party is called by its id.
 */
export async function lookUpNames(
  container: Container,
  partyIds: readonly number[],
  signal: AbortSignal,
): Promise<PartyNames> {
  const names = await readNames(container, partyIds);
  const nameless = [...new Set(partyIds)].filter((id) => id > 0 && names.known(id) === null);
  if (nameless.length === 0) return names;
  try {
    const { parties } = await resolveParties(container, nameless, signal);
    const found = new Map(parties.map(({ id, name }) => [id, name]));
    return {
      ...names,
      known: (id) => found.get(id) ?? names.known(id),
      party: (id) => found.get(id) ?? names.party(id),
    };
  } catch (error) {
    container.log.warn({ err: error }, 'names could not be read');
    return names;
  }
}
