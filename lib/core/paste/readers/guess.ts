import { readWholeCount } from '../read-number.ts';
import { hasLetter } from '../tidy-text.ts';
import { isMoney, isVolume } from '../words.ts';
import { isMoonOre } from './moon-scan.ts';
import { claimItem, type Reader } from './reader.ts';

/** Cells looked at; no layout has more columns that matter. */
const CELLS_AT_MOST = 12;

/**
 * The last resort for a row that no layout explains: the first cell that is a real name, with the
 * first whole number in another cell. Never where every name is accepted.
 */
export const readByGuess: Reader = (index, { lines, isKnown, acceptsEveryName }) => {
  const line = lines[index];
  // A moon's shares stand beside ids, which are no counts.
  if (!line || acceptsEveryName || isMoonOre(line)) return null;
  const cells = cellsOf(line.text, line.cells).slice(0, CELLS_AT_MOST);
  if (cells.length < 2 || isNameAndCount(cells)) return null;
  const at = cells.findIndex((cell) => cell.length > 2 && isKnown(cell));
  const name = cells[at];
  if (name === undefined) return null;
  // Behind a volume or an amount of money stand levels and prices, never counts.
  const end = cells.findIndex((cell) => isVolume(cell) || isMoney(cell));
  const counts = cells.slice(0, end < 0 ? cells.length : end).map(readWholeCount);
  const quantity = counts.find((count) => count !== null);
  return quantity == null ? null : claimItem('guess', line, name, quantity);
};

/**
 * A name that no item has, then its count: a typing error in an inventory row. Its group column often
 * is the name of another item ("Spodumain"), which must not be bought in its place.
 */
function isNameAndCount([name = '', count = '']: readonly string[]): boolean {
  return hasLetter(name) && readWholeCount(count) !== null;
}

function cellsOf(text: string, cells: string[]): string[] {
  if (cells.length > 1) return cells;
  for (const separator of ['  ', ';', '|', ',']) {
    if (text.includes(separator)) {
      return text
        .split(separator)
        .map((cell) => cell.replaceAll('"', '').trim())
        .filter((cell) => cell !== '');
    }
  }
  return cells;
}
