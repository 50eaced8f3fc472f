import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { lockNames, tryLockNames } from '#lib/server/locks.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { type SqlTx, transactSql } from '#lib/server/transact-sql.ts';
import type { MatchParts } from './build-match-input.ts';
import { findCandidates, judgeCandidates } from './find-matches.ts';
import { chooseApart, looksOther, quoteIdsOf, toStep } from './match-step.ts';
import { lockQuotes } from './quote-facts.ts';
import { readSubjects, type StoredSubject } from './read-subjects.ts';
import { settleQuotes } from './settle-quotes.ts';
import { markNeighbours, storeSteps } from './store-steps.ts';
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
  const due = await readSubjects(tx, dueIds, parts.now);
  // What was right when it was accepted, and paid, stays right: its verdict is not made again.
  const subjects = due.filter(({ isSettled }) => !isSettled);
  const candidates = await findCandidates(tx, subjects);
  // Contracts of one quote meet at the quote's row, whatever process matches them. Always quotes
  // before contracts, each in the order of their ids: else two batches wait for each other.
  const quotes = await lockQuotes(tx, [
    ...candidates.flatMap(({ quoteIds }) => quoteIds),
    ...subjects.flatMap(({ quoteId }) => quoteId ?? []),
  ]);
  // Another has taken the quote's place since the candidates were found: they are found anew.
  const replacedIds = new Set(quotes.filter(({ isReplaced }) => isReplaced).map(({ id }) => id));
  const current = candidates.filter(({ quoteIds }) => !quoteIds.some((id) => replacedIds.has(id)));
  const matches = await judgeCandidates(tx, current, quotes, parts);
  const unchanged = await lockUnchanged(
    tx,
    current.map(({ subject }) => subject),
  );
  await unmark(
    tx,
    due.filter(({ isSettled }) => isSettled),
  );
  const steps = chooseApart(
    unchanged.map((subject) => toStep(subject, matches.get(subject.contractId) ?? null)),
  );

  const madeAt = await storeVerdicts(tx, steps, parts.now);
  await parts.checkpoint('verdict stored');
  await storeSteps(tx, steps, madeAt, parts.now);
  // What a contract offers changes how its neighbours stand: two for one quote, parts of a whole.
  // Marked first, since nothing is settled by what they looked like before.
  await markNeighbours(tx, steps.filter(looksOther));
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
  return { matched: doneIds.size + due.length - subjects.length, left };
}

async function unmark(tx: SqlTx, subjects: readonly StoredSubject[]): Promise<void> {
  if (subjects.length === 0) return;
  const ids = toSqlArray(subjects.map(({ contractId }) => contractId));
  await tx.$executeRaw`
    update contract set needs_match = false where id = any(${ids}::bigint[]) and needs_match`;
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
