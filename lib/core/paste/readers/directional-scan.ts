import { readUnits } from '../read-number.ts';
import { hasLetter } from '../tidy-text.ts';
import { isDistance } from '../words.ts';
import { claimItem, type Reader } from './reader.ts';

/** The directional scanner: (type id,) an object's own name, its type, its distance. One each. */
export const readDirectionalScan: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length < 3 || line.cells.length > 4) return null;
  const { cells } = line;
  const type = cells.at(-2) ?? '';
  if (!isDistance(cells.at(-1) ?? '') || !hasLetter(type)) return null;
  if (cells.length === 4 && readUnits(cells[0] ?? '') === null) return null;
  return claimItem('directional-scan', line, type, 1);
};
