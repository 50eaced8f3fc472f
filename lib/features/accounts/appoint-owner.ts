import { characterLock } from '#lib/server/characters.ts';
import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { transact } from '#lib/server/transact.ts';
import type { Role } from '#lib/server/viewer.ts';
import { changeRole } from './change-role.ts';

export type AppointOwnerOutcome =
  | {
      readonly ok: true;
      readonly accountId: string;
      readonly characterName: string;
      readonly roleBefore: Role;
    }
  | {
      readonly ok: false;
      readonly reason: 'unknown-character' | 'no-account' | 'account-closed' | 'already-owner';
    };

/**
 * Make the account of a character an owner, by the hand of whoever runs the site: the way in when the
 * owner has sold every character, or when there must be a second one.
 */
export async function appointOwner(
  container: Pick<Container, 'db' | 'clock'>,
  characterId: number,
): Promise<AppointOwnerOutcome> {
  return transact(container, async (tx): Promise<AppointOwnerOutcome> => {
    await lockName(tx, characterLock(characterId));
    // A named character may be coming in at this moment.
    await lockName(tx, 'owner-grant');
    const character = await tx.character.findUnique({
      where: { id: fromId(characterId) },
      include: { account: true },
    });
    if (!character) return { ok: false, reason: 'unknown-character' };
    const { account } = character;
    if (!account) return { ok: false, reason: 'no-account' };
    if (account.blockedAt || account.deletedAt) return { ok: false, reason: 'account-closed' };
    if (account.role === 'owner') return { ok: false, reason: 'already-owner' };

    const change = { account, role: 'owner', because: 'operator' } as const;
    await changeRole(tx, change, { at: container.clock(), actorId: null });
    return {
      ok: true,
      accountId: account.id,
      characterName: character.name,
      roleBefore: account.role,
    };
  });
}
