import { DECIDED_STATUSES } from '#lib/core/matching/checks/terms.ts';
import type { QuoteContractFacts } from '#lib/core/quote/next-state.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

/**
 * Lists come every five minutes. One that does not show a contract so that it can be read, or a feed that
 * is dead, must not hold others up for ever.
 */
export const HOLD_MS = 6 * 3_600_000;

/**
 * Of a contract: the quote for which the trader was told that it is right after EVE made the list that shows
 * it. It may have been accepted since, though it is wrong by now.
 */
export const toldSinceList = (now: Date): Prisma.Sql => Prisma.sql`
  select told.quote_id from (
    select quote_id, verdict, relation,
      lead(created_at, 1, 'infinity') over (order by created_at, id) as until
    from verdict where verdict.contract_id = contract.id
  ) told
  where told.relation = 'named' and told.verdict = 'valid' and told.until > contract.last_seen_at
    and told.until > ${new Date(now.getTime() - HOLD_MS)}
  order by told.until desc limit 1`;

type Row = { quote_id: string; date_issued: Date; date_expired: Date; last_seen_at: Date };

/** Contracts that are wrong by now, and hold their quotes until EVE's next list, by quote id. */
export async function readMayBeAccepted(
  tx: SqlTx,
  quoteIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, readonly QuoteContractFacts[]>> {
  const rows = await tx.$queryRaw<Row[]>`
    select contract.quote_id::text, date_issued, date_expired, last_seen_at
    from contract cross join lateral (${toldSinceList(now)}) told
    where contract.quote_id = any(${toSqlArray(quoteIds)}::uuid[])
      and contract.quote_id = told.quote_id and contract.relation = 'named'
      and contract.verdict <> 'valid' and contract.gone_at is null
      and contract.status <> all(${toSqlArray(DECIDED_STATUSES)}::text[])`;
  const factsOf = new Map<string, QuoteContractFacts[]>();
  for (const { quote_id, date_issued, date_expired, last_seen_at } of rows) {
    const facts = factsOf.get(quote_id) ?? [];
    facts.push({
      status: 'outstanding',
      verdict: 'fix-needed',
      relation: 'named',
      dateIssued: date_issued,
      dateExpired: date_expired,
      isEndUnseen: last_seen_at <= date_expired,
      isLossUnseen: true,
      isGone: false,
    });
    factsOf.set(quote_id, facts);
  }
  return factsOf;
}
