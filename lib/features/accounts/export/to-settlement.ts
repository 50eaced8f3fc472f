import type * as z from 'zod';
import type { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import type { contractRecordSchema } from './schema.ts';

type SettlementRecord = NonNullable<z.output<typeof contractRecordSchema>['settlement']>;

export const SETTLEMENT = {
  entries: { orderBy: { amount: 'asc' } },
} as const satisfies Prisma.SettlementInclude;

/** Who was paid may be somebody who was given the quote's code: only the kind of party is told. */
export function toSettlement(
  row: Prisma.SettlementGetPayload<{ include: typeof SETTLEMENT }>,
): SettlementRecord {
  return {
    settlementId: row.id,
    contractId: toId(row.contractId),
    part: row.part,
    amountIsk: row.amount,
    createdAt: row.createdAt,
    entries: row.entries.map(({ party, amount }) => ({
      party: party.startsWith('trader:') ? 'trader' : 'pilot',
      amountIsk: amount,
    })),
  };
}
