import { v7 as createId } from 'uuid';
import { findingSchema, type Relation, type VerdictKind } from '#lib/core/matching/finding.ts';
import { isPartOfQuote } from '#lib/core/matching/is-part-of-quote.ts';
import { quoteMovesDue } from '#lib/core/quote/next-state.ts';
import { type SettlementPart, settlementsFor } from '#lib/core/quote/settlements.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import { ConcurrentChangeError, type Tx } from '#lib/server/transact.ts';
import { LIVING_STATUSES } from './contract-row.ts';
import type { QuoteRow } from './quote-facts.ts';

type ContractFacts = {
  readonly contractId: number;
  readonly status: string;
  readonly verdict: VerdictKind;
  readonly relation: Relation;
  readonly isPart: boolean;
  readonly price?: bigint;
  readonly dateIssued: Date;
  readonly dateExpired: Date;
  readonly dateCompleted?: Date;
  readonly isGone: boolean;
  readonly issuerId: number;
  /** It, or a neighbour of it, has changed since its verdict was made. */
  readonly needsMatch: boolean;
};

/**
 * Bring a quote to where its contracts have led it: settle what was accepted and right, let a valid
 * contract claim a guest's quote for its issuer, and make the moves that are due.
 *
 * The quote's row must be locked. Asking twice changes nothing twice. While the verdict of a contract
 * that was valid is out of date nothing is done: its own match comes, and brings the quote on.
 *
 * @returns Whether anything changed.
 */
export async function settleQuote(tx: Tx, quote: QuoteRow, now: Date): Promise<boolean> {
  const contracts = await readContractFacts(tx, quote.id);
  if (contracts.some(({ needsMatch }) => needsMatch)) return false;
  const settled = await readSettled(tx, quote.id);
  const due = settlementsFor(quote.total, contracts, settled);
  for (const part of due) await writeSettlement(tx, quote, part, contracts, now);

  const settledTotal = [...settled, ...due].reduce((sum, { amount }) => sum + amount, 0n);
  const moves = quoteMovesDue({ ...quote, settledTotal, contracts }, now);
  const claimant = quote.accountId === null ? await findClaimant(tx, contracts) : null;

  let current = quote;
  if (claimant) current = await claim(tx, current, claimant, now);
  for (const state of moves) current = await move(tx, current, state, now);
  return due.length > 0 || current !== quote;
}

/** Only valid ones: no other moves or settles anything, and strangers may have made any number. */
async function readContractFacts(tx: Tx, quoteId: string): Promise<ContractFacts[]> {
  const rows = await tx.$queryRaw<
    {
      id: bigint;
      status: string;
      verdict: VerdictKind;
      relation: Relation;
      findings: unknown;
      price: bigint | null;
      date_issued: Date;
      date_expired: Date;
      date_completed: Date | null;
      gone_at: Date | null;
      issuer_id: bigint;
      needs_match: boolean;
    }[]
  >`
    select contract.id, contract.status, contract.verdict::text, contract.relation, contract.price,
      contract.date_issued, contract.date_expired, contract.date_completed, contract.gone_at,
      contract.issuer_id, contract.needs_match, latest.findings
    from contract
    join lateral (
      select findings from verdict where contract_id = contract.id and quote_id = contract.quote_id
      order by created_at desc, id desc limit 1) latest on true
    where contract.quote_id = ${quoteId}::uuid and contract.verdict = 'valid'
      and contract.relation = 'named'
    order by contract.id`;
  return rows.map((row) => ({
    contractId: toId(row.id),
    status: row.status,
    verdict: row.verdict,
    relation: row.relation,
    isPart: isPartOfQuote(findingSchema.array().parse(row.findings)),
    ...(row.price !== null && { price: row.price }),
    dateIssued: row.date_issued,
    dateExpired: row.date_expired,
    ...(row.date_completed !== null && { dateCompleted: row.date_completed }),
    isGone: row.gone_at !== null,
    issuerId: toId(row.issuer_id),
    needsMatch: row.needs_match,
  }));
}

