import { saysBlueprintCopy } from '../item-name.ts';
import { readUnits, readWholeCount } from '../read-number.ts';
import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import { isBadCount, isVolume, TOTALS } from '../words.ts';
import { type Claim, claimFault, claimItem, claimNothing, type Reader } from './reader.ts';

const FORMAT = 'inventory';

/**
 * Rows of name, count, and more: inventory list and icon view, contract window, multibuy, a kill
 * report's list. An empty count is one assembled thing; further columns are never counts.
 */
export const readInventory: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length < 2) return null;
  return readCells(line, line.cells);
};

/** The same rows after something turned their tabs into runs of blanks. */
export const readSpacedInventory: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length > 1 || !line.text.includes('  ')) return null;
  const cells = line.text.split(/ {2,}/);
  const [, second = ''] = cells;
  return cells.length > 2 && readUnits(second) ? readCells(line, cells) : null;
};

function readCells(line: PastedLine, cells: string[]): Claim {
  const [name = '', count = ''] = cells;
  if (!hasLetter(name)) {
    return claimFault(
      FORMAT,
      line,
      isBadCount(name) && hasLetter(count) ? 'bad-quantity' : 'no-name',
    );
  }
  if (isTotal(name, count)) return claimNothing(FORMAT);
  if (isVolume(count)) return claimFault(FORMAT, line, 'volume-only');

  const isCopy = cells.some((cell, i) => i > 1 && saysBlueprintCopy(cell));
  const quantity = count === '' ? readLoneCount(cells) : readUnits(dropTimes(count));
  return claimItem(FORMAT, line, name, quantity, { isCopy });
}

function isTotal(name: string, count: string): boolean {
  const word = name.endsWith(':') || name.endsWith('：') ? name.slice(0, -1).trim() : name;
  const isMarked = word !== name;
  if (isMarked && TOTALS.has(word.toLowerCase())) return true;
  if (count !== '' && !/[.,]/.test(count)) return false;
  return isMarked || TOTALS.has(word.toLowerCase());
}

/** One assembled thing, unless the row holds a name and one number with empty cells between. */
function readLoneCount(cells: string[]): number {
  const [lone = '', ...others] = cells.slice(1).filter((cell) => cell !== '');
  return (others.length === 0 && readWholeCount(lone)) || 1;
}

/** `10x` and `x10` are 10. */
function dropTimes(count: string): string {
  return count.replace(/^[x×]\s?/i, '').replace(/\s?[x×]$/i, '');
}
