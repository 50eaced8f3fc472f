import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import type { Container } from '#lib/server/container.ts';
import { open } from '#lib/server/crypto.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { transact } from '#lib/server/transact.ts';
import type { Viewer } from '#lib/server/viewer.ts';

export type UnlinkOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not-yours' | 'last-character' };

const REVOKE_TIMEOUT_MS = 5_000;

/** Take one of one's own characters off the account. What it granted ends, here and at EVE. */
export async function unlinkCharacter(
  container: Pick<Container, 'db' | 'env' | 'sso' | 'clock' | 'log'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  characterId: number,
): Promise<UnlinkOutcome> {
  const { db } = container;
  const sealed = await db.eveToken.findMany({
    where: { characterId: fromId(characterId), state: 'active', character: { accountId } },
  });
  const outcome = await transact(container, async (tx): Promise<UnlinkOutcome> => {
    // Two unlinks at once must not leave an account that nobody can enter.
    await lockName(tx, `account ${accountId}`);
    await lockName(tx, characterLock(characterId));
    const own = await tx.character.findMany({ where: { accountId }, select: { id: true } });
    if (!own.some(({ id }) => id === fromId(characterId)))
      return { ok: false, reason: 'not-yours' };
    if (own.length === 1) return { ok: false, reason: 'last-character' };
    const context = { at: container.clock(), actorId: accountId };
    await releaseCharacter(tx, { characterId, reason: 'unlinked' }, context);
    return { ok: true };
  });
  if (outcome.ok) {
    await Promise.all(
      sealed.map(({ sealedRefreshToken }) => revoke(container, sealedRefreshToken, characterId)),
    );
  }
  return outcome;
}

// Here the grant is dead already. EVE's page of third-party applications should say so too.
async function revoke(
  container: Pick<Container, 'env' | 'sso' | 'log'>,
  sealedRefreshToken: string,
  characterId: number,
): Promise<void> {
  try {
    const refreshToken = open(container, sealedRefreshToken, String(characterId));
    const signal = AbortSignal.timeout(REVOKE_TIMEOUT_MS);
    await container.sso.revoke(refreshToken, { signal });
  } catch (error) {
    container.log.warn({ err: error, characterId }, 'a grant could not be revoked at EVE');
  }
}
