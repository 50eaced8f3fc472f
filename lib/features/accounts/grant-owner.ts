import type { Container } from '#lib/server/container.ts';
import type { Account } from '#lib/server/generated/prisma/client.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import type { Tx } from '#lib/server/transact.ts';
import { changeRole } from './change-role.ts';

/**
 * Make the account of a character named in OWNER_CHARACTER_IDS an owner: once per character, bound to the
 * owner hash of that moment, and only while the site has no owner.
 *
 * @returns The account as it is afterwards.
 */
export async function grantOwner(
  { env }: Pick<Container, 'env'>,
  tx: Tx,
  { account, characterId, ownerHash }: { account: Account; characterId: number; ownerHash: string },
  now: Date,
): Promise<Account> {
  if (!env.OWNER_CHARACTER_IDS.includes(characterId)) return account;
  // Two of the named ones may come at the same moment.
  await lockName(tx, 'owner-grant');
  const used = await tx.ownerGrant.findUnique({ where: { characterId: fromId(characterId) } });
  const owner = await tx.account.findFirst({
    where: { role: 'owner', blockedAt: null, deletedAt: null },
  });
  if (used || owner) return account;

  await tx.ownerGrant.create({
    data: { characterId: fromId(characterId), ownerHash, grantedAt: now },
  });
  const change = { account, role: 'owner', because: 'owner-character' } as const;
  return changeRole(tx, change, { at: now, actorId: null });
}
