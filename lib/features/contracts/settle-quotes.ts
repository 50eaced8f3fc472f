import { parseIsk } from '#lib/core/isk.ts';
import { FINISHED_STATUSES, isFinished } from '#lib/core/matching/checks/terms.ts';
import { isWaiting, quoteMovesDue } from '#lib/core/quote/next-state.ts';
import { type SettlementPart, settlementsFor } from '#lib/core/quote/settlements.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import { areStanding } from '#lib/server/accounts.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import { ConcurrentChangeError } from '#lib/server/transact.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import type { QuoteRow } from './quote-facts.ts';
import { readIssuerAccounts } from './read-issuer-accounts.ts';
import { readMayBeAccepted } from './read-may-be-accepted.ts';
import { type Advance, type SettlingFacts, storeAdvances } from './store-advances.ts';

/** In these a contract has the quote: one that waits, or one that was paid. */
const HOLDING: ReadonlySet<QuoteState> = new Set(['contracted', 'partly-completed', 'completed']);

/**
 * Bring quotes to where their contracts have led them: settle what was accepted and right, let a valid
 * contract claim a guest's quote for its issuer, give it back when that contract is no more, and make
 * the moves that are due.
 *
 * The quotes' rows must be locked. Asking twice changes nothing twice. While the verdict of a contract
 * is out of date that was valid, or may become so beside the others, nothing is done: its own match
 * comes, and brings the quote on.
 *
 * @throws ConcurrentChangeError When an account that a quote is claimed for was closed meanwhile.
 */
export async function settleQuotes(
  tx: SqlTx,
  quotes: readonly QuoteRow[],
  now: Date,
): Promise<void> {
  if (quotes.length === 0) return;
  const ids = quotes.map(({ id }) => id);
  const { contractsOf, uncertainIds } = await readContractFacts(tx, ids);
  const settledOf = await readSettled(tx, ids);
  const certain = quotes.filter(({ id }) => !uncertainIds.has(id));
  // An order's contract is the trader's: it tells nothing of whose the order is.
  const guests = certain.filter(
    ({ accountId, isGuests, terms }) => terms.side === 'buys' && (accountId === null || isGuests),
  );
  const accountOf = await readIssuerAccounts(
    tx,
    guests.flatMap(({ id }) => contractsOf.get(id) ?? []),
  );
  const deliveredIds = await readDelivered(tx, [...contractsOf.values()].flat());

  const lostOf = await readMayBeAccepted(tx, ids, now);
  const advances = certain.map((quote): Advance => {
    const contracts = contractsOf.get(quote.id) ?? [];
    const settled = settledOf.get(quote.id) ?? [];
    const due = settlementsFor(quote.total, contracts, settled);
    const settledTotal = [...settled, ...due].reduce((sum, { amount }) => sum + amount, 0n);
    const isDelivered = deliveredIds.has(quote.id);
    const facts = [...contracts, ...(lostOf.get(quote.id) ?? [])];
    const moves = quoteMovesDue({ ...quote, settledTotal, isDelivered, contracts: facts }, now);
    const isBegun = settledTotal > 0n;
    // By one that is right: one that was, and may have been accepted, holds the quote for nobody yet.
    const isHeld =
      isBegun ||
      (HOLDING.has(moves.at(-1) ?? quote.state) &&
        contracts.some((contract) => isWaiting(contract, now) || isFinished(contract.status)));
    const paidIds = new Set([...settled, ...due].map(({ contractId }) => contractId));
    // Whoever was paid; else whoever offers it.
    const claimants = contracts
      .filter((contract) =>
        isBegun
          ? paidIds.has(contract.contractId)
          : isWaiting(contract, now) || isFinished(contract.status),
      )
      .sort((a, b) => a.issuerId - b.issuerId)
      .flatMap(({ contractId }) => accountOf.get(contractId) ?? []);
    // Not again once it was paid: later the character may be sold, and its account keeps what it has.
    const isLost = (due.length > 0 || !isBegun) && !claimants.some((id) => id === quote.accountId);
    const isFree =
      quote.terms.side === 'buys' &&
      (quote.accountId === null || (quote.isGuests && (!isHeld || isLost)));
    const claimant = isFree && isHeld ? (claimants[0] ?? null) : null;
    return {
      quote,
      contracts,
      due,
      claimant,
      isReleased: isFree && quote.accountId !== null && claimant === null,
      moves,
    };
  });
  const claimants = new Set(advances.flatMap(({ claimant }) => claimant ?? []));
  if (!(await areStanding(tx, claimants))) {
    // Deleted since it was read, or merged: whoever has its characters now is the one who claims.
    throw new ConcurrentChangeError('An account that claims a quote has just been closed');
  }
  await storeAdvances(tx, advances, now);
  await markPaidIssuers(
    tx,
    advances
      .filter(({ quote, due }) => quote.claimedAt !== null && due.length > 0)
      .map(({ quote }) => quote.id),
  );
}

