import { readWholeCount } from '../read-number.ts';
import { hasLetter } from '../tidy-text.ts';
import { isMoney } from '../words.ts';
import { claimFault, claimItem, claimNothing, type Reader } from './reader.ts';

const DATE =
  /^(?:\d{4}[.\-/]\d{2}[.\-/]\d{2}|\d{2}[.\-/]\d{2}[.\-/]\d{4})(?:[ T]\d{2}:\d{2}(?::\d{2})?Z?)?$/;

/**
 * Rows that begin with a date: mining and moon ledgers, loot history, wallet transactions.
 *
 * The count is the first whole number without decimals or unit; the name is the nearest text left
 * of it, because what stands between date and name (pilot, corporation, system) differs by window.
 * A wallet journal's rows name no item: money without a count.
 */
export const readDatedRow: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length < 3 || !DATE.test(line.cells[0] ?? '')) return null;

  const at = line.cells.findIndex((cell, i) => i > 1 && readWholeCount(cell) !== null);
  const name = line.cells
    .slice(1, Math.max(at, 1))
    .findLast((cell) => hasLetter(cell) && !isMoney(cell));
  const quantity = readWholeCount(line.cells[at] ?? '');
  if (name !== undefined && quantity !== null) {
    return claimItem('dated-row', line, name, quantity);
  }
  if (line.cells.some(isMoney)) return claimNothing('dated-row');
  return claimFault('dated-row', line, 'no-quantity');
};
