import { revokeKeys } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange, recordChanges } from '#lib/server/events.ts';
import { lockName } from '#lib/server/locks.ts';
import { moveHolds } from '#lib/server/stock.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { accountLock, findMain, lockWhole, releaseAll } from './account-lock.ts';
import { findDeletionObstacle } from './find-deletion-obstacle.ts';
import { type ErasedGrant, revokeGrants } from './revoke-grants.ts';

export type DeleteAccountOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      readonly reason: 'other-name' | 'last-owner' | 'contract-waits' | 'closed';
    };

type Deletion = DeleteAccountOutcome & {
  readonly erased: readonly ErasedGrant[];
};

/**
 * Delete one's own account: names, tokens, sessions, API keys and what links characters to it go, open quotes are
 * cancelled. What belongs to the trader's books (quotes, contracts, settlements, the audit trail) stays, and
 * names the bare id of an account of nobody. Its characters may begin anew.
 *
 * @param typedName The name of the main character, typed by hand.
 */
export async function deleteAccount(
  container: Pick<Container, 'db' | 'env' | 'sso' | 'clock' | 'log'>,
  { accountId }: Pick<Viewer, 'accountId'>,
  typedName: string,
): Promise<DeleteAccountOutcome> {
  const { erased, ...outcome } = await transact(container, (tx) =>
    erase(tx, { accountId, typedName, now: container.clock() }),
  );
  if (outcome.ok) container.log.info({ accountId }, 'an account was deleted by its pilot');
  await revokeGrants(container, erased);
  return outcome;
}

type Wish = { readonly accountId: string; readonly typedName: string; readonly now: Date };

async function erase(tx: Tx, { accountId, typedName, now }: Wish): Promise<Deletion> {
  await lockName(tx, accountLock(accountId));
  const account = await lockWhole(tx, accountId);
  // Whoever is blocked stays known, or would come back as somebody new.
  if (!account || account.blockedAt || account.deletedAt) return refuse('closed');
  const main = findMain(account);
  if (!main || toPlain(typedName) !== toPlain(main.name)) return refuse('other-name');
  if (account.role === 'owner') await lockName(tx, 'owner-grant');
  await lockQuotesOf(tx, accountId);
  const obstacle = await findDeletionObstacle(tx, account);
  if (obstacle) return refuse(obstacle.reason);

  const context = { at: now, actorId: accountId };
  await cancelOpenQuotes(tx, accountId, now);
  const erased = await releaseAll(tx, account, context);
  await forgetCharacters(tx, accountId, now);
  await tx.session.deleteMany({ where: { accountId } });
  await revokeKeys(tx, { accountId }, context);
  const { version } = await tx.account.update({
    where: { id: accountId },
    data: { deletedAt: now, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'account',
    entityId: accountId,
    version,
    action: 'deleted',
    actorId: accountId,
    before: { deletedAt: null },
    after: { deletedAt: now },
    at: now,
  });
  return { ok: true, erased };
}

/** Who types a name by hand means it, whatever the capitals and spaces. */
function toPlain(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase();
}

/** No contract brings any of them on while we look. */
async function lockQuotesOf(tx: Tx, accountId: string): Promise<void> {
  await tx.$executeRaw`
    select id from quote
    where account_id = ${accountId}::uuid and state in ('open', 'contracted', 'partly-completed')
    order by id for no key update`;
}

async function cancelOpenQuotes(tx: Tx, accountId: string, now: Date): Promise<void> {
  const cancelled = await tx.quote.updateManyAndReturn({
    where: { accountId, state: 'open' },
    data: { state: 'cancelled', version: { increment: 1 } },
    select: { id: true, version: true },
  });
  await recordChanges(
    tx,
    cancelled.map(({ id, version }) => ({
      entity: 'quote',
      entityId: id,
      version,
      action: 'cancelled',
      actorId: accountId,
      before: { state: 'open' },
      after: { state: 'cancelled' },
      at: now,
    })),
  );
  await moveHolds(
    tx,
    cancelled.map(({ id }) => ({ quoteId: id, end: 'released' as const })),
    now,
  );
}

/**
 * Of those that were on it until now, and of those that left it before and are nobody's since. Their bare ids
 * stay: the trail tells whose they were, and the version of each goes on from there. What they did until now is
 * nobody's, whoever comes with them next.
 */
async function forgetCharacters(tx: Tx, accountId: string, now: Date): Promise<void> {
  const forgotten = await tx.$queryRaw<{ id: bigint }[]>`
    update character set name = '', owner_hash = '', corporation_id = null, alliance_id = null,
      affiliation_at = null, last_sign_in_at = null, owner_changed_at = ${now}
    where account_id is null and id in (
      select character_id from former_character former
      where account_id = ${accountId}::uuid
        -- Not what somebody told of one who was theirs later.
        and not exists (select from former_character later
          where later.character_id = former.character_id and later.left_at > former.left_at))
    returning id`;
  const ids = forgotten.map(({ id }) => id);
  await tx.eveToken.deleteMany({ where: { characterId: { in: ids } } });
}

function refuse(reason: Extract<DeleteAccountOutcome, { ok: false }>['reason']): Deletion {
  return { ok: false, reason, erased: [] };
}
