/**
 * What matching needs to know of quotes.
 *
 * @module
 */
import type { MatchProgram, MatchQuote } from '#lib/core/matching/match-input.ts';
import { type ProgramTerms, programTermsSchema } from '#lib/core/program/terms.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import { Prisma } from '#lib/server/generated/prisma/client.ts';
import { fromId, toId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';

export type QuoteRow = {
  readonly id: string;
  readonly code: string;
  readonly accountId: string | null;
  readonly state: QuoteState;
  readonly version: number;
  readonly total: bigint;
  readonly locationId: number;
  readonly terms: ProgramTerms;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

/** The quote's own side of a match: its lines, its terms, and whose it is. */
export type QuoteSide = {
  readonly row: QuoteRow;
  readonly quote: MatchQuote;
  readonly program: MatchProgram;
};

type RawQuote = Omit<QuoteRow, 'locationId' | 'terms'> & { locationId: bigint; terms: unknown };

/** Rows of quotes by id, locked in the order of their ids until the transaction ends. */
export async function lockQuotes(tx: Tx, ids: readonly string[]): Promise<QuoteRow[]> {
  return readQuotes(tx, ids, Prisma.sql`for no key update`);
}

/** One quote as it is now, for who only looks. */
export async function findQuote(tx: Tx, id: string): Promise<QuoteRow | null> {
  const [row] = await readQuotes(tx, [id], Prisma.empty);
  return row ?? null;
}

async function readQuotes(
  tx: Tx,
  ids: readonly string[],
  locking: Prisma.Sql,
): Promise<QuoteRow[]> {
  const rows = await tx.$queryRaw<RawQuote[]>`
    select id::text, code, account_id::text as "accountId", state::text, version, total,
      location_id as "locationId", terms, created_at as "createdAt", expires_at as "expiresAt"
    from quote where id = any(${[...ids]}::uuid[]) order by id ${locking}`;
  return rows.map((row) => ({
    ...row,
    locationId: toId(row.locationId),
    // Older quotes keep their terms as they were: the quote's terms count, never the program's.
    terms: programTermsSchema.parse(row.terms),
  }));
}

/** Ids of the quotes with these codes. */
export async function findByCode(
  tx: Tx,
  codes: readonly string[],
): Promise<{ id: string; code: string }[]> {
  if (codes.length === 0) return [];
  return tx.$queryRaw`
    select id::text, code from quote where code = any(${[...codes]}::text[])`;
}

/**
 * Ids of quotes that this character's account is waiting to sell by: open ones, and ones that ran out
 * within the last days, since a contract may have been made in time.
 */
export async function findOfIssuer(tx: Tx, issuerId: number, issuedAt: Date): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select quote.id::text from quote join character on character.account_id = quote.account_id
    where character.id = ${fromId(issuerId)} and quote.state in ('open', 'contracted', 'expired')
      and quote.created_at <= ${issuedAt}::timestamptz + interval '1 minute'
      and quote.expires_at >= ${issuedAt}
    order by quote.created_at desc limit 20`;
  return rows.map(({ id }) => id);
}

/** Read what a match compares a contract with. */
export async function readQuoteSide(tx: Tx, row: QuoteRow): Promise<QuoteSide> {
  const [lines, issuerIds, traderIds] = await Promise.all([
    tx.quoteLine.findMany({ where: { quoteId: row.id }, orderBy: { position: 'asc' } }),
    readIssuerIds(tx, row.accountId),
    readTraderIds(tx),
  ]);
  const { terms } = row;
  // Only a final state matters to a match; any other would make a new verdict of each move.
  const isFinal = row.state === 'completed' || row.state === 'cancelled';
  return {
    row,
    quote: {
      code: row.code,
      createdAt: row.createdAt,
      expiresAt: row.expiresAt,
      side: 'buys',
      total: row.total,
      locationId: row.locationId,
      lines: lines.map(({ typeId, quantity, blueprintCopy }) => ({
        typeId,
        quantity: toId(quantity),
        ...(blueprintCopy && { blueprintCopy }),
      })),
      ...(isFinal && { state: row.state }),
    },
    program: {
      assigneeId: terms.assigneeId,
      assigneeKind: terms.assigneeKind,
      locationIds: terms.locations.map(({ locationId }) => locationId),
      toleranceBp: terms.toleranceBp,
      tolerance: terms.toleranceIsk,
      issuerIds,
      traderIds: traderIds.filter((id) => id !== terms.assigneeId),
    },
  };
}

/** EVE gives no character this id. */
const NOBODY_ID = 0;

async function readIssuerIds(tx: Tx, accountId: string | null): Promise<number[]> {
  if (!accountId) return [];
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select character.id from character join account on account.id = character.account_id
    where account.id = ${accountId}::uuid
    order by character.id = account.main_character_id desc, character.id`;
  // An account whose characters have all left is still no guest: nobody may deliver its quotes.
  return rows.length > 0 ? rows.map(({ id }) => toId(id)) : [NOBODY_ID];
}

async function readTraderIds(tx: Tx): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select owner_id as id from contract_feed union select character_id from contract_feed order by 1`;
  return rows.map(({ id }) => toId(id));
}
