/**
 * What matching needs to know of quotes.
 *
 * @module
 */
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { type ProgramTerms, programTermsSchema } from '#lib/core/program/terms.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';

export type QuoteRow = {
  readonly id: string;
  readonly code: string;
  readonly accountId: string | null;
  /** A guest's, whose browser has not signed in yet: an account has it only by a contract. */
  readonly isGuests: boolean;
  /** When it became its account's, if it was a guest's. */
  readonly claimedAt: Date | null;
  readonly state: QuoteState;
  readonly version: number;
  readonly total: bigint;
  readonly locationId: number;
  /** Of an order: the character that gets the contract. */
  readonly receiverId: number | null;
  readonly terms: ProgramTerms;
  /** Of the first of them, where it replaced others: contracts count from then on. */
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Of the quotes that it replaced. */
  readonly formerCodes: readonly string[];
  /** Another has taken its place: no contract is for this one any more. */
  readonly isReplaced: boolean;
};

type RawQuote = Omit<QuoteRow, 'locationId' | 'receiverId' | 'terms'> & {
  locationId: bigint;
  receiverId: bigint | null;
  terms: unknown;
};

/** Rows of quotes by id, locked in the order of their ids until the transaction ends. */
export async function lockQuotes(tx: SqlTx, ids: readonly string[]): Promise<QuoteRow[]> {
  return readQuotes(tx, ids, Prisma.sql`for no key update`);
}

/** One quote as it is now, for who only looks. */
export async function findQuote(tx: SqlTx, id: string): Promise<QuoteRow | null> {
  const [row] = await readQuotes(tx, [id], Prisma.empty);
  return row ?? null;
}

async function readQuotes(
  tx: SqlTx,
  ids: readonly string[],
  locking: Prisma.Sql,
): Promise<QuoteRow[]> {
  const rows = await tx.$queryRaw<RawQuote[]>`
    select id::text, code, account_id::text as "accountId", claim_hash is not null as "isGuests",
      claimed_at as "claimedAt", state::text, version, total,
      location_id as "locationId", receiver_id as "receiverId", terms,
      coalesce(first_made_at, created_at) as "createdAt", expires_at as "expiresAt",
      former_codes as "formerCodes", replaced_by_id is not null as "isReplaced"
    from quote where id = any(${toSqlArray(ids)}::uuid[]) order by id ${locking}`;
  return rows.map((row) => ({
    ...row,
    locationId: toId(row.locationId),
    receiverId: row.receiverId === null ? null : toId(row.receiverId),
    // Older quotes keep their terms as they were: the quote's terms count, never the program's.
    terms: programTermsSchema.parse(row.terms),
  }));
}

/** Ids of the quotes with these codes; of one that was replaced, the one in its place. */
export async function findByCode(
  tx: SqlTx,
  codes: readonly string[],
): Promise<{ id: string; code: string }[]> {
  if (codes.length === 0) return [];
  return tx.$queryRaw`
    with recursive named as (
      select id, code, replaced_by_id from quote where code = any(${toSqlArray(codes)}::text[])
      union all
      select newer.id, named.code, newer.replaced_by_id
      from named join quote newer on newer.id = named.replaced_by_id)
    select id::text, code from named where replaced_by_id is null`;
}

/** The contract is made by whom the order says. */
const IS_OF_SELLER = Prisma.sql`(quote.terms ->> 'assigneeId')::bigint
  = case quote.terms ->> 'assigneeKind' when 'corporation' then row.by_corporation_id else row.issuer_id end`;

/**
 * Quotes that the account of a contract's issuer is waiting to sell by; and orders of the character that a
 * contract of a trader's is for: open ones, and ones that ran out within the last days, since a contract may have been made in
 * time. None of whoever bought the issuer since.
 *
 * @returns Ids of quotes by contract id.
 */
export async function findOfIssuers(
  tx: SqlTx,
  contracts: readonly MatchContract[],
): Promise<Map<number, string[]>> {
  if (contracts.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: bigint; quotes: string[] }[]>`
    select row.id, array(
      select quote.id::text from (
        select quote.* from quote join character on character.account_id = quote.account_id
        where character.id = row.issuer_id and quote.side = 'buys'
          and (owner_changed_at is null or row.issued_at > owner_changed_at)
        union all
        select quote.* from quote
        where quote.receiver_id = row.assignee_id and ${IS_OF_SELLER}) quote
      where quote.state in ('open', 'contracted', 'expired')
        and coalesce(quote.first_made_at, quote.created_at) <= row.issued_at + interval '1 minute'
        and quote.expires_at >= row.issued_at
      order by quote.created_at desc limit 20) as quotes
    from unnest(
      ${toSqlArray(contracts.map(({ contractId }) => contractId))}::bigint[],
      ${toSqlArray(contracts.map(({ issuerId }) => issuerId))}::bigint[],
      ${toSqlArray(contracts.map((each) => (each.forCorporation ? each.issuerCorporationId : 0)))}::bigint[],
      ${toSqlArray(contracts.map(({ assigneeId }) => assigneeId))}::bigint[],
      ${toSqlArray(contracts.map(({ dateIssued }) => dateIssued))}::timestamptz[]
    ) as row(id, issuer_id, by_corporation_id, assignee_id, issued_at)`;
  return new Map(rows.map(({ id, quotes }) => [toId(id), quotes]));
}
