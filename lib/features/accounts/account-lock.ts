import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import type { Account, Character } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { lockNames } from '#lib/server/locks.ts';
import { ConcurrentChangeError, type Tx } from '#lib/server/transact.ts';
import type { ErasedGrant } from './revoke-grants.ts';

/** Lock name under which an account's characters change by its own hand. To be taken before those of characters. */
export function accountLock(accountId: string): string {
  return `account ${accountId}`;
}

export type WholeAccount = Account & { readonly characters: readonly Character[] };

/** An account with its characters, none of which can come or go any more. To be called under {@link accountLock}. */
export async function lockWhole(tx: Tx, accountId: string): Promise<WholeAccount | null> {
  const before = await tx.character.findMany({ where: { accountId } });
  await lockNames(
    tx,
    before.map(({ id }) => characterLock(toId(id))),
  );
  // A sign-in that brings another character holds this row.
  await tx.$executeRaw`select id from account where id = ${accountId}::uuid for no key update`;
  const account = await tx.account.findUnique({
    where: { id: accountId },
    include: { characters: { orderBy: { createdAt: 'asc' } } },
  });
  const known = new Set(before.map(({ id }) => id));
  if (account?.characters.some(({ id }) => !known.has(id))) {
    throw new ConcurrentChangeError(`Account ${accountId} has just got another character`);
  }
  return account;
}

export function findMain({ characters, mainCharacterId }: WholeAccount): Character | undefined {
  return characters.find(({ id }) => id === mainCharacterId) ?? characters[0];
}

/** Take all characters off a locked account. */
export async function releaseAll(
  tx: Tx,
  account: WholeAccount,
  context: { readonly at: Date; readonly actorId: string },
): Promise<ErasedGrant[]> {
  const main = findMain(account);
  const erased: ErasedGrant[] = [];
  // The main one last: else each of the others would be it for a moment.
  for (const each of account.characters.toSorted(
    (a, b) => Number(a === main) - Number(b === main),
  )) {
    const characterId = toId(each.id);
    const sealed = await releaseCharacter(tx, { characterId, reason: 'unlinked' }, context);
    erased.push(...sealed.map((sealedRefreshToken) => ({ characterId, sealedRefreshToken })));
  }
  return erased;
}
