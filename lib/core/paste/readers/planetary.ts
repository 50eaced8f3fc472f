import { readCount, readUnits } from '../read-number.ts';
import { hasLetter } from '../tidy-text.ts';
import { isDistance } from '../words.ts';
import { claimItem, type Reader } from './reader.ts';

/**
 * Rows with the name in the second cell: a planet's storage (an empty icon cell, name, count,
 * volume), its routes (count, name, routed or not), and lists of count and name.
 */
export const readPlanetary: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length < 2) return null;
  const [first = '', name = '', third = ''] = line.cells;
  if (!hasLetter(name)) return null;

  // A planet counts parts of a unit, and only whole ones can leave it.
  if (first === '') {
    const quantity = readCount(third);
    return third !== '' && quantity !== null ? claimItem('planetary', line, name, quantity) : null;
  }
  const count = first.replace(/^[x×] ?/i, '').replace(/ ?[x×]$/i, '');
  const quantity = line.cells.length > 2 ? readCount(count) : readUnits(count);
  if (quantity === null || isDistance(line.cells.at(-1) ?? '')) return null;
  return claimItem('planetary', line, name, quantity);
};
