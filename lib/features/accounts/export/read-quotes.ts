import type * as z from 'zod';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';
import { type EventRecord, readQuoteEvents } from './read-events.ts';
import type { quoteRecordSchema } from './schema.ts';
import { SETTLEMENT, toSettlement } from './to-settlement.ts';

type QuoteRecord = z.output<typeof quoteRecordSchema>;

const INCLUDE = {
  lines: { orderBy: { position: 'asc' } },
  settlements: { orderBy: { part: 'asc' }, include: SETTLEMENT },
} as const satisfies Prisma.QuoteInclude;
type Row = Prisma.QuoteGetPayload<{ include: typeof INCLUDE }>;

/** A page of an account's quotes, the oldest first: their ids grow with time. */
export async function readQuotes(
  tx: Pick<Tx, 'quote' | '$queryRaw'>,
  accountIds: readonly string[],
  { afterId, limit }: { readonly afterId: string | null; readonly limit: number },
): Promise<QuoteRecord[]> {
  const rows = await tx.quote.findMany({
    where: { accountId: { in: [...accountIds] }, ...(afterId !== null && { id: { gt: afterId } }) },
    orderBy: { id: 'asc' },
    take: limit,
    include: INCLUDE,
  });
  const events = await readQuoteEvents(
    tx,
    accountIds,
    rows.map(({ id }) => id),
  );
  return rows.map((row) => toRecord(row, events.get(row.id) ?? []));
}

function toRecord(row: Row, history: EventRecord[]): QuoteRecord {
  return {
    quoteId: row.id,
    code: row.code,
    programId: row.programId,
    state: row.state === 'partly_completed' ? 'partly-completed' : row.state,
    version: row.version,
    side: row.side,
    totalIsk: row.total,
    donationIsk: row.donation,
    donationBp: row.donationBp,
    lineSumIsk: row.lineSum,
    volumeM3: row.volumeM3,
    locationId: toId(row.locationId),
    terms: row.terms,
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    claimedAt: row.claimedAt,
    lines: row.lines.map((line) => ({
      typeId: line.typeId,
      blueprintCopy: line.blueprintCopy,
      quantity: toId(line.quantity),
      unitPriceIsk: line.unitPrice,
      totalIsk: line.total,
      volumeM3: line.volumeM3,
      evidence: line.evidence,
    })),
    settlements: row.settlements.map(toSettlement),
    history,
  };
}