/** Whoever was paid for a part of a guest's quote may deliver the rest: from now on, and not before. */
async function markPaidIssuers(tx: SqlTx, quoteIds: readonly string[]): Promise<void> {
  if (quoteIds.length === 0) return;
  await tx.$executeRaw`
    update contract set needs_match = true
    where quote_id = any(${toSqlArray(quoteIds)}::uuid[]) and relation = 'named'
      and status = 'outstanding' and gone_at is null and not needs_match
      and issuer_id in (
        select paid.issuer_id from settlement join contract paid on paid.id = settlement.contract_id
        where settlement.quote_id = contract.quote_id)`;
}

/**
 * Only valid contracts: no other moves or settles anything, and strangers may have made any number. And
 * of which quotes a contract that counts, or a neighbour of it, has changed since its verdict was made.
 */
async function readContractFacts(
  tx: SqlTx,
  quoteIds: readonly string[],
): Promise<{ contractsOf: Map<string, SettlingFacts[]>; uncertainIds: ReadonlySet<string> }> {
  const rows = await tx.$queryRaw<
    {
      quote_id: string;
      id: bigint;
      status: string;
      is_valid: boolean;
      price: bigint | null;
      date_issued: Date;
      date_expired: Date;
      date_completed: Date | null;
      gone_at: Date | null;
      last_seen_at: Date;
      issuer_id: bigint;
      needs_match: boolean;
      part_value_isk: string | null;
    }[]
  >`
    select contract.quote_id::text, contract.id, contract.status,
      contract.verdict = 'valid' as is_valid, contract.price,
      contract.date_issued, contract.date_expired, contract.date_completed, contract.gone_at,
      contract.last_seen_at, contract.issuer_id, contract.needs_match,
      (select finding ->> 'expected' from jsonb_array_elements(latest.findings) finding
        where finding ->> 'code' = 'price-split') as part_value_isk
    from contract
    left join lateral (
      select findings from verdict where contract_id = contract.id and quote_id = contract.quote_id
        and contract.status = any(${toSqlArray(FINISHED_STATUSES)}::text[])
      order by created_at desc, id desc limit 1) latest on true
    where contract.quote_id = any(${toSqlArray(quoteIds)}::uuid[]) and contract.relation = 'named'
      and (contract.verdict = 'valid' or contract.needs_match and contract.offer_hash is not null)
    order by contract.id`;
  const uncertain = rows.filter(({ needs_match }) => needs_match);
  const valid = rows.filter(({ is_valid }) => is_valid);
  const contractsOf = groupBy(
    valid.map((row) => ({
      quoteId: row.quote_id,
      contractId: toId(row.id),
      status: row.status,
      verdict: 'valid' as const,
      relation: 'named' as const,
      ...(row.price !== null && { price: row.price }),
      ...(row.part_value_isk !== null && { partValue: parseIsk(row.part_value_isk) }),
      dateIssued: row.date_issued,
      dateExpired: row.date_expired,
      ...(row.date_completed !== null && { dateCompleted: row.date_completed }),
      isGone: row.gone_at !== null,
      isEndUnseen: row.last_seen_at <= row.date_expired,
      issuerId: toId(row.issuer_id),
    })),
  );
  return { contractsOf, uncertainIds: new Set(uncertain.map(({ quote_id }) => quote_id)) };
}

/** Of which quotes all that was quoted was accepted, and right. */
async function readDelivered(
  tx: SqlTx,
  contracts: readonly SettlingFacts[],
): Promise<ReadonlySet<string>> {
  const accepted = contracts.filter(({ status }) => isFinished(status));
  if (accepted.length === 0) return new Set();
  const rows = await tx.$queryRaw<{ id: string }[]>`
    with accepted as (
      select id, quote_id from contract
      where quote_id = any(${toSqlArray(new Set(accepted.map(({ quoteId }) => quoteId)))}::uuid[])
        and relation = 'named' and verdict = 'valid'
        and (status = any(${toSqlArray(FINISHED_STATUSES)}::text[])
          or exists (select from settlement where contract_id = contract.id)))
    select quote_id::text as id from (
      select quote_id, type_id, sum(quantity) as units from quote_line
      where quote_id in (select quote_id from accepted) group by quote_id, type_id) quoted
    left join (
      select quote_id, type_id, sum(quantity) as units
      from accepted join contract_item on contract_id = accepted.id
      where is_included group by quote_id, type_id) given using (quote_id, type_id)
    group by quote_id having bool_and(coalesce(given.units, 0) >= quoted.units)`;
  return new Set(rows.map(({ id }) => id));
}

async function readSettled(
  tx: SqlTx,
  quoteIds: readonly string[],
): Promise<Map<string, (SettlementPart & { quoteId: string })[]>> {
  const rows = await tx.$queryRaw<
    { quote_id: string; contract_id: bigint; part: number; amount: bigint }[]
  >`
    select quote_id::text, contract_id, part, amount from settlement
    where quote_id = any(${toSqlArray(quoteIds)}::uuid[])`;
  return groupBy(
    rows.map(({ quote_id, contract_id, part, amount }) => ({
      quoteId: quote_id,
      contractId: toId(contract_id),
      part,
      amount,
    })),
  );
}

function groupBy<T extends { readonly quoteId: string }>(rows: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(row.quoteId);
    if (group) group.push(row);
    else groups.set(row.quoteId, [row]);
  }
  return groups;
}
