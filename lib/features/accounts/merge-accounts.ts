import { revokeKeys } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange, recordChanges } from '#lib/server/events.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import { lockNames } from '#lib/server/locks.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import { accountLock, lockWhole, releaseAll, type WholeAccount } from './account-lock.ts';
import { linkCharacter } from './link-character.ts';
import type { MergeOffer } from './merge-offer.ts';
import { type ErasedGrant, revokeGrants } from './revoke-grants.ts';

export type MergeOutcome =
  | { readonly ok: true }
  /** 'changed': the character or one of the accounts is not what it was when the merge was offered. */
  | { readonly ok: false; readonly reason: 'changed' | 'has-role' };

/**
 * Make a second account of the same person part of the first one: characters and quotes go over, with what
 * they are promised and were paid. What its characters allowed ends, and so do its sessions. It stays as a
 * closed account that says where it went, for the trail and the export.
 *
 * @param offer Proved by a sign-in as the character at EVE, a few minutes ago at most.
 */
export async function mergeAccounts(
  container: Pick<Container, 'db' | 'env' | 'sso' | 'clock' | 'log'>,
  offer: MergeOffer,
): Promise<MergeOutcome> {
  const { erased, ...outcome } = await transact(container, (tx) =>
    merge(tx, offer, container.clock()),
  );
  if (outcome.ok) {
    const { accountId, otherAccountId } = offer;
    container.log.info({ accountId, otherAccountId }, 'two accounts were merged by their pilot');
  }
  await revokeGrants(container, erased);
  return outcome;
}

type Merge = MergeOutcome & { readonly erased: readonly ErasedGrant[] };

async function merge(
  tx: Tx,
  { accountId, otherAccountId, characterId, ownerHash }: MergeOffer,
  now: Date,
): Promise<Merge> {
  await lockNames(tx, [accountLock(accountId), accountLock(otherAccountId)]);
  const other = await lockWhole(tx, otherAccountId);
  await tx.$executeRaw`select id from account where id = ${accountId}::uuid for no key update`;
  const account = await tx.account.findUnique({ where: { id: accountId } });
  const proof = other?.characters.find(({ id }) => id === fromId(characterId));
  if (!account || account.blockedAt || account.deletedAt) return refuse('changed');
  if (!other || other.blockedAt || other.deletedAt) return refuse('changed');
  if (proof?.ownerHash !== ownerHash) return refuse('changed');
  // Whoever has a role must not lose it, nor carry what it allowed elsewhere.
  if (other.role !== 'member') return refuse('has-role');

  const erased = await moveCharacters(tx, { accountId, other, now });
  await moveFormer(tx, { accountId, other });
  await moveQuotes(tx, { accountId, otherAccountId, now });
  await tx.session.deleteMany({ where: { accountId: otherAccountId } });
  await revokeKeys(tx, { accountId: otherAccountId }, { actorId: accountId, at: now });
  const { version } = await tx.account.update({
    where: { id: otherAccountId },
    data: { deletedAt: now, mergedIntoId: accountId, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'account',
    entityId: otherAccountId,
    version,
    action: 'merged',
    actorId: accountId,
    before: { deletedAt: null, mergedIntoId: null },
    after: { deletedAt: now, mergedIntoId: accountId },
    at: now,
  });
  return { ok: true, erased };
}

async function moveCharacters(
  tx: Tx,
  { accountId, other, now }: { accountId: string; other: WholeAccount; now: Date },
): Promise<ErasedGrant[]> {
  const erased = await releaseAll(tx, other, { at: now, actorId: accountId });
  for (const { id, name, ownerHash } of other.characters) {
    await linkCharacter(tx, { characterId: toId(id), name, ownerHash, accountId }, now);
  }
  return erased;
}

/** What they had sold for the one account before they left it, they have sold for both. */
async function moveFormer(
  tx: Tx,
  { accountId, other }: { accountId: string; other: WholeAccount },
): Promise<void> {
  await tx.$executeRaw`
    with moved as (
      delete from former_character where account_id = ${other.id}::uuid
      returning character_id, left_at)
    insert into former_character (account_id, character_id, left_at)
    select ${accountId}::uuid, character_id, left_at from moved
    -- Those that come along do not leave.
    where character_id <> all(${other.characters.map(({ id }) => id)}::bigint[])
    on conflict (account_id, character_id)
    do update set left_at = greatest(former_character.left_at, excluded.left_at)`;
}

/** When a guest's became its account's stays as it was: until then others could deliver it. */
async function moveQuotes(
  tx: Tx,
  {
    accountId,
    otherAccountId,
    now,
  }: Pick<MergeOffer, 'accountId' | 'otherAccountId'> & { now: Date },
): Promise<void> {
  const moved = await tx.quote.updateManyAndReturn({
    where: { accountId: otherAccountId },
    data: { accountId, version: { increment: 1 } },
    select: { id: true, version: true },
  });
  await recordChanges(
    tx,
    moved.map(({ id, version }) => ({
      entity: 'quote',
      entityId: id,
      version,
      action: 'merged',
      actorId: accountId,
      before: { accountId: otherAccountId },
      after: { accountId },
      at: now,
    })),
  );
}

function refuse(reason: Extract<MergeOutcome, { ok: false }>['reason']): Merge {
  return { ok: false, reason, erased: [] };
}
