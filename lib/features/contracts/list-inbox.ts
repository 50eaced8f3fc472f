import { LIVING_STATUSES } from '#lib/core/matching/checks/terms.ts';
import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { Container } from '#lib/server/container.ts';
import { toId } from '#lib/server/ids.ts';
import { needsGrant, troubleOf } from './feed-status.ts';
import { partyIdsIn, readNames } from './names.ts';
import { type Inbox, relationSchema, shownVerdictSchema, verdictSchema } from './schema.ts';
import { shortFindings } from './short-findings.ts';
import { differences, readFindings, shownVerdictOf } from './show-findings.ts';

/**
 * Nobody reads more; the counts say how many there are. Each kind has its own share: no pilot can send
 * so much of one that another is not seen.
 */
const MOST_VALID = 300;
const MOST_OTHERS = 50;

type Row = {
  id: string;
  verdict: string;
  relation: string | null;
  code: string | null;
  title: string | null;
  issuer_id: string;
  price: string | null;
  date_issued: Date;
  first_seen_at: Date;
  version: number;
  findings: unknown;
};

/** The contracts that wait in game for the trader: valid ones first, then the newest first. */
export async function listInbox(container: Container): Promise<Inbox> {
  const now = container.clock();
  const [{ rows }, totals, feeds] = await Promise.all([
    container.pool.query<Row>({
      name: 'inbox-rows',
      text: `select contract.id, contract.verdict::text, contract.relation, contract.title,
          contract.issuer_id, contract.price, contract.date_issued, contract.first_seen_at,
          contract.version, quote.code, latest.findings
        from (
          select contract.*, row_number() over (
            partition by verdict, verdict <> 'suspicious' and relation is not distinct from 'near-miss'
            order by date_issued desc, id desc) as place
          from contract where ${WAITS}) contract
        left join quote on quote.id = contract.quote_id
        left join lateral (select ${shortFindings('findings')} as findings
          from verdict where verdict.contract_id = contract.id
          order by created_at desc, id desc limit 1) latest on true
        where place <= case when contract.verdict = 'valid' then ${MOST_VALID} else ${MOST_OTHERS} end
        order by contract.verdict, contract.date_issued desc, contract.id desc`,
      values: [LIVING_STATUSES, now],
    }),
    readTotals(container, now),
    readFeeds(container, now),
  ]);

  const findings = new Map(rows.map((row) => [row.id, readFindings(row.findings)]));
  const names = await readNames(container, [
    ...rows.map(({ issuer_id }) => Number(issuer_id)),
    ...[...findings.values()].flatMap(partyIdsIn),
  ]);
  return {
    rows: rows.map((row) => ({
      contractId: Number(row.id),
      verdict: toShownVerdict(row),
      code: row.code,
      shownCode: row.code === null ? null : formatQuoteCode(row.code),
      title: row.title ?? '',
      pilotId: Number(row.issuer_id),
      pilotName: names.party(Number(row.issuer_id)),
      priceIsk: row.price === null ? null : BigInt(row.price),
      differsIn: differences(findings.get(row.id) ?? [], names),
      issuedAt: row.date_issued,
      foundAt: row.first_seen_at,
      version: row.version,
    })),
    ...totals,
    feeds,
    now,
  };
}

// A contract that ran out is still `outstanding` in EVE, but nobody can accept it. An order's waits for its
// pilot: see the orders.
const WAITS = `contract.status = any($1::text[]) and contract.gone_at is null
  and contract.date_expired > $2 and contract.verdict is not null
  and not exists (select from quote order_quote
    where order_quote.id = contract.quote_id and order_quote.side = 'sells')`;

async function readTotals({ pool }: Container, now: Date) {
  const { rows } = await pool.query<{
    verdict: string;
    relation: string | null;
    count: number;
    total: string;
  }>({
    name: 'inbox-totals',
    text: `select verdict::text, relation, count(*)::int as count,
        coalesce(sum(price), 0)::text as total
      from contract where ${WAITS} group by verdict, relation`,
    values: [LIVING_STATUSES, now],
  });
  const counts: Inbox['counts'] = {
    all: 0,
    valid: 0,
    'fix-needed': 0,
    'near-miss': 0,
    suspicious: 0,
    unmatched: 0,
  };
  for (const row of rows) {
    counts.all += row.count;
    counts[toShownVerdict(row)] += row.count;
  }
  return { counts, totalIsk: rows.reduce((sum, { total }) => sum + BigInt(total), 0n) };
}

async function readFeeds({ db, pool }: Container, now: Date): Promise<Inbox['feeds']> {
  const [feeds, unmatched] = await Promise.all([
    db.contractFeed.findMany({ where: { isActive: true }, orderBy: { ownerId: 'asc' } }),
    pool.query<{ feed_id: string; id: string }>({
      name: 'inbox-unmatched',
      text: UNMATCHED,
      values: [LIVING_STATUSES, new Date(now.getTime() - UNMATCHED_AFTER_MS)],
    }),
  ]);
  const unmatchedIn = (feedId: string) =>
    unmatched.rows.filter(({ feed_id }) => feed_id === feedId).map(({ id }) => Number(id));
  return feeds.map((feed) => ({
    ownerId: toId(feed.ownerId),
    ownerName: feed.ownerName,
    lastCompleteAt: feed.lastCompleteAt,
    nextPollAt: feed.nextPollAt,
    trouble: troubleOf(feed, now),
    unreadableIds: [...feed.unreadableIds.map(toId), ...unmatchedIn(feed.id)],
    needsGrant: needsGrant(feed.lastOutcome),
  }));
}

/** A match takes a moment. One that has all it needs and still has no verdict fails again and again. */
const UNMATCHED_AFTER_MS = 10 * 60_000;
const UNMATCHED = `
  select seen.feed_id, contract.id
  from contract join contract_sighting seen on seen.contract_id = contract.id
  where contract.needs_match and contract.verdict is null and contract.gone_at is null
    and contract.items_state in ('read', 'unavailable') and contract.status = any($1::text[])
    and contract.first_seen_at < $2
  order by contract.id limit 50`;

function toShownVerdict({ verdict, relation }: Pick<Row, 'verdict' | 'relation'>) {
  return shownVerdictSchema.parse(
    shownVerdictOf(verdictSchema.parse(verdict), relationSchema.nullable().parse(relation)),
  );
}
