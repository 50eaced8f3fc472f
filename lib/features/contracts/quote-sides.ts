/**
 * The quote's own side of a match, for either direction.
 *
 * @module
 */
import type { MatchLine, MatchProgram, MatchQuote } from '#lib/core/matching/match-input.ts';
import { toId } from '#lib/server/ids.ts';
import { toSqlArray } from '#lib/server/sql-arrays.ts';
import type { SqlTx } from '#lib/server/transact-sql.ts';
import type { QuoteRow } from './quote-facts.ts';
import { readFormer, readIssuers, readPaidIssuers } from './read-issuers.ts';

/** EVE gives no character this id. */
export const NOBODY_ID = 0;

/** The quote's own side of a match: its lines, its terms, and whose it is. */
export type QuoteSide = {
  readonly row: QuoteRow;
  readonly quote: MatchQuote;
  readonly program: MatchProgram;
};

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
      if (row.terms.side === 'sells') return [row.id, toOrderSide(row, lines)];
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

function toMatchQuote(row: QuoteRow, lines: readonly MatchLine[]): MatchQuote {
  // Only a final state matters to a match; any other would make a new verdict of each move.
  const isFinal = row.state === 'completed' || row.state === 'cancelled';
  return {
    code: row.code,
    ...(row.formerCodes.length > 0 && { formerCodes: row.formerCodes }),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
    side: row.terms.side,
    total: row.total,
    locationId: row.locationId,
    lines,
    ...(isFinal && { state: row.state }),
  };
}

/** The other way round: the trader makes the contract, for the order's pilot, where the stock is. */
function toOrderSide(row: QuoteRow, lines: readonly MatchLine[]): QuoteSide {
  const { terms } = row;
  return {
    row,
    quote: toMatchQuote(row, lines),
    program: {
      assigneeId: row.receiverId ?? NOBODY_ID,
      assigneeKind: 'character',
      locationIds: [],
      toleranceBp: terms.toleranceBp,
      tolerance: terms.toleranceIsk,
      issuerIds: [terms.assigneeId],
      ...(terms.assigneeKind === 'corporation' && { issuerCorporationId: terms.assigneeId }),
    },
  };
}

function toSide(row: QuoteRow, { lines, traderIds, issuers }: SideParts): QuoteSide {
  const { terms } = row;
  return {
    row,
    quote: toMatchQuote(row, lines),
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

async function readTraderIds(tx: SqlTx): Promise<number[]> {
  const rows = await tx.$queryRaw<{ id: bigint }[]>`
    select owner_id as id from contract_feed union select character_id from contract_feed order by 1`;
  return rows.map(({ id }) => toId(id));
}
