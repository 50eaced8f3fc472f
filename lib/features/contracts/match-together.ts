import type { VerdictKind } from '#lib/core/matching/finding.ts';
import { countsBesideOthers } from '#lib/core/matching/judge-contract.ts';
import { hashJson } from '#lib/server/canonical-json.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChanges } from '#lib/server/events.ts';
import { toId } from '#lib/server/ids.ts';
import { lockNames, tryLockNames } from '#lib/server/locks.ts';
import { type SqlValue, toSqlArray } from '#lib/server/sql-arrays.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { ConcurrentChangeError } from '#lib/server/transact.ts';
import { type SqlTx, transactSql } from '#lib/server/transact-sql.ts';
import type { MatchParts } from './build-match-input.ts';
import { findCandidates, judgeCandidates, type Match } from './find-matches.ts';
import { lockQuotes } from './quote-facts.ts';
import { readSubjects, type StoredSubject } from './read-subjects.ts';
import { settleQuotes } from './settle-quotes.ts';
import { storeVerdicts } from './store-verdicts.ts';

export type MatchOptions = { readonly onlyMarked?: boolean };

export type MatchOutcome = {
  readonly matched: number;
  /** Ids of contracts that were left as they are: match them again. */
  readonly left: readonly number[];
};

/**
 * Match contracts and carry out what follows, all in one transaction and some thirty statements however
 * many they are: verdicts, the contracts' quotes, the quotes' states, settlements with their ledger
 * entries, audit and outbox.
 *
 * Of contracts that concern one another only the first is taken: the others must see what became of
 * it. Safe to call at any time, from any number of processes, any number of times.
 *
 * @param onlyMarked Leave alone what another worker has matched meanwhile, or is matching now.
 */
export async function matchTogether(
  container: Container,
  contractIds: readonly number[],
  { onlyMarked = false }: MatchOptions = {},
): Promise<MatchOutcome> {
  const staticData = await getStaticData(container);
  return transactSql(container, (tx) =>
    run(tx, contractIds, {
      now: container.clock(),
      packagedVolumeM3: (typeId) => staticData.type(typeId)?.packagedVolumeM3,
      checkpoint: container.checkpoint,
      onlyMarked,
    }),
  );
}

type Parts = MatchParts & Pick<Container, 'checkpoint'> & { readonly onlyMarked: boolean };

async function run(tx: SqlTx, contractIds: readonly number[], parts: Parts): Promise<MatchOutcome> {
  const dueIds = await lockDue(tx, contractIds, parts);
  if (dueIds.length === 0) return { matched: 0, left: [] };
  const subjects = await readSubjects(tx, dueIds);
  const candidates = await findCandidates(tx, subjects);
  // Contracts of one quote meet at the quote's row, whatever process matches them. Always quotes
  // before contracts, each in the order of their ids: else two batches wait for each other.
  const quotes = await lockQuotes(tx, [
    ...candidates.flatMap(({ quoteIds }) => quoteIds),
    ...subjects.flatMap(({ quoteId }) => quoteId ?? []),
  ]);
  const matches = await judgeCandidates(tx, candidates, quotes, parts);
  const unchanged = await lockUnchanged(tx, subjects);
  const steps = chooseApart(
    unchanged.map((subject) => toStep(subject, matches.get(subject.contractId) ?? null)),
  );

  await storeVerdicts(tx, steps, parts.now);
  await parts.checkpoint('verdict stored');
  await storeSteps(tx, steps, parts.now);
  // What a contract offers changes how its neighbours stand: two for one quote, parts of a whole.
  // Marked first, since nothing is settled by what they looked like before.
  await markNeighbours(tx, steps.filter(hasOtherOffer));
  await parts.checkpoint('contract matched');
  const quoteIds = new Set(steps.flatMap(quoteIdsOf));
  await settleQuotes(
    tx,
    quotes.filter(({ id }) => quoteIds.has(id)),
    parts.now,
  );
  await parts.checkpoint('quote settled');

  const doneIds = new Set(steps.map(({ subject }) => subject.contractId));
  const left = subjects.map(({ contractId }) => contractId).filter((id) => !doneIds.has(id));
  return { matched: doneIds.size, left };
}

/** Two workers never match one contract at once: the second one would only wait, and find it done. */
async function lockDue(
  tx: SqlTx,
  contractIds: readonly number[],
  { onlyMarked }: Pick<Parts, 'onlyMarked'>,
): Promise<readonly number[]> {
  if (onlyMarked) {
    const free = await tryLockNames(tx, contractIds.map(toLockName));
    return findMarked(
      tx,
      contractIds.filter((id) => free.has(toLockName(id))),
    );
  }
  await lockNames(tx, contractIds.map(toLockName));
  return contractIds;
}

function toLockName(contractId: number): string {
  return `contract ${contractId}`;
}

