import type { MatchItem } from '#lib/core/matching/match-input.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { Tx } from '#lib/server/transact.ts';
import type { MatchSubject } from './build-match-input.ts';
import { fromContractRow, fromItemRow, type ItemRow } from './contract-row.ts';

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
    orderBy: { id: 'asc' },
  });
  const itemsOf = await readItems(tx, ids);
  return rows.map((row) => ({
    contractId: toId(row.id),
    contract: fromContractRow(row),
    items: row.itemsState === 'read' ? (itemsOf.get(toId(row.id)) ?? []) : null,
    version: row.version,
    quoteId: row.quoteId,
    relation: row.relation,
    verdict: row.verdict?.replace('_', '-') ?? null,
    offerHash: row.offerHash,
    goneAt: row.goneAt,
  }));
}

/** Items by contract id. A row each would cost many times the list that they are here. */
async function readItems(tx: Tx, ids: readonly number[]): Promise<Map<number, MatchItem[]>> {
  const rows = await tx.$queryRaw<{ id: bigint; items: ItemRow[] }[]>`
    select contract_id as id, json_agg(
      json_build_array(record_id, type_id, quantity, raw_quantity, is_included, is_singleton)
      order by record_id) as items
    from contract_item where contract_id = any(${toSqlArray(ids)}::bigint[]) group by contract_id`;
  return new Map(rows.map(({ id, items }) => [toId(id), items.map(fromItemRow)]));
}
