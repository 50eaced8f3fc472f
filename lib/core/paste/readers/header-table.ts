import { saysBlueprintCopy } from '../item-name.ts';
import { readCount } from '../read-number.ts';
import { splitDelimited } from '../split-delimited.ts';
import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import { NAME_HEADINGS, QUANTITY_HEADINGS, TOTALS } from '../words.ts';
import { type Claim, claimItem, claimNothing, type Reader } from './reader.ts';

const FORMAT = 'table';
const DELIMITERS = ['\t', ';', ',', '|'] as const;

type Delimiter = (typeof DELIMITERS)[number];
type Columns = { delimiter: Delimiter; name: number; quantity: number };

/**
 * A table whose first row names its columns: ledgers copied by button, industry's materials, files
 * of other programs (`"Item";"Quantity";…`). Ends at a blank line or a line of another shape.
 */
export const readHeaderTable: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line) return null;
  let columns = findColumns(line);
  if (!columns) return isTitle(lines, index) ? claimNothing(FORMAT) : null;

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
    if (cells.length < 2 && cells.length <= columns.name) break;
    if (cells.length < 2) break;
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
  const quantity = count === '' ? 1 : readCount(count);
  return claimItem(FORMAT, line, name, quantity, { isCopy }).found;
}

function findColumns(line: PastedLine): Columns | null {
  for (const delimiter of DELIMITERS) {
    if (!line.text.includes(delimiter)) continue;
    const headings = cellsOf(line, delimiter).map((cell) =>
      cell.toLowerCase().replace(/[*:]$/, ''),
    );
    const quantity = firstOf(headings, QUANTITY_HEADINGS);
    if (quantity < 0) continue;
    const name = firstOf(headings, NAME_HEADINGS);
    if (name >= 0 && name !== quantity) return { delimiter, name, quantity };
  }
  return null;
}

function firstOf(headings: readonly string[], words: readonly string[]): number {
  const word = words.find((candidate) => headings.includes(candidate));
  return word === undefined ? -1 : headings.indexOf(word);
}

/** A row with a text in its first cell alone, above a row that names columns. */
function isTitle(lines: readonly PastedLine[], index: number): boolean {
  const line = lines[index];
  const next = lines[index + 1];
  if (!line || !next || line.cells.length < 3 || line.text !== line.cells[0]) return false;
  return findColumns(next) !== null;
}

function cellsOf(line: PastedLine, delimiter: Delimiter): string[] {
  return delimiter === '\t' ? line.cells : splitDelimited(line.text, delimiter);
}
