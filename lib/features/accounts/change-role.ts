import { recordChange } from '#lib/server/events.ts';
import type { Account } from '#lib/server/generated/prisma/client.ts';
import type { Tx } from '#lib/server/transact.ts';
import type { Role } from '#lib/server/viewer.ts';

export type RoleChange = {
  readonly account: Account;
  readonly role: Role;
  /** What made it happen, for the audit trail. */
  readonly because: 'owner-character' | 'operator';
};

/**
 * Give an account another role. All its sessions end: a token that was stolen from somebody who could do
 * little must not be worth more afterwards.
 *
 * @returns The account as it is afterwards.
 */
export async function changeRole(
  tx: Tx,
  { account, role, because }: RoleChange,
  { at, actorId }: { at: Date; actorId: string | null },
): Promise<Account> {
  const after = await tx.account.update({
    where: { id: account.id },
    data: { role, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'account',
    entityId: account.id,
    version: after.version,
    action: 'role-changed',
    actorId,
    before: { role: account.role },
    after: { role, because },
    at,
  });
  await tx.session.deleteMany({ where: { accountId: account.id } });
  return after;
}
