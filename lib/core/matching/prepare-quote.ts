import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { QuoteState } from '#lib/core/quote/states.ts';
import type { MatchInput, MatchProgram, MatchQuote } from './match-input.ts';
import { type Tally, tallyLines } from './tally.ts';

/** What a match knows before it has seen any contract. */
export type QuoteSide = Pick<MatchInput, 'quote' | 'program' | 'packagedVolumesM3'>;

/**
 * One quote, with what every match against it needs worked out once.
 *
 * Among thousands of quotes a match waits for memory most of the time. So what every contract is held
 * against lies here side by side, though `quote` and `program` have it too: 2.4 µs instead of 3.7 µs.
 */
export type PreparedQuote = {
  readonly quote: MatchQuote;
  readonly program: MatchProgram;
  readonly packagedVolumesM3: MatchInput['packagedVolumesM3'];
  readonly code: string;
  /** Of the quotes that it replaced. */
  readonly formerCodes: readonly string[];
  /** The code as people are asked to type it. */
  readonly shownCode: string;
  readonly state: QuoteState | undefined;
  readonly total: bigint;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
  readonly assigneeId: number;
  /** Null for a guest's quote. */
  readonly makerId: number | null;
  readonly locationId: number;
  readonly rows: QuotedRows;
  /** Where a type's row starts; null where there are so few that going through them is quicker. */
  readonly positions: ReadonlyMap<number, number> | null;
  /** Of blueprint copies, units by type. */
  readonly quotedCopies: Tally;
};

/**
 * `ROW_LENGTH` numbers for each quoted type, in the order in which they first appear: its id, its
 * units (copies and originals together), and the packaged volume of one unit in m³ (NaN where it is
 * not known).
 */
export type QuotedRows = readonly number[];
export const ROW_LENGTH = 3;

/** Up to so many types, going through them takes no longer than asking a map. */
const FEW_TYPES = 16;

/** Work out once what every match against a quote needs. Linear in its lines. */
export function prepareQuote({ quote, program, packagedVolumesM3 }: QuoteSide): PreparedQuote {
  const { lines } = quote;
  const positions = lines.length > FEW_TYPES ? new Map<number, number>() : null;
  const rows: number[] = [];
  let quotedCopies = NO_COPIES;
  for (const { typeId, quantity, blueprintCopy } of lines) {
    const position = findRow(rows, positions, typeId);
    if (position === -1) {
      positions?.set(typeId, rows.length);
      rows.push(typeId, quantity, packagedVolumesM3?.[typeId] ?? Number.NaN);
    } else {
      rows[position + 1] = (rows[position + 1] ?? 0) + quantity;
    }
    if (blueprintCopy && quotedCopies === NO_COPIES) quotedCopies = tallyCopies(quote);
  }
  return {
    quote,
    program,
    packagedVolumesM3,
    code: quote.code,
    formerCodes: quote.formerCodes ?? NO_CODES,
    shownCode: formatQuoteCode(quote.code),
    state: quote.state,
    total: quote.total,
    createdAtMs: quote.createdAt.getTime(),
    expiresAtMs: quote.expiresAt.getTime(),
    assigneeId: program.assigneeId,
    makerId: program.issuerIds[0] ?? null,
    locationId: quote.locationId,
    rows,
    positions,
    quotedCopies,
  };
}

/** Where the row of a type starts; -1 where there is none. */
export function findRow(
  rows: QuotedRows,
  positions: PreparedQuote['positions'],
  typeId: number,
): number {
  if (positions !== null) return positions.get(typeId) ?? -1;
  for (let position = 0; position < rows.length; position += ROW_LENGTH) {
    if (rows[position] === typeId) return position;
  }
  return -1;
}

/** What is quoted by type, copies and originals together. */
export function quotedOf({ quote }: PreparedQuote): Tally {
  return tallyLines(quote.lines);
}

const NO_CODES: readonly string[] = [];
const NO_COPIES: Tally = new Map();

function tallyCopies({ lines }: MatchQuote): Tally {
  return tallyLines(lines.filter(({ blueprintCopy }) => blueprintCopy));
}
