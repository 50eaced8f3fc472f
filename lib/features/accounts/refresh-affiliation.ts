import { characterAffiliation } from '#lib/eve/esi/index.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';

const TIMEOUT_MS = 2_000;

/** Note the corporation and alliance of a character, if ESI says so at once. Never fails. */
export async function refreshAffiliation(
  { db, esi, clock, log }: Pick<Container, 'db' | 'esi' | 'clock' | 'log'>,
  characterId: number,
  signal: AbortSignal,
): Promise<void> {
  try {
    const { data } = await esi.request(characterAffiliation({ characterIds: [characterId] }), {
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    const found = data.find(({ character_id }) => character_id === characterId);
    if (!found) return;
    await db.character.update({
      where: { id: fromId(characterId) },
      data: {
        corporationId: fromId(found.corporation_id),
        allianceId: found.alliance_id === undefined ? null : fromId(found.alliance_id),
        affiliationAt: clock(),
      },
    });
  } catch (error) {
    log.info({ err: error, characterId }, 'the corporation of a pilot is not known yet');
  }
}
