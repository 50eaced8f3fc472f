import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { Tx } from '#lib/server/transact.ts';
import type { Role } from '#lib/server/viewer.ts';

/** Why an account cannot be deleted now. */
export type DeletionObstacle =
  /** Nobody else could give roles, nor be asked for them. */
  | { readonly reason: 'last-owner' }
  /** In game a contract waits that is right for each of these quotes: it may be paid at any moment. */
  | { readonly reason: 'contract-waits'; readonly shownCodes: readonly string[] };

const MOST_SHOWN = 10;

/** What keeps an account from being deleted; null when nothing does. */
export async function findDeletionObstacle(
  tx: Pick<Tx, 'account' | '$queryRaw'>,
  { id, role }: { readonly id: string; readonly role: Role },
): Promise<DeletionObstacle | null> {
  if (role === 'owner' && !(await hasAnotherOwner(tx, id))) return { reason: 'last-owner' };
  const waiting = await tx.$queryRaw<{ code: string }[]>`
    select code from quote
    where account_id = ${id}::uuid
      and (state = 'contracted' or state = 'partly-completed' and exists (
        select from contract
        where contract.quote_id = quote.id and relation = 'named' and verdict = 'valid'
          and gone_at is null and status = 'outstanding'))
    order by created_at limit ${MOST_SHOWN}`;
  if (waiting.length === 0) return null;
  return { reason: 'contract-waits', shownCodes: waiting.map(({ code }) => formatQuoteCode(code)) };
}

/** One who can sign in. */
async function hasAnotherOwner(tx: Pick<Tx, 'account'>, id: string): Promise<boolean> {
  const other = await tx.account.findFirst({
    where: {
      id: { not: id },
      role: 'owner',
      blockedAt: null,
      deletedAt: null,
      characters: { some: {} },
    },
    select: { id: true },
  });
  return other !== null;
}
