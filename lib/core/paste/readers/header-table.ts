import { saysBlueprintCopy } from '../item-name.ts';
import { readUnits } from '../read-number.ts';
import { splitDelimited } from '../split-delimited.ts';
import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import { NAME_HEADINGS, OTHER_HEADINGS, QUANTITY_HEADINGS, TOTALS } from '../words.ts';
import { type Claim, claimItem, claimNothing, type ReadContext, type Reader } from './reader.ts';

const FORMAT = 'table';
const TAB = ['\t'] as const;
const DELIMITERS = [';', ',', '|'] as const;

type Delimiter = (typeof TAB | typeof DELIMITERS)[number];
type Columns = { delimiter: Delimiter; name: number; quantity: number };

/**
 * A table whose first row names its columns: ledgers copied by button, industry's materials, files
 * of other programs (`"Item";"Quantity";…`). Ends at a blank line or a line of another shape.
 */
export const readHeaderTable: Reader = (index, context) => {
  const { lines } = context;
  const line = lines[index];
  if (!line) return null;
  let columns = findColumns(line);
  if (!columns) {
    return isTitle(index, context) || isHeadingsOnly(line) ? claimNothing(FORMAT) : null;
  }

  const found: Claim['found'] = [];
  let at = index + 1;
  for (; at < lines.length; at += 1) {
    const row = lines[at];
    if (!row || row.text === '' || row.isTooLong) break;
    const nextColumns = findColumns(row);
    if (nextColumns) {
      columns = nextColumns;
      continue;
    }
    const cells = cellsOf(row, columns.delimiter);
    // Without the column of counts it is no row of this table: its count stands elsewhere.
    if (cells.length < 2 || cells.length <= columns.quantity) break;
    found.push(...readRow(row, cells, columns));
  }
  return { format: FORMAT, lineCount: at - index, found };
};

function readRow(line: PastedLine, cells: string[], columns: Columns): Claim['found'] {
  const name = cells[columns.name] ?? '';
  const count = cells[columns.quantity] ?? '';
  const rest = cells.filter((cell, i) => i !== columns.name && cell !== '');
  // A title inside the table ("No item selected") or the sum below it.
  if (rest.length === 0 || TOTALS.has(name.replace(/:$/, '').toLowerCase())) return [];
  if (!hasLetter(name)) return [{ kind: 'fault', line, reason: 'no-name' }];
  const isCopy = cells.some((cell) => saysBlueprintCopy(cell));
  const quantity = count === '' ? 1 : readUnits(count);
  return claimItem(FORMAT, line, name, quantity, { isCopy }).found;
}

function findColumns(line: PastedLine): Columns | null {
  const [, second = ''] = line.cells;
  // A number is no heading: this spares most rows of an inventory the rest.
  if (/^\d/.test(line.text) || /^\d/.test(second)) return null;
  const delimiters = line.cells.length > 1 ? TAB : DELIMITERS;
  for (const delimiter of delimiters) {
    if (delimiter !== '\t' && !line.text.includes(delimiter)) continue;
    const headings = cellsOf(line, delimiter).map(toHeading);
    const quantity = columnOf(headings, QUANTITY_RANKS);
    const name = quantity < 0 ? -1 : columnOf(headings, NAME_RANKS);
    // A wallet journal has a type and an amount, but of money.
    if (name < 0 || name === quantity || headings.includes('balance')) continue;
    return { delimiter, name, quantity };
  }
  return null;
}

const NAME_RANKS = rank(NAME_HEADINGS);
const QUANTITY_RANKS = rank(QUANTITY_HEADINGS);

function rank(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map(words.map((word, i) => [word, i]));
}

/** The column with the surest heading, or -1. */
function columnOf(headings: readonly string[], ranks: ReadonlyMap<string, number>): number {
  let column = -1;
  let best = Number.POSITIVE_INFINITY;
  headings.forEach((heading, i) => {
    const found = ranks.get(heading) ?? Number.POSITIVE_INFINITY;
    if (found < best) {
      best = found;
      column = i;
    }
  });
  return column;
}

function toHeading(cell: string): string {
  return cell.length > 40 ? '' : cell.toLowerCase().replace(/[*:]$/, '');
}

/** Headings of a window that has no counts, such as a wallet journal's. */
function isHeadingsOnly({ cells }: PastedLine): boolean {
  if (cells.length < 3) return false;
  return cells.every((cell) => {
    const heading = toHeading(cell);
    return OTHER_HEADINGS.has(heading) || NAME_RANKS.has(heading) || QUANTITY_RANKS.has(heading);
  });
}

/** A text alone above a row that names columns: "Datacores". */
function isTitle(index: number, { lines, isKnown, acceptsEveryName }: ReadContext): boolean {
  const line = lines[index];
  const next = lines[index + 1];
  if (!line || !next || next.cells.length < 3 || line.text !== line.cells[0]) return false;
  if (findColumns(next) === null) return false;
  return line.cells.length > 2 || acceptsEveryName || !isKnown(line.text);
}

function cellsOf(line: PastedLine, delimiter: Delimiter): string[] {
  return delimiter === '\t' ? line.cells : splitDelimited(line.text, delimiter);
}
