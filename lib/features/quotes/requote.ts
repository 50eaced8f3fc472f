import { v7 as createId } from 'uuid';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import { type RequoteRefusal, requoteSent, type SentItem } from '#lib/core/quote/requote.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import { type Looker, roleFor } from './looker.ts';
import { hashPromise, type QuoteRow, sealClaim, writeUnderFreshCode } from './quote-rows.ts';
import { quoteTermsSchema } from './schema.ts';

export type RequoteOutcome =
  | { readonly ok: true; readonly formerQuoteId: string; readonly shownCode: string }
  | { readonly ok: false; readonly reason: RequoteFailure; readonly sentence: string };
export type RequoteFailure =
  | 'no-such-quote'
  | 'not-yours'
  | 'not-open'
  | 'ran-out'
  | RequoteRefusal;

const SENTENCES: Record<RequoteFailure, string> = {
  'no-such-quote': 'There is no quote of this code.',
  'not-yours': 'Only who made the quote, or the trader, can quote anew what was sent.',
  'not-open':
    'This quote is not open any more, so it stays as it is. What it has become stands on this page.',
  'ran-out': 'This quote has run out, and its prices with it. Paste the items for a new quote.',
  'as-quoted': 'The contract holds what was quoted: there is nothing to quote anew.',
  'not-quoted':
    'The contract holds items that this quote has no price for. Paste all that you want to sell for a new quote.',
  'more-than-quoted':
    'The contract holds more than was quoted. Only the trader can take more at the price of this quote; paste the rest for a quote of its own.',
  'nothing-sent': 'The contract gives nothing that could be quoted.',
};

const WITH_LINES = {
  lines: { orderBy: { position: 'asc' } },
  replacedBy: { select: { code: true } },
} as const satisfies Prisma.QuoteInclude;
type Row = Prisma.QuoteGetPayload<{ include: typeof WITH_LINES }>;

/**
 * Quote what a contract really holds, at the prices of the quote that it was made for. The new quote takes
 * the place of that one: same owner, same terms, same end, and a contract that names the old code is for
 * the new quote from then on. So what is up in the game need not be made again if its price fits.
 *
 * The caller has read `sent` of a contract that is for this quote; it must have the quote's contracts
 * matched again afterwards.
 *
 * Asked twice, it gives the quote that it made at first.
 */
export async function requote(
  container: Container,
  { code, sent }: { readonly code: string; readonly sent: readonly SentItem[] },
  looker: Looker,
  now: Date,
): Promise<RequoteOutcome> {
  return transact(container, async (tx): Promise<RequoteOutcome> => {
    // Whoever matches its contracts now is waited for, and whoever comes later finds it replaced.
    await tx.$queryRaw`select from quote where code = ${code} for update`;
    const row = await tx.quote.findUnique({ where: { code }, include: WITH_LINES });
    if (!row) return refuse('no-such-quote');
    const role = roleFor(looker, { ...row, issues: [] });
    const isTrader = role === 'staff' && looker.viewer?.role !== 'viewer';
    if (role !== 'owner' && !isTrader) return refuse('not-yours');
    if (row.replacedBy) return success(row, row.replacedBy.code);
    // What the trader sells has another price and another way: only what is bought is quoted by what was sent.
    if (row.state !== 'open' || row.side !== 'buys') return refuse('not-open');
    if (row.expiresAt <= now) return refuse('ran-out');

    const lines = row.lines.map((line) => ({
      ...line,
      quantity: toId(line.quantity),
      unitPriceIsk: line.unitPrice,
    }));
    const outcome = requoteSent(lines, sent, {
      mayBeMore: isTrader,
      donationBp: row.donationBp,
    });
    if (!outcome.ok) return refuse(outcome.reason);

    const quote = toQuoteRow(row, outcome.requote, now);
    const written = await writeUnderFreshCode(tx, quote, outcome.requote.lines);
    if (!written.isNew) throw new TypeError('What no form made has no twin');
    await tellCreated(
      tx,
      { ...quote, code: written.code },
      {
        actorId: looker.viewer?.accountId ?? null,
        lines: outcome.requote.lines.length,
      },
    );
    await replace(tx, row, quote.id, { actorId: looker.viewer?.accountId ?? null, now });
    return success(row, written.code);
  });
}

async function tellCreated(
  tx: Tx,
  quote: QuoteRow,
  { actorId, lines }: { readonly actorId: string | null; readonly lines: number },
): Promise<void> {
  await recordChange(tx, {
    entity: 'quote',
    entityId: quote.id,
    version: 1,
    action: 'created',
    actorId,
    before: null,
    after: {
      code: quote.code,
      state: 'open',
      programId: quote.programId,
      programVersion: quote.terms.programVersion,
      total: quote.total,
      donation: quote.donation,
      lines,
      promiseHash: await hashPromise(tx, quote.id),
      claimSeal: sealClaim(quote),
      expiresAt: quote.expiresAt,
      // Whose it is: the trader makes it for the pilot.
      madeFor: quote.accountId,
      formerCodes: quote.former?.codes ?? [],
    },
    at: quote.createdAt,
  });
}

/** The old quote ends, and all that is up for it is matched again. */
async function replace(
  tx: Tx,
  row: Row,
  newId: string,
  { actorId, now }: { readonly actorId: string | null; readonly now: Date },
): Promise<void> {
  await tx.quote.update({
    where: { id: row.id },
    data: { state: 'cancelled', replacedById: newId, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'quote',
    entityId: row.id,
    version: row.version + 1,
    action: 'replaced',
    actorId,
    before: { state: row.state },
    after: { state: 'cancelled', replacedById: newId },
    at: now,
  });
  await tx.$executeRaw`
    update contract set needs_match = true
    where quote_id = ${row.id}::uuid and gone_at is null and not needs_match`;
}

function toQuoteRow(
  row: Row,
  made: {
    readonly totalIsk: bigint;
    readonly donationIsk: bigint;
    readonly lineSumIsk: bigint;
    readonly volumeM3: number;
  },
  now: Date,
): Omit<QuoteRow, 'code'> {
  return {
    id: createId(),
    programId: row.programId,
    accountId: row.accountId,
    claimHash: row.claimHash && Uint8Array.from(row.claimHash),
    idempotencyKey: null,
    formHash: null,
    side: row.side,
    total: made.totalIsk,
    donation: made.donationIsk,
    donationBp: row.donationBp,
    lineSum: made.lineSumIsk,
    volumeM3: made.volumeM3,
    locationId: toId(row.locationId),
    receiverId: null,
    terms: quoteTermsSchema.parse(row.terms),
    createdAt: now,
    // No longer than the prices that it has were promised.
    expiresAt: row.expiresAt,
    former: {
      codes: [row.code, ...row.formerCodes],
      firstMadeAt: row.firstMadeAt ?? row.createdAt,
    },
  };
}

function success({ id }: Row, code: string): RequoteOutcome {
  return { ok: true, formerQuoteId: id, shownCode: formatQuoteCode(code) };
}

function refuse(reason: RequoteFailure): RequoteOutcome {
  return { ok: false, reason, sentence: SENTENCES[reason] };
}
