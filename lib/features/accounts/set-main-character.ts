import { characterLock } from '#lib/server/characters.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { transact } from '#lib/server/transact.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { accountLock } from './account-lock.ts';

export type SetMainOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly reason: 'not-yours' };

/** Choose which of one's own characters stands for the account. */
export async function setMainCharacter(
  container: Pick<Container, 'db' | 'clock'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  characterId: number,
): Promise<SetMainOutcome> {
  return transact(container, async (tx) => {
    await lockName(tx, accountLock(accountId));
    // Its owner may be found to be another one at this moment.
    await lockName(tx, characterLock(characterId));
    const character = await tx.character.findUnique({
      where: { id: fromId(characterId), accountId },
      include: { account: true },
    });
    if (!character?.account) return { ok: false, reason: 'not-yours' };
    const before = character.account.mainCharacterId;
    if (before === character.id) return { ok: true };
    const { version } = await tx.account.update({
      where: { id: accountId },
      data: { mainCharacterId: character.id, version: { increment: 1 } },
    });
    await recordChange(tx, {
      entity: 'account',
      entityId: accountId,
      version,
      action: 'main-character-changed',
      actorId: accountId,
      before: { mainCharacterId: before === null ? null : toId(before) },
      after: { mainCharacterId: characterId },
      at: container.clock(),
    });
    return { ok: true };
  });
}
