import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { transact } from '#lib/server/transact.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { accountLock } from './account-lock.ts';
import { revokeGrants } from './revoke-grants.ts';

export type UnlinkOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not-yours' | 'last-character' };

/** Take one of one's own characters off the account. What it granted ends, here and at EVE. */
export async function unlinkCharacter(
  container: Pick<Container, 'db' | 'env' | 'sso' | 'clock' | 'log'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  characterId: number,
): Promise<UnlinkOutcome> {
  const { erased, ...outcome } = await transact(container, async (tx) => {
    // Two unlinks at once must not leave an account that nobody can enter.
    await lockName(tx, accountLock(accountId));
    await lockName(tx, characterLock(characterId));
    const own = await tx.character.findMany({ where: { accountId }, select: { id: true } });
    if (!own.some(({ id }) => id === fromId(characterId))) return refuse('not-yours');
    if (own.length === 1) return refuse('last-character');
    const context = { at: container.clock(), actorId: accountId };
    const sealed = await releaseCharacter(tx, { characterId, reason: 'unlinked' }, context);
    return { ok: true as const, erased: sealed };
  });
  await revokeGrants(
    container,
    erased.map((sealedRefreshToken) => ({ characterId, sealedRefreshToken })),
  );
  return outcome;
}

function refuse(reason: 'not-yours' | 'last-character') {
  return { ok: false as const, reason, erased: [] };
}
