/**
 * What matching needs to know of quotes.
 *
 * @module
 */
import type {
  MatchContract,
  MatchLine,
  MatchProgram,
  MatchQuote,
} from '#lib/core/matching/match-input.ts';
import { type ProgramTerms, programTermsSchema } from '#lib/core/program/terms.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import { readFormer, readIssuers, readPaidIssuers } from './read-issuers.ts';

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
  readonly terms: ProgramTerms;
  /** Of the first of them, where it replaced others: contracts count from then on. */
  readonly createdAt: Date;
  readonly expiresAt: Date;
  /** Of the quotes that it replaced. */
  readonly formerCodes: readonly string[];
  /** Another has taken its place: no contract is for this one any more. */
  readonly isReplaced: boolean;
};

/** The quote's own side of a match: its lines, its terms, and whose it is. */
export type QuoteSide = {
  readonly row: QuoteRow;
  readonly quote: MatchQuote;
  readonly program: MatchProgram;
};

type RawQuote = Omit<QuoteRow, 'locationId' | 'terms'> & { locationId: bigint; terms: unknown };

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
      location_id as "locationId", terms, coalesce(first_made_at, created_at) as "createdAt",
      expires_at as "expiresAt", former_codes as "formerCodes",
      replaced_by_id is not null as "isReplaced"
    from quote where id = any(${toSqlArray(ids)}::uuid[]) order by id ${locking}`;
  return rows.map((row) => ({
    ...row,
    locationId: toId(row.locationId),
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

/**
 * Quotes that the account of a contract's issuer is waiting to sell by: open ones, and ones that ran out
 * within the last days, since a contract may have been made in time. None of whoever bought the issuer since.
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
      select quote.id::text from quote join character on character.account_id = quote.account_id
      where character.id = row.issuer_id and quote.state in ('open', 'contracted', 'expired')
        and coalesce(quote.first_made_at, quote.created_at) <= row.issued_at + interval '1 minute'
        and quote.expires_at >= row.issued_at
        and (owner_changed_at is null or row.issued_at > owner_changed_at)
      order by quote.created_at desc limit 20) as quotes
    from unnest(
      ${toSqlArray(contracts.map(({ contractId }) => contractId))}::bigint[],
      ${toSqlArray(contracts.map(({ issuerId }) => issuerId))}::bigint[],
      ${toSqlArray(contracts.map(({ dateIssued }) => dateIssued))}::timestamptz[]
    ) as row(id, issuer_id, issued_at)`;
  return new Map(rows.map(({ id, quotes }) => [toId(id), quotes]));
}

/** Read what matches compare contracts with, by quote id. */
export async function readQuoteSides(
  tx: SqlTx,
  rows: readonly QuoteRow[],
): Promise<Map<string, QuoteSide>> {
  if (rows.length === 0) return new Map();
  const linesOf = await readLines(
    tx,
    rows.map(({ id }) => id),
  );
  const issuersOf = await readIssuers(
    tx,
    rows.flatMap(({ accountId }) => accountId ?? []),
  );
  const formerOf = await readFormer(
    tx,
    rows.flatMap(({ accountId }) => accountId ?? []),
  );
  const paidOf = await readPaidIssuers(
    tx,
    rows.map(({ id }) => id),
  );
  const traderIds = await readTraderIds(tx);
  return new Map(
    rows.map((row) => {
      const lines = linesOf.get(row.id) ?? [];
      const paidIds = paidOf.get(row.id) ?? [];
      // Whoever has a guest's code may deliver, also while a waiting contract has given it to an account: else
      // that account could put another in its place before whoever waits next has their turn.
      if (!row.accountId || (row.isGuests && paidIds.length === 0)) {
        return [row.id, toSide(row, { lines, traderIds, issuers: { issuerIds: [] } })];
      }
      // An account whose characters have all left is still no guest: nobody may deliver its quotes.
      const issuerIds = issuersOf.get(row.accountId) ?? [NOBODY_ID];
      const formerIssuers = formerOf.get(row.accountId) ?? [];
      const paidIssuerIds = paidIds.filter(
        // Of a guest's quote: the guest has given them the code. Nobody else's, and not who was sold since.
        (id) =>
          row.claimedAt && !issuerIds.includes(id) && !formerIssuers.some((each) => each.id === id),
      );
      const issuers = {
        issuerIds,
        ...(paidIssuerIds.length > 0 && { paidIssuerIds }),
        ...(formerIssuers.length > 0 && { formerIssuers }),
        ...(row.claimedAt && { issuersSince: row.claimedAt }),
      };
      return [row.id, toSide(row, { lines, traderIds, issuers })];
    }),
  );
}

type SideParts = {
  readonly lines: readonly MatchLine[];
  readonly traderIds: readonly number[];
  readonly issuers: Pick<
    MatchProgram,
    'issuerIds' | 'paidIssuerIds' | 'formerIssuers' | 'issuersSince'
  >;
};

function toSide(row: QuoteRow, { lines, traderIds, issuers }: SideParts): QuoteSide {
  const { terms } = row;
  // Only a final state matters to a match; any other would make a new verdict of each move.
  const isFinal = row.state === 'completed' || row.state === 'cancelled';
  return {
    row,
    quote: {
      code: row.code,
      ...(row.formerCodes.length > 0 && { formerCodes: row.formerCodes }),
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      side: 'buys',
      total: row.total,
      locationId: row.locationId,
      lines,
      ...(isFinal && { state: row.state }),
    },
    program: {
      assigneeId: terms.assigneeId,
      assigneeKind: terms.assigneeKind,
      locationIds: terms.locations.map(({ locationId }) => locationId),
      toleranceBp: terms.toleranceBp,
      tolerance: terms.toleranceIsk,
      ...issuers,
      traderIds: traderIds.filter((id) => id !== terms.assigneeId),
    },
  };
}

async function readLines(
  tx: SqlTx,
  quoteIds: readonly string[],
): Promise<Map<string, MatchLine[]>> {
  const rows = await tx.$queryRaw<
    {
      quote_id: string;
      type_id: number;
      quantity: bigint;
      blueprint_copy: boolean;
      unit_price: bigint;
    }[]
  >`
    select quote_id::text, type_id, quantity, blueprint_copy, unit_price
    from quote_line where quote_id = any(${toSqlArray(quoteIds)}::uuid[]) order by quote_id, position`;
  const linesOf = new Map<string, MatchLine[]>(quoteIds.map((id) => [id, []]));
  for (const { quote_id, type_id, quantity, blueprint_copy, unit_price } of rows) {
    linesOf.get(quote_id)?.push({
      typeId: type_id,
      quantity: toId(quantity),
      ...(blueprint_copy && { blueprintCopy: true }),
      unitPrice: unit_price,
    });
  }
  return linesOf;
}

/** EVE gives no character this id. */
export const NOBODY_ID = 0;

async function readTraderIds(tx: SqlTx): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select owner_id as id from contract_feed union select character_id from contract_feed order by 1`;
  return rows.map(({ id }) => toId(id));
}
