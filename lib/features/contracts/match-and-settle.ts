import { v7 as createId } from 'uuid';
import { countsBesideOthers } from '#lib/core/matching/judge-contract.ts';
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
  await storeVerdict(tx, subject, match, parts.now);
  await parts.checkpoint('verdict stored');
  const next = {
    quoteId: match?.row.id ?? null,
    relation: match?.result.relation ?? null,
    verdict: match?.result.verdict ?? ('unmatched' as const),
  };
  const before = { quoteId: row.quoteId, relation: row.relation, verdict: fromEnum(row.verdict) };
  const offerHash = row.goneAt ? null : hashOffer(subject, match);
  const hasMoved = toCanonicalJson(before) !== toCanonicalJson(next);
  const version = row.version + (hasMoved ? 1 : 0);
  const written = await tx.$executeRaw`
    update contract set quote_id = ${next.quoteId}::uuid, relation = ${next.relation},
      verdict = ${next.verdict}::"VerdictKind", offer_hash = ${offerHash}, needs_match = false,
      version = ${version}
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
  // What this contract offers changes how its neighbours stand: two for one quote, parts of a whole.
  // Marked first, since nothing is settled by what they looked like before.
  if (!areEqual(offerHash, row.offerHash)) await markNeighbours(tx, contractId, [...quoteIds]);
  await parts.checkpoint('contract matched');
  for (const quote of await lockQuotes(tx, [...quoteIds])) await settleQuote(tx, quote, parts.now);
  await parts.checkpoint('quote settled');
}

/**
 * All that the neighbours of a contract see of it. Null: they see nothing, since a stranger's, or one
 * that is wrong otherwise, never stands in their way.
 */
function hashOffer(subject: MatchSubject, match: Match | null): Uint8Array<ArrayBuffer> | null {
  if (match?.result.relation !== 'named' || !countsBesideOthers(match.result.findings)) return null;
  return hashJson({ quoteId: match.row.id, ...subject });
}

function areEqual(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}

/**
 * Keep a verdict with all that it was made from, if it differs from the last one. The time of the match
 * is no part of what it depends on: it counts only through the findings.
 */
async function storeVerdict(
  tx: Tx,
  subject: MatchSubject,
  match: Match | null,
  now: Date,
): Promise<void> {
  const stored = match ? toStoredInput(match.input) : subject;
  const { matcher: _, ...input } = { matcher: null, ...stored };
  const codes = match?.result.findings.map(({ code }) => code) ?? [];
  const hash = hashJson({ input: { ...input, now: null }, quoteId: match?.row.id ?? null, codes });
  const contractId = fromId(subject.contract.contractId);

  await tx.$executeRaw`
    insert into verdict
      (id, contract_id, quote_id, verdict, relation, findings, input, input_hash, created_at)
    select ${createId()}::uuid, ${contractId}, ${match?.row.id ?? null}::uuid,
      ${match?.result.verdict ?? 'unmatched'}::"VerdictKind", ${match?.result.relation ?? null},
      ${toCanonicalJson(match?.result.findings ?? [])}::jsonb, ${toCanonicalJson(stored)}::jsonb,
      ${hash}, ${now}
    where ${hash}::bytea is distinct from (
      select input_hash from verdict where contract_id = ${contractId}
      order by created_at desc, id desc limit 1)`;
}

/**
 * Have the other contracts of these quotes matched again, but for those of strangers, who see no other.
 * They mark us back only if what they offer changes by it, so this comes to rest.
 */
async function markNeighbours(tx: Tx, contractId: number, quoteIds: readonly string[]) {
  await tx.$executeRaw`
    update contract set needs_match = true
    from quote
    where quote.id = contract.quote_id and quote.id = any(${[...quoteIds]}::uuid[])
      and contract.id <> ${fromId(contractId)} and contract.relation = 'named'
      and contract.gone_at is null and not contract.needs_match
      and (quote.account_id is null or contract.offer_hash is not null or contract.issuer_id in (
        select id from character where character.account_id = quote.account_id))`;
}

function fromEnum(verdict: string | null): string | null {
  return verdict?.replace('_', '-') ?? null;
}
