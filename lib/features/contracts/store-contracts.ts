import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { type Change, recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { hashContract, LIVING_STATUSES } from './contract-row.ts';
import { insertContracts, type StoredContract, updateContracts } from './contract-sql.ts';
import { isRelevant, readOurSide } from './relevance.ts';

export type Tally = { readonly added: number; readonly changed: number };

/** Store new and changed contracts, with their audit and outbox. */
export async function storeContracts(
  tx: SqlTx,
  { contracts, startedAt }: { readonly contracts: readonly MatchContract[]; startedAt: Date },
  now: Date,
): Promise<Tally> {
  const ourSide = await readOurSide(tx);
  const stored = await readStored(tx, contracts);
  const fresh = contracts.filter(({ contractId }) => !stored.has(contractId));
  const altered = contracts.flatMap((contract) => {
    const before = stored.get(contract.contractId);
    return before && hasMoved(contract, before) ? [{ contract, before }] : [];
  });

  const insertedIds = await insertContracts(
    tx,
    fresh.map((contract) => ({ contract, isRelevant: isRelevant(contract, ourSide) })),
    startedAt,
  );
  await updateContracts(
    tx,
    altered.map(({ contract, before }) => ({
      contract,
      version: before.version + 1,
      needsMatch: before.quoteId !== null || isRelevant(contract, ourSide),
    })),
  );

  const changes: Change[] = [
    ...fresh
      .filter(({ contractId }) => insertedIds.has(contractId))
      .map((contract) => toChange(contract, { version: 1, action: 'seen', before: null, at: now })),
    ...altered.map(({ contract, before }) =>
      toChange(contract, {
        version: before.version + 1,
        action: 'changed',
        before: { status: before.status, goneAt: before.goneAt },
        at: now,
      }),
    ),
  ];
  await recordChanges(tx, changes);
  return { added: insertedIds.size, changed: altered.length };
}

// In the order of their ids, so that two feeds that share contracts never wait for each other.
async function readStored(
  tx: SqlTx,
  contracts: readonly MatchContract[],
): Promise<Map<number, StoredContract>> {
  const ids = toSqlArray(contracts.map(({ contractId }) => contractId));
  const rows = await tx.$queryRaw<(Omit<StoredContract, 'id'> & { id: bigint })[]>`
    select id, encode(content_hash, 'hex') as "contentHash", status, version,
      gone_at as "goneAt", quote_id as "quoteId"
    from contract where id = any(${ids}::bigint[]) order by id for update`;
  return new Map(rows.map((row) => [toId(row.id), { ...row, id: toId(row.id) }]));
}

/**
 * Whether EVE says something new. Two feeds show one contract from caches of different age, so a
 * status never goes back: what was accepted is not outstanding again.
 */
function hasMoved(contract: MatchContract, before: StoredContract): boolean {
  if (rankOf(contract.status) < rankOf(before.status)) return false;
  if (before.goneAt !== null) return true;
  return Buffer.from(hashContract(contract)).toString('hex') !== before.contentHash;
}

function rankOf(status: string): number {
  const rank = LIVING_STATUSES.indexOf(status);
  return rank === -1 ? LIVING_STATUSES.length : rank;
}

function toChange(
  contract: MatchContract,
  step: Pick<Change, 'version' | 'action' | 'before' | 'at'>,
): Change {
  return {
    ...step,
    entity: 'contract',
    entityId: String(contract.contractId),
    actorId: null,
    after: { ...contract, goneAt: null },
  };
}