async function readSettled(tx: Tx, quoteId: string): Promise<SettlementPart[]> {
  const rows = await tx.settlement.findMany({ where: { quoteId } });
  return rows.map((row) => ({ ...row, contractId: toId(row.contractId) }));
}

/** Two signed entries: what leaves the trader arrives at the pilot. */
async function writeSettlement(
  tx: Tx,
  quote: QuoteRow,
  { contractId, part, amount }: SettlementPart,
  contracts: readonly ContractFacts[],
  now: Date,
): Promise<void> {
  const contract = contracts.find((each) => each.contractId === contractId);
  const settlementId = createId();
  await tx.settlement.create({
    data: {
      id: settlementId,
      quoteId: quote.id,
      contractId: fromId(contractId),
      part,
      amount,
      createdAt: now,
    },
  });
  const parties = [
    { party: `trader:${quote.terms.assigneeId}`, amount: -amount },
    { party: `pilot:${contract?.issuerId ?? 0}`, amount },
  ];
  await tx.ledgerEntry.createMany({
    data: parties.map((entry) => ({ id: createId(), settlementId, createdAt: now, ...entry })),
  });
  await recordChange(tx, {
    entity: 'settlement',
    entityId: settlementId,
    version: 1,
    action: 'settled',
    actorId: null,
    before: null,
    after: { quoteId: quote.id, contractId, part, amount },
    at: now,
    payload: { quoteId: quote.id, code: quote.code, contractId, part },
  });
}

/** The account of the character that made a valid contract, where it is known here. */
async function findClaimant(tx: Tx, contracts: readonly ContractFacts[]): Promise<string | null> {
  const issuerIds = contracts.map(({ issuerId }) => fromId(issuerId));
  if (issuerIds.length === 0) return null;
  const character = await tx.character.findFirst({
    where: {
      id: { in: issuerIds },
      account: { blockedAt: null, deletedAt: null },
    },
    orderBy: { id: 'asc' },
  });
  return character?.accountId ?? null;
}

async function claim(tx: Tx, quote: QuoteRow, accountId: string, now: Date): Promise<QuoteRow> {
  const written = await tx.$executeRaw`
    update quote set account_id = ${accountId}::uuid, claim_hash = null, version = version + 1
    where id = ${quote.id}::uuid and version = ${quote.version} and account_id is null`;
  if (written === 0) throw new ConcurrentChangeError(`Quote ${quote.code} has changed`);
  const version = quote.version + 1;
  await recordChange(tx, {
    entity: 'quote',
    entityId: quote.id,
    version,
    action: 'claimed',
    actorId: null,
    before: { accountId: null },
    after: { accountId },
    at: now,
    payload: toPayload(quote, version, quote.state),
  });
  // From now on a contract of anybody else is a stranger's.
  await tx.$executeRaw`
    update contract set needs_match = true where quote_id = ${quote.id}::uuid and gone_at is null`;
  return { ...quote, accountId, version };
}

async function move(tx: Tx, quote: QuoteRow, state: QuoteState, now: Date): Promise<QuoteRow> {
  const written = await tx.$executeRaw`
    update quote set state = ${state}::"QuoteState", version = version + 1
    where id = ${quote.id}::uuid and version = ${quote.version}`;
  if (written === 0) throw new ConcurrentChangeError(`Quote ${quote.code} has changed`);
  const version = quote.version + 1;
  await recordChange(tx, {
    entity: 'quote',
    entityId: quote.id,
    version,
    action: state,
    actorId: null,
    before: { state: quote.state },
    after: { state },
    at: now,
    payload: toPayload(quote, version, state),
  });
  if (state === 'completed') await markLateContracts(tx, quote.id);
  return { ...quote, state, version };
}

/** Whoever still offers a contract for a paid quote must be told so. */
async function markLateContracts(tx: Tx, quoteId: string): Promise<void> {
  await tx.$executeRaw`
    update contract set needs_match = true
    where quote_id = ${quoteId}::uuid and gone_at is null
      and status = any(${[...LIVING_STATUSES]}::text[])`;
}

function toPayload({ id, code }: QuoteRow, version: number, state: QuoteState) {
  return { quoteId: id, code, version, state };
}
