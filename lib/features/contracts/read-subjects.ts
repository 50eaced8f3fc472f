import { fromId, toId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';
import type { MatchSubject } from './build-match-input.ts';
import { fromContractRow, fromItemRow } from './contract-row.ts';

/** A contract as it is to be matched, and where its last match left it. */
export type StoredSubject = MatchSubject & {
  readonly contractId: number;
  readonly version: number;
  readonly quoteId: string | null;
  readonly relation: string | null;
  readonly verdict: string | null;
  readonly offerHash: Uint8Array | null;
  readonly goneAt: Date | null;
};

/** Contracts with their items, in the order of their ids. */
export async function readSubjects(tx: Tx, ids: readonly number[]): Promise<StoredSubject[]> {
  if (ids.length === 0) return [];
  const rows = await tx.contract.findMany({
    where: { id: { in: ids.map(fromId) } },
    include: { items: { orderBy: { recordId: 'asc' } } },
    orderBy: { id: 'asc' },
  });
  return rows.map((row) => ({
    contractId: toId(row.id),
    contract: fromContractRow(row),
    items: row.itemsState === 'read' ? row.items.map(fromItemRow) : null,
    version: row.version,
    quoteId: row.quoteId,
    relation: row.relation,
    verdict: row.verdict?.replace('_', '-') ?? null,
    offerHash: row.offerHash,
    goneAt: row.goneAt,
  }));
}
