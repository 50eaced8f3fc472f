import { v7 as createId } from 'uuid';
import { toStoredInput } from '#lib/core/matching/stored-input.ts';
import { hashJson, toCanonicalJson } from '#lib/server/canonical-json.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import {
  ConcurrentChangeError,
  isUniqueViolation,
  type Tx,
  transact,
} from '#lib/server/transact.ts';
import type { MatchSubject } from './build-match-input.ts';
import { fromContractRow, fromItemRow } from './contract-row.ts';
import { findMatch, type Match } from './find-quote.ts';
import { lockQuotes } from './quote-facts.ts';
import { settleQuote } from './settle-quote.ts';

const UNIQUE_RETRIES = 3;

/**
 * Match a contract and carry out what follows, all in one transaction: the verdict, the contract's
 * quote, the quote's state, the settlement with its ledger entries, audit and outbox.
 *
 * Safe to call at any time, from any number of processes, any number of times.
 */
export async function matchAndSettle(container: Container, contractId: number): Promise<void> {
  const staticData = await getStaticData(container);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await transact(container, (tx) =>
        run(tx, contractId, {
          now: container.clock(),
          packagedVolumeM3: (typeId) => staticData.type(typeId)?.packagedVolumeM3,
          checkpoint: container.checkpoint,
        }),
      );
    } catch (error) {
      // Another worker wrote the same step first. The next look finds it done.
      if (attempt >= UNIQUE_RETRIES || !isUniqueViolation(error)) throw error;
    }
  }
}

type Parts = Parameters<typeof findMatch>[2] & Pick<Container, 'checkpoint'>;

async function run(tx: Tx, contractId: number, parts: Parts): Promise<void> {
  // Two contracts of one quote meet at the quote's row, which findMatch locks.
  await lockName(tx, `contract ${contractId}`);
  const row = await tx.contract.findUnique({
    where: { id: fromId(contractId) },
    include: { items: { orderBy: { recordId: 'asc' } } },
  });
  if (!row) return;
  const subject: MatchSubject = {
    contract: fromContractRow(row),
    items: row.itemsState === 'read' ? row.items.map(fromItemRow) : null,
  };

  const match = await findMatch(tx, subject, parts);
  const isNew = await storeVerdict(tx, subject, match, parts.now);
  await parts.checkpoint('verdict stored');
  const next = {
    quoteId: match?.row.id ?? null,
    relation: match?.result.relation ?? null,
    verdict: match?.result.verdict ?? ('unmatched' as const),
  };
  const before = { quoteId: row.quoteId, relation: row.relation, verdict: fromEnum(row.verdict) };
  const hasMoved = toCanonicalJson(before) !== toCanonicalJson(next);
  const version = row.version + (hasMoved ? 1 : 0);
  const written = await tx.$executeRaw`
    update contract set quote_id = ${next.quoteId}::uuid, relation = ${next.relation},
      verdict = ${next.verdict}::"VerdictKind", needs_match = false, version = ${version}
    where id = ${row.id} and version = ${row.version}`;
  // A poll stored something newer while we waited for the quote: that is what must be matched.
  if (written === 0) throw new ConcurrentChangeError(`Contract ${contractId} has changed`);
  if (hasMoved) {
    await recordChange(tx, {
      entity: 'contract',
      entityId: String(contractId),
      version,
      action: 'matched',
      actorId: null,
      before,
      after: next,
      at: parts.now,
      payload: { contractId, version, verdict: next.verdict, code: match?.row.code ?? null },
    });
  }

  const quoteIds = new Set([row.quoteId, next.quoteId].filter((id) => id !== null));
  // What this contract says changes how its neighbours stand: two for one quote, parts of a whole.
  // Marked first, since nothing is settled by what they looked like before.
  if (isNew || row.goneAt) await markNeighbours(tx, contractId, [...quoteIds]);
  await parts.checkpoint('contract matched');
  for (const quote of await lockQuotes(tx, [...quoteIds])) await settleQuote(tx, quote, parts.now);
  await parts.checkpoint('quote settled');
}

/**
 * Keep a verdict with all that it was made from. The time of the match is no part of what it depends
 * on: it counts only through the findings.
 *
 * @returns Whether it differs from the last one.
 */
async function storeVerdict(
  tx: Tx,
  subject: MatchSubject,
  match: Match | null,
  now: Date,
): Promise<boolean> {
  const stored = match ? toStoredInput(match.input) : subject;
  const { matcher: _, ...input } = { matcher: null, ...stored };
  const codes = match?.result.findings.map(({ code }) => code) ?? [];
  const hash = hashJson({ input: { ...input, now: null }, quoteId: match?.row.id ?? null, codes });
  const contractId = fromId(subject.contract.contractId);

  const written = await tx.$executeRaw`
    insert into verdict
      (id, contract_id, quote_id, verdict, relation, findings, input, input_hash, created_at)
    select ${createId()}::uuid, ${contractId}, ${match?.row.id ?? null}::uuid,
      ${match?.result.verdict ?? 'unmatched'}::"VerdictKind", ${match?.result.relation ?? null},
      ${toCanonicalJson(match?.result.findings ?? [])}::jsonb, ${toCanonicalJson(stored)}::jsonb,
      ${hash}, ${now}
    where ${hash}::bytea is distinct from (
      select input_hash from verdict where contract_id = ${contractId}
      order by created_at desc, id desc limit 1)`;
  return written > 0;
}

/**
 * Have the other contracts of these quotes matched again. They mark us back only if their own verdict
 * or what it was made from changes, so this comes to rest.
 */
async function markNeighbours(tx: Tx, contractId: number, quoteIds: readonly string[]) {
  await tx.$executeRaw`
    update contract set needs_match = true
    where quote_id = any(${[...quoteIds]}::uuid[]) and id <> ${fromId(contractId)}
      and relation = 'named' and gone_at is null and not needs_match`;
}

function fromEnum(verdict: string | null): string | null {
  return verdict?.replace('_', '-') ?? null;
}
