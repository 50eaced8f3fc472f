import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import { moveHolds } from '#lib/server/stock.ts';
import { transact } from '#lib/server/transact.ts';
import { type Looker, roleFor } from './looker.ts';

export type CancelQuoteOutcome =
  | { readonly ok: true; readonly quoteId: string }
  | { readonly ok: false; readonly reason: CancelRefusal; readonly sentence: string };
type CancelRefusal = 'no-such-quote' | 'not-yours' | 'not-open' | 'changed-meanwhile';

const SENTENCES: Record<CancelRefusal, string> = {
  'no-such-quote': 'There is no quote of this code.',
  'not-yours': 'Only who made the quote, or the trader, can cancel it.',
  'not-open':
    'This quote cannot be cancelled any more. If a contract for it is up in game, delete that first.',
  'changed-meanwhile': 'The quote has just changed. Look at it again before you cancel it.',
};

/** Give a quote up for good. Only its maker and staff can, and only while it is open. */
export async function cancelQuote(
  container: Container,
  code: string,
  looker: Looker,
  now: Date,
): Promise<CancelQuoteOutcome> {
  return transact(container, async (tx): Promise<CancelQuoteOutcome> => {
    const quote = await tx.quote.findUnique({
      where: { code },
      select: { id: true, state: true, version: true, accountId: true, claimHash: true },
    });
    if (!quote) return refuse('no-such-quote');
    const role = roleFor(looker, { ...quote, issues: [] });
    if (role !== 'owner' && !isTrader(looker)) return refuse('not-yours');
    if (quote.state !== 'open') return refuse('not-open');

    const { count } = await tx.quote.updateMany({
      where: { id: quote.id, version: quote.version, state: 'open' },
      data: { state: 'cancelled', version: { increment: 1 } },
    });
    if (count === 0) return refuse('changed-meanwhile');
    await recordChange(tx, {
      entity: 'quote',
      entityId: quote.id,
      version: quote.version + 1,
      action: 'cancelled',
      actorId: looker.viewer?.accountId ?? null,
      before: { state: quote.state },
      after: { state: 'cancelled' },
      at: now,
    });
    await moveHolds(tx, [{ quoteId: quote.id, end: 'released' }], now);
    return { ok: true, quoteId: quote.id };
  });
}

// A viewer of the trader's sees everything and changes nothing.
function isTrader({ viewer }: Looker): boolean {
  return viewer !== null && viewer.role !== 'member' && viewer.role !== 'viewer';
}

function refuse(reason: CancelRefusal): CancelQuoteOutcome {
  return { ok: false, reason, sentence: SENTENCES[reason] };
}
