import { formatQuoteCode } from '#lib/core/quote/code.ts';
import type { MatchInput, MatchProgram, MatchQuote } from './match-input.ts';
import { type Tally, tallyLines } from './tally.ts';

/** What a match knows before it has seen any contract. */
export type QuoteSide = Pick<MatchInput, 'quote' | 'program' | 'packagedVolumesM3'>;

/** One quote, with what every match against it needs worked out once. */
export type PreparedQuote = {
  readonly quote: MatchQuote;
  readonly program: MatchProgram;
  readonly packagedVolumesM3: MatchInput['packagedVolumesM3'];
  /** The code as people are asked to type it. */
  readonly shownCode: string;
  /** The position of each quoted type in `units` and `volumesM3`. */
  readonly positions: ReadonlyMap<number, number>;
  /** By position, copies and originals together. */
  readonly units: readonly number[];
  /** By position: packaged, of one unit; NaN where it is not known. */
  readonly volumesM3: readonly number[];
  /** Of blueprint copies, units by type. */
  readonly quotedCopies: Tally;
};

/** Work out once what every match against a quote needs. Linear in its lines. */
export function prepareQuote({ quote, program, packagedVolumesM3 }: QuoteSide): PreparedQuote {
  const positions = new Map<number, number>();
  const units: number[] = [];
  const volumesM3: number[] = [];
  let quotedCopies = NO_COPIES;
  for (const { typeId, quantity, blueprintCopy } of quote.lines) {
    const position = positions.get(typeId);
    if (position === undefined) {
      positions.set(typeId, units.length);
      units.push(quantity);
      volumesM3.push(packagedVolumesM3?.[typeId] ?? Number.NaN);
    } else {
      units[position] = (units[position] ?? 0) + quantity;
    }
    if (blueprintCopy && quotedCopies === NO_COPIES) quotedCopies = tallyCopies(quote);
  }
  const shownCode = formatQuoteCode(quote.code);
  return {
    quote,
    program,
    packagedVolumesM3,
    shownCode,
    positions,
    units,
    volumesM3,
    quotedCopies,
  };
}

/** What is quoted by type, copies and originals together. */
export function quotedOf({ quote }: PreparedQuote): Tally {
  return tallyLines(quote.lines);
}

const NO_COPIES: Tally = new Map();

function tallyCopies({ lines }: MatchQuote): Tally {
  return tallyLines(lines.filter(({ blueprintCopy }) => blueprintCopy));
}
