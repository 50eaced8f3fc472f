/**
 * Matching again, when a contract or a quote has changed by another way than a poll.
 *
 * @module
 */
import type { Container } from '#lib/server/container.ts';
import { transactSql } from '#lib/server/transact-sql.ts';
import { matchAndSettle } from './match-and-settle.ts';
import { lockQuotes } from './quote-facts.ts';
import { settleQuotes } from './settle-quotes.ts';

/**
 * Match a quote's contracts again and make the moves that are due: after a cancellation, a claim, or
 * the end of its window.
 */
export async function rematchQuote(container: Container, quoteId: string): Promise<void> {
  const contracts = await container.db.contract.findMany({
    where: { quoteId, goneAt: null },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  for (const { id } of contracts) await matchAndSettle(container, Number(id));
  await settleAlone(container, quoteId);
}

/** Make the moves of a quote that are due, without looking at its contracts anew. */
export async function settleAlone(container: Container, quoteId: string): Promise<void> {
  await transactSql(container, async (tx) => {
    const quotes = await lockQuotes(tx, [quoteId]);
    await settleQuotes(tx, quotes, container.clock());
  });
}
