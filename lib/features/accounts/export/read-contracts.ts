import type * as z from 'zod';
import { findingSchema } from '#lib/core/matching/finding.ts';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';
import { findOwnContracts } from './own-contracts.ts';
import type { contractRecordSchema } from './schema.ts';
import { SETTLEMENT, toSettlement } from './to-settlement.ts';

type ContractRecord = z.output<typeof contractRecordSchema>;
type VerdictRecord = ContractRecord['verdicts'][number];

const INCLUDE = {
  items: { orderBy: { recordId: 'asc' } },
  // Without what they were made from: that holds contracts of other pilots.
  verdicts: { orderBy: [{ createdAt: 'asc' }, { id: 'asc' }], omit: { input: true } },
} as const satisfies Prisma.ContractInclude;
type Row = Prisma.ContractGetPayload<{ include: typeof INCLUDE }>;
type VerdictRow = Row['verdicts'][number];

/** A page of the contracts that an account's characters have made, by their numbers. */
export async function readContracts(
  tx: Pick<Tx, 'contract' | 'quote' | 'settlement' | '$queryRaw'>,
  accountIds: readonly string[],
  page: { readonly afterId: bigint; readonly limit: number },
): Promise<ContractRecord[]> {
  const ids = await findOwnContracts(tx, accountIds, page);
  if (ids.length === 0) return [];
  const where = { id: { in: ids } };
  const rows = await tx.contract.findMany({ where, orderBy: { id: 'asc' }, include: INCLUDE });
  const settlements = await tx.settlement.findMany({
    where: { contractId: { in: ids } },
    include: SETTLEMENT,
  });
  const settlementOf = new Map(settlements.map((row) => [row.contractId, toSettlement(row)]));
  const ownQuoteIds = await findOwnQuotes(tx, accountIds, rows);
  return rows.map((row) => ({
    ...toRecord(row, ownQuoteIds),
    settlement: settlementOf.get(row.id) ?? null,
  }));
}

/** Which of the quotes that the verdicts speak of are the account's own. */
async function findOwnQuotes(
  tx: Pick<Tx, 'quote'>,
  accountIds: readonly string[],
  rows: readonly Row[],
): Promise<Set<string>> {
  const ids = rows.flatMap(({ verdicts }) => verdicts.flatMap(({ quoteId }) => quoteId ?? []));
  const own = await tx.quote.findMany({
    where: { id: { in: [...new Set(ids)] }, accountId: { in: [...accountIds] } },
    select: { id: true },
  });
  return new Set(own.map(({ id }) => id));
}

function toRecord(row: Row, ownQuoteIds: ReadonlySet<string>): Omit<ContractRecord, 'settlement'> {
  return {
    contractId: toId(row.id),
    type: row.type,
    status: row.status,
    availability: row.availability,
    issuerId: toId(row.issuerId),
    issuerCorporationId: toId(row.issuerCorporationId),
    assigneeId: toId(row.assigneeId),
    forCorporation: row.forCorporation,
    title: row.title,
    priceIsk: row.price,
    rewardIsk: row.reward,
    collateralIsk: row.collateral,
    volumeM3: row.volumeM3,
    startLocationId: row.startLocationId === null ? null : toId(row.startLocationId),
    endLocationId: row.endLocationId === null ? null : toId(row.endLocationId),
    dateIssued: row.dateIssued,
    dateExpired: row.dateExpired,
    dateAccepted: row.dateAccepted,
    dateCompleted: row.dateCompleted,
    firstSeenAt: row.firstSeenAt,
    lastSeenAt: row.lastSeenAt,
    goneAt: row.goneAt,
    items: row.items.map(({ typeId, quantity, isIncluded }) => ({
      typeId,
      quantity: toId(quantity),
      isIncluded,
    })),
    verdicts: row.verdicts.map((verdict) => toVerdict(verdict, ownQuoteIds)),
  };
}

function toVerdict(row: VerdictRow, ownQuoteIds: ReadonlySet<string>): VerdictRecord {
  const isOwn = row.quoteId === null || ownQuoteIds.has(row.quoteId);
  const stored = Array.isArray(row.findings) ? row.findings : [];
  return {
    quoteId: isOwn ? row.quoteId : null,
    relation: row.relation,
    verdict: row.verdict === 'fix_needed' ? 'fix-needed' : row.verdict,
    findings: stored.flatMap((finding) => {
      const parsed = findingSchema.safeParse(finding);
      // One of an older or newer version, whose values nobody here can tell.
      if (!parsed.success) return [];
      const { check, level, code, expected, actual } = parsed.data;
      // Other contracts for the quote are other people's.
      const isTold = isOwn && check !== 'quote-contracts';
      return [{ check, level, code, ...(isTold && { expected, actual }) }];
    }),
    createdAt: row.createdAt,
  };
}
