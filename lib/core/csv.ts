/**
 * Comma-separated values that spreadsheets open as what they are.
 *
 * @module
 */

/** Numbers are written as they are; null is an empty cell. */
export type CsvCell = string | number | bigint | null;

/** Excel takes a file without it for Windows-1252. */
const BYTE_ORDER_MARK = '\u{feff}';
/** A cell that begins so is a formula to a spreadsheet, and may send the others away. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n;\t]/;

/** Rows, the heads first, as RFC 4180 says: CRLF, quotes where needed. No text is taken for a formula. */
export function toCsv(rows: readonly (readonly CsvCell[])[]): string {
  const lines = rows.map((row) => row.map(toCell).join(','));
  return `${BYTE_ORDER_MARK}${lines.join('\r\n')}\r\n`;
}

function toCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return cell.toString();
  const text = FORMULA.test(cell.trimStart()) || FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
