import { refreshAffiliationsOf } from '#lib/server/affiliations.ts';
import type { Container } from '#lib/server/container.ts';

const TIMEOUT_MS = 2_000;

/** Note the corporation and alliance of a character, if ESI says so at once. Never fails. */
export async function refreshAffiliation(
  container: Pick<Container, 'pool' | 'esi' | 'clock' | 'log'>,
  characterId: number,
  signal: AbortSignal,
): Promise<void> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    await refreshAffiliationsOf(container, [characterId], limit);
  } catch (error) {
    container.log.info({ err: error, characterId }, 'the corporation of a pilot is not known yet');
  }
}