async function findMarked(tx: SqlTx, contractIds: readonly number[]): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select id from contract where id = any(${toSqlArray(contractIds)}::bigint[]) and needs_match`;
  return rows.map(({ id }) => toId(id));
}

/** Lock the contracts, but for those of which a poll stored something newer while we waited. */
async function lockUnchanged(
  tx: SqlTx,
  subjects: readonly StoredSubject[],
): Promise<StoredSubject[]> {
  const rows = await tx.$queryRaw<{ id: bigint; version: number }[]>`
    select id, version from contract
    where id = any(${toSqlArray(subjects.map(({ contractId }) => contractId))}::bigint[])
    order by id for no key update`;
  const versions = new Map(rows.map(({ id, version }) => [toId(id), version]));
  return subjects.filter(({ contractId, version }) => versions.get(contractId) === version);
}

/** What a match makes of a contract. */
type Step = {
  readonly subject: StoredSubject;
  readonly match: Match | null;
  readonly quoteId: string | null;
  readonly relation: string | null;
  readonly verdict: VerdictKind;
  readonly offerHash: Uint8Array | null;
  readonly version: number;
};

function toStep(subject: StoredSubject, match: Match | null): Step {
  const next = {
    quoteId: match?.row.id ?? null,
    relation: match?.result.relation ?? null,
    verdict: match?.result.verdict ?? ('unmatched' as const),
  };
  const hasMoved =
    subject.quoteId !== next.quoteId ||
    subject.relation !== next.relation ||
    subject.verdict !== next.verdict;
  return {
    ...next,
    subject,
    match,
    offerHash: subject.goneAt ? null : hashOffer(subject, match),
    version: subject.version + (hasMoved ? 1 : 0),
  };
}

/**
 * All that the neighbours of a contract see of it. Null: they see nothing, since a stranger's, or one
 * that is wrong otherwise, never stands in their way.
 */
function hashOffer({ contract, items }: StoredSubject, match: Match | null): Uint8Array | null {
  if (match?.result.relation !== 'named' || !countsBesideOthers(match.result.findings)) return null;
  return hashJson({ quoteId: match.row.id, contract, items });
}

function hasOtherOffer({ subject: { offerHash: before }, offerHash }: Step): boolean {
  if (before === null || offerHash === null) return before !== offerHash;
  return Buffer.compare(before, offerHash) !== 0;
}

/** At most one contract of a quote, but for those that neither count beside others nor move it. */
function chooseApart(steps: readonly Step[]): Step[] {
  const takenIds = new Set<string>();
  return steps.filter((step) => {
    if (isOfNoAccount(step)) return true;
    const ids = quoteIdsOf(step);
    if (ids.some((id) => takenIds.has(id))) return false;
    for (const id of ids) takenIds.add(id);
    return true;
  });
}

function isOfNoAccount({ subject, offerHash, verdict }: Step): boolean {
  return (
    subject.offerHash === null &&
    offerHash === null &&
    subject.verdict !== 'valid' &&
    verdict !== 'valid'
  );
}

function quoteIdsOf({ subject, quoteId }: Step): string[] {
  return [subject.quoteId, quoteId].filter((id) => id !== null);
}

async function storeSteps(tx: SqlTx, steps: readonly Step[], now: Date): Promise<void> {
  if (steps.length === 0) return;
  const all = (pick: (step: Step) => SqlValue) => toSqlArray(steps.map(pick));
  const written = await tx.$executeRaw`
    update contract set quote_id = step.quote_id, relation = step.relation,
      verdict = step.verdict::"VerdictKind", offer_hash = step.offer_hash,
      needs_match = false, version = step.version
    from unnest(
      ${all(({ subject }) => subject.contractId)}::bigint[],
      ${all(({ subject }) => subject.version)}::int[],
      ${all(({ version }) => version)}::int[],
      ${all(({ quoteId }) => quoteId)}::uuid[],
      ${all(({ relation }) => relation)}::text[],
      ${all(({ verdict }) => verdict)}::text[],
      ${all(({ offerHash }) => offerHash)}::bytea[]
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
      at: now,
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
async function markNeighbours(tx: SqlTx, steps: readonly Step[]): Promise<void> {
  const marks = steps.flatMap((step) =>
    quoteIdsOf(step).map((quoteId) => ({ quoteId, id: step.subject.contractId })),
  );
  if (marks.length === 0) return;
  // `offset 0` keeps the planner from reading all contracts where it does not know yet how many there are.
  await tx.$executeRaw`
    update contract set needs_match = true
    where id in (
      select neighbour.id
      from unnest(
        ${toSqlArray(marks.map(({ quoteId }) => quoteId))}::uuid[],
        ${toSqlArray(marks.map(({ id }) => id))}::bigint[]
      ) as mark(quote_id, id)
      join quote on quote.id = mark.quote_id
      cross join lateral (
        select id, issuer_id, offer_hash from contract
        where quote_id = mark.quote_id and id <> mark.id and relation = 'named'
          and gone_at is null and not needs_match
        offset 0) neighbour
      where quote.account_id is null or neighbour.offer_hash is not null
        or neighbour.issuer_id in (
          select id from character where character.account_id = quote.account_id))`;
}
