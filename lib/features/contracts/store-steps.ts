import { recordChanges } from '#lib/server/events.ts';
import { type SqlValue, toSqlArray } from '#lib/server/sql-arrays.ts';
import { ConcurrentChangeError } from '#lib/server/transact.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { quoteIdsOf, type Step } from './match-step.ts';

/**
 * Write what matches make of contracts, whose rows must be locked, with audit and outbox.
 *
 * @param madeAt When their new verdicts were made, by contract id.
 */
export async function storeSteps(
  tx: SqlTx,
  steps: readonly Step[],
  madeAt: ReadonlyMap<number, Date>,
  now: Date,
): Promise<void> {
  if (steps.length === 0) return;
  const all = (pick: (step: Step) => SqlValue) => toSqlArray(steps.map(pick));
  const written = await tx.$executeRaw`
    update contract set quote_id = step.quote_id, relation = step.relation,
      verdict = step.verdict::"VerdictKind", offer_hash = decode(step.offer_hash, 'hex'),
      needs_match = false, version = step.version
    from unnest(
      ${all(({ subject }) => subject.contractId)}::bigint[],
      ${all(({ subject }) => subject.version)}::int[],
      ${all(({ version }) => version)}::int[],
      ${all(({ quoteId }) => quoteId)}::uuid[],
      ${all(({ relation }) => relation)}::text[],
      ${all(({ verdict }) => verdict)}::text[],
      ${all(({ offerHash }) => offerHash)}::text[]
    ) as step(id, seen, version, quote_id, relation, verdict, offer_hash)
    where contract.id = step.id and contract.version = step.seen`;
  if (written !== steps.length) throw new ConcurrentChangeError('A locked contract has changed');

  const moved = steps.filter(({ subject, version }) => version !== subject.version);
  await recordChanges(
    tx,
    moved.map(({ subject, match, quoteId, relation, verdict, version }) => ({
      entity: 'contract',
      entityId: String(subject.contractId),
      version,
      action: 'matched',
      actorId: null,
      before: {
        quoteId: subject.quoteId,
        relation: subject.relation,
        verdict: subject.verdict,
      },
      after: { quoteId, relation, verdict },
      at: madeAt.get(subject.contractId) ?? now,
      payload: {
        contractId: subject.contractId,
        version,
        verdict,
        code: match?.row.code ?? null,
      },
    })),
  );
}

/**
 * Have the other contracts of these quotes matched again, but for those of strangers, who see no other.
 * They mark us back only if what they offer changes by it, so this comes to rest.
 */
export async function markNeighbours(tx: SqlTx, steps: readonly Step[]): Promise<void> {
  const marks = steps.flatMap((step) =>
    quoteIdsOf(step).map((quoteId) => ({
      quoteId,
      id: step.subject.contractId,
      issuerId: step.subject.contract.issuerId,
    })),
  );
  if (marks.length === 0) return;
  // `offset 0` keeps the planner from reading all contracts where it does not know yet how many there are.
  await tx.$executeRaw`
    update contract set needs_match = true
    where id in (
      select neighbour.id
      from unnest(
        ${toSqlArray(marks.map(({ quoteId }) => quoteId))}::uuid[],
        ${toSqlArray(marks.map(({ id }) => id))}::bigint[],
        ${toSqlArray(marks.map(({ issuerId }) => issuerId))}::bigint[]
      ) as mark(quote_id, id, issuer_id)
      join quote on quote.id = mark.quote_id
      cross join lateral (
        select id, issuer_id, offer_hash from contract
        where quote_id = mark.quote_id and id <> mark.id and relation = 'named'
          and gone_at is null and not needs_match
          and not exists (select from settlement where contract_id = contract.id)
        offset 0) neighbour
      where quote.account_id is null or neighbour.offer_hash is not null
        or neighbour.issuer_id = mark.issuer_id
        or neighbour.issuer_id in (
          select id from character where character.account_id = quote.account_id))`;
}
