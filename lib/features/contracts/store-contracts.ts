import { isKnownStatus, LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { CanonicalJson } from '#lib/server/canonical-json.ts';
import { type Change, recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import {
  type Hashed,
  insertContracts,
  type StoredContract,
  updateContracts,
  updateSettled,
} from './contract-sql.ts';
import { isRelevant, readOurSide } from './relevance.ts';

type Written = Hashed & { readonly text: CanonicalJson };

export type Tally = { readonly added: number; readonly changed: number };

/** Store new and changed contracts, with their audit and outbox. */
export async function storeContracts(
  tx: SqlTx,
  {
    contracts,
    startedAt,
    shownAt = startedAt,
  }: { readonly contracts: readonly MatchContract[]; startedAt: Date; shownAt?: Date },
  now: Date,
): Promise<Tally> {
  const ourSide = await readOurSide(tx);
  const stored = await readStored(tx, contracts);
  const written = contracts.map(writeContract);
  const fresh = written.filter(({ contract }) => !stored.has(contract.contractId));
  const altered = written.flatMap((row) => {
    const before = stored.get(row.contract.contractId);
    return before && hasMoved(row, before) ? [{ ...row, before }] : [];
  });

  const insertedIds = await insertContracts(
    tx,
    fresh.map((row) => ({ ...row, isRelevant: isRelevant(row.contract, ourSide) })),
    { startedAt, shownAt },
  );
  await updateContracts(
    tx,
    altered
      .filter(({ before }) => !before.isSettled)
      .map(({ before, ...row }) => ({
        ...row,
        version: before.version + 1,
        needsMatch: before.quoteId !== null || isRelevant(row.contract, ourSide),
      })),
  );
  await updateSettled(
    tx,
    altered.filter(({ before }) => before.isSettled).map(({ contract }) => contract),
  );

  const changes: Change[] = [
    ...fresh
      .filter(({ contract }) => insertedIds.has(contract.contractId))
      .map((row) => toChange(row, { version: 1, action: 'seen', before: null, at: now })),
    ...altered.map(({ before, ...row }) =>
      toChange(row, {
        version: before.version + 1,
        action: 'changed',
        before: { status: before.status, goneAt: before.goneAt },
        ...(before.isSettled && { after: { status: row.contract.status } }),
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
      gone_at as "goneAt", quote_id as "quoteId",
      exists (select from settlement where contract_id = contract.id) as "isSettled"
    from contract where id = any(${ids}::bigint[]) order by id for update`;
  return new Map(rows.map((row) => [toId(row.id), { ...row, id: toId(row.id) }]));
}

/**
 * Whether EVE says something new. Two feeds show one contract from caches of different age, so a status
 * never goes back: what was accepted is not outstanding again. Only from a status that nobody knows may it
 * go anywhere. Of a contract that is paid only its status counts: one that was finished may be called
 * reversed or deleted later.
 */
function hasMoved({ contract, contentHash }: Written, before: StoredContract): boolean {
  const goesBack = rankOf(contract.status) < rankOf(before.status);
  if (goesBack && (before.isSettled || isKnownStatus(before.status))) return false;
  if (before.goneAt !== null) return true;
  if (before.isSettled) return contract.status !== before.status;
  return contentHash !== before.contentHash;
}

function rankOf(status: string): number {
  const rank = LIVING_STATUSES.indexOf(status);
  return rank === -1 ? LIVING_STATUSES.length : rank;
}

/** Kept in the trail as it is hashed. */
function writeContract(contract: MatchContract): Written {
  const text = new CanonicalJson(contract);
  return { contract, text, contentHash: text.hash };
}

function toChange(
  { contract, text }: Written,
  step: Pick<Change, 'version' | 'action' | 'before' | 'at'> & Partial<Pick<Change, 'after'>>,
): Change {
  return {
    after: text,
    ...step,
    entity: 'contract',
    entityId: String(contract.contractId),
    actorId: null,
  };
}
