import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';

/** Put a character that is nobody's on an account. To be called under `characterLock`. */
export async function linkCharacter(
  tx: Tx,
  {
    characterId,
    ownerHash,
    name,
    accountId,
  }: { characterId: number; ownerHash: string; name: string; accountId: string },
  now: Date,
): Promise<void> {
  const { version } = await tx.character.upsert({
    where: { id: fromId(characterId) },
    create: { id: fromId(characterId), accountId, name, ownerHash, createdAt: now },
    update: { accountId, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'character',
    entityId: String(characterId),
    version,
    action: 'linked',
    actorId: accountId,
    before: { accountId: null },
    after: { accountId },
    at: now,
  });
}
