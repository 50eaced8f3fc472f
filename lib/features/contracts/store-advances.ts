import { v7 as createId } from 'uuid';
import { LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { QuoteContractFacts } from '#lib/core/quote/next-state.ts';
import type { SettlementPart, SettlingContract } from '#lib/core/quote/settlements.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import { type Change, recordChanges } from '#lib/server/events.ts';
import { type SqlValue, toSqlArray } from '#lib/server/sql-arrays.ts';
import { ConcurrentChangeError } from '#lib/server/transact.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { moveOrderStock } from './move-order-stock.ts';
import type { QuoteRow } from './quote-facts.ts';

export type SettlingFacts = QuoteContractFacts &
  SettlingContract & {
    readonly quoteId: string;
    readonly issuerId: number;
  };

/** What is to happen to a quote, in this order: parts are paid, it is claimed, it moves, it is given back. */
export type Advance = {
  readonly quote: QuoteRow;
  readonly contracts: readonly SettlingFacts[];
  readonly due: readonly SettlementPart[];
  /** The account that it is claimed for, whoever else had it by a contract of theirs. */
  readonly claimant: string | null;
  /** The contract that had claimed it for its issuer's account is no more: it is the guest's again. */
  readonly isReleased: boolean;
  readonly moves: readonly QuoteState[];
};

/** Write what happens to quotes, whose rows must be locked, with its audit and outbox. */
export async function storeAdvances(
  tx: SqlTx,
  advances: readonly Advance[],
  now: Date,
): Promise<void> {
  const settlements = advances.flatMap(toSettlements);
  await storeSettlements(tx, settlements, now);
  await storeQuotes(tx, advances.filter(isMoving), now);
  await moveOrderStock(tx, advances, now);
  await markOthersOf(
    tx,
    advances.filter(({ claimant, isReleased }) => claimant !== null || isReleased),
  );
  await markLate(
    tx,
    advances.filter(({ moves }) => moves.includes('completed')),
  );
  await recordChanges(tx, [
    ...settlements.map((settlement) => toSettledChange(settlement, now)),
    ...advances.flatMap((advance) => toQuoteChanges(advance, now)),
  ]);
}

type NewSettlement = SettlementPart & {
  readonly id: string;
  readonly quote: QuoteRow;
  readonly issuerId: number;
};

function toSettlements({ quote, due, contracts }: Advance): NewSettlement[] {
  return due.map((part) => {
    const contract = contracts.find(({ contractId }) => contractId === part.contractId);
    return { ...part, id: createId(), quote, issuerId: contract?.issuerId ?? 0 };
  });
}

/** Two signed entries each: what leaves the one arrives at the other. */
async function storeSettlements(
  tx: SqlTx,
  settlements: readonly NewSettlement[],
  now: Date,
): Promise<void> {
  if (settlements.length === 0) return;
  const all = (pick: (settlement: NewSettlement) => SqlValue) => toSqlArray(settlements.map(pick));
  await tx.$executeRaw`
    insert into settlement (id, quote_id, contract_id, part, amount, created_at)
    select id, quote_id, contract_id, part, amount, ${now}
    from unnest(
      ${all(({ id }) => id)}::uuid[], ${all(({ quote }) => quote.id)}::uuid[],
      ${all(({ contractId }) => contractId)}::bigint[], ${all(({ part }) => part)}::int[],
      ${all(({ amount }) => amount)}::bigint[]
    ) as row(id, quote_id, contract_id, part, amount)`;

  const entries = settlements.flatMap(({ id, quote, issuerId, amount }) => {
    // Of an order the ISK goes the other way.
    const isOrder = quote.terms.side === 'sells';
    const paid = isOrder ? -amount : amount;
    return [
      { settlementId: id, party: `trader:${quote.terms.assigneeId}`, amount: -paid },
      { settlementId: id, party: `pilot:${isOrder ? quote.receiverId : issuerId}`, amount: paid },
    ];
  });
  await tx.$executeRaw`
    insert into ledger_entry (id, settlement_id, party, amount, created_at)
    select id, settlement_id, party, amount, ${now}
    from unnest(
      ${toSqlArray(entries.map(() => createId()))}::uuid[],
      ${toSqlArray(entries.map(({ settlementId }) => settlementId))}::uuid[],
      ${toSqlArray(entries.map(({ party }) => party))}::text[],
      ${toSqlArray(entries.map(({ amount }) => amount))}::bigint[]
    ) as row(id, settlement_id, party, amount)`;
}

function isMoving({ claimant, isReleased, moves }: Advance): boolean {
  return claimant !== null || isReleased || moves.length > 0;
}

async function storeQuotes(tx: SqlTx, advances: readonly Advance[], now: Date): Promise<void> {
  if (advances.length === 0) return;
  const all = (pick: (advance: Advance) => SqlValue) => toSqlArray(advances.map(pick));
  const written = await tx.$executeRaw`
    update quote set
      account_id = case when not is_released then coalesce(next.account_id, quote.account_id) end,
      claimed_at = case when is_released then null
        when next.account_id is not null then ${now} else quote.claimed_at end,
      state = next.state::"QuoteState", version = next.version
    from unnest(
      ${all(({ quote }) => quote.id)}::uuid[],
      ${all(({ quote }) => quote.version)}::int[],
      ${all((advance) => advance.quote.version + stepsOf(advance))}::int[],
      ${all(({ claimant }) => claimant)}::uuid[],
      ${all(({ isReleased }) => isReleased)}::boolean[],
      ${all(({ quote, moves }) => moves.at(-1) ?? quote.state)}::text[]
    ) as next(id, seen, version, account_id, is_released, state)
    where quote.id = next.id and quote.version = next.seen
      and (next.account_id is null or quote.account_id is null or quote.claim_hash is not null)`;
  if (written !== advances.length) throw new ConcurrentChangeError('A locked quote has changed');
}

function stepsOf({ claimant, isReleased, moves }: Advance): number {
  return moves.length + (claimant === null ? 0 : 1) + (isReleased ? 1 : 0);
}

/** From now on a contract of anybody else is a stranger's, or no longer one. */
async function markOthersOf(tx: SqlTx, advances: readonly Advance[]): Promise<void> {
  if (advances.length === 0) return;
  await tx.$executeRaw`
    update contract set needs_match = true
    where quote_id = any(${idsOf(advances)}::uuid[]) and gone_at is null`;
}

/** Whoever still offers a contract for a paid quote must be told so. */
async function markLate(tx: SqlTx, advances: readonly Advance[]): Promise<void> {
  if (advances.length === 0) return;
  await tx.$executeRaw`
    update contract set needs_match = true
    where quote_id = any(${idsOf(advances)}::uuid[]) and gone_at is null
      and status = any(${toSqlArray(LIVING_STATUSES)}::text[])`;
}

function idsOf(advances: readonly Advance[]): string {
  return toSqlArray(advances.map(({ quote }) => quote.id));
}

function toSettledChange({ id, quote, contractId, part, amount }: NewSettlement, at: Date): Change {
  return {
    entity: 'settlement',
    entityId: id,
    version: 1,
    action: 'settled',
    actorId: null,
    before: null,
    after: { quoteId: quote.id, contractId, part, amount },
    at,
    payload: { quoteId: quote.id, code: quote.code, contractId, part },
  };
}

function toQuoteChanges({ quote, claimant, isReleased, moves }: Advance, at: Date): Change[] {
  const changes: Change[] = [];
  let { version, state } = quote;
  const add = (step: Pick<Change, 'action' | 'before' | 'after'>) => {
    version += 1;
    const payload = { quoteId: quote.id, code: quote.code, version, state };
    changes.push({
      ...step,
      entity: 'quote',
      entityId: quote.id,
      version,
      actorId: null,
      at,
      payload,
    });
  };
  if (claimant !== null) {
    const before = { accountId: quote.accountId };
    add({ action: 'claimed', before, after: { accountId: claimant } });
  }
  for (const next of moves) {
    const before = { state };
    state = next;
    add({ action: next, before, after: { state } });
  }
  if (isReleased) {
    add({
      action: 'released',
      before: { accountId: quote.accountId },
      after: { accountId: null },
    });
  }
  return changes;
}
