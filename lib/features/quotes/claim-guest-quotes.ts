import { isStanding } from '#lib/server/accounts.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChanges } from '#lib/server/events.ts';
import { transact } from '#lib/server/transact.ts';

export type GuestClaim = {
  readonly accountId: string;
  readonly claimHash: Uint8Array<ArrayBuffer>;
};

/**
 * Give a guest's quotes to the account that has just signed in on the guest's browser. The browser's
 * secret is the better proof: one that somebody's contract has claimed is taken back, unless any of it was
 * paid. Whoever was paid for a part may still deliver the rest.
 *
 * @returns How many quotes changed hands; 0 when there was nothing left to claim.
 */
export async function claimGuestQuotes(
  container: Container,
  { accountId, claimHash }: GuestClaim,
  now: Date,
): Promise<number> {
  return transact(container, async (tx) => {
    if (!(await isStanding(tx, accountId))) return 0;
    const claimed = await tx.$queryRaw<{ id: string; version: number; had: string | null }[]>`
      with held as (
        select id, account_id from quote
        where claim_hash = ${claimHash}
          and (account_id is null or state in ('open', 'contracted', 'expired')
            and not exists (select from settlement where quote_id = quote.id))
        for update)
      update quote
      set account_id = ${accountId}::uuid, claim_hash = null, claimed_at = ${now},
        version = version + 1
      from held where quote.id = held.id
      returning quote.id, version, held.account_id::text as had`;
    await recordChanges(
      tx,
      claimed.map(({ id, version, had }) => ({
        entity: 'quote',
        entityId: id,
        version,
        action: 'claimed',
        actorId: accountId,
        before: { accountId: had },
        after: { accountId },
        at: now,
      })),
    );
    return claimed.length;
  });
}

/** Whether the browser's secret still owns a quote: one that was paid to somebody else's account. */
export async function hasGuestQuotes(
  { db }: Container,
  claimHash: GuestClaim['claimHash'],
): Promise<boolean> {
  return (await db.quote.findFirst({ where: { claimHash }, select: { id: true } })) !== null;
}
