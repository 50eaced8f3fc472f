import { readWholeCount } from '../read-number.ts';
import { hasLetter } from '../tidy-text.ts';
import { claimItem, type Reader } from './reader.ts';

/** A container's or ship's "View contents": name, group, place (in ships), count. */
export const readViewContents: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length < 3) return null;
  const cells = line.cells.at(-1) === '' ? line.cells.slice(0, -1) : line.cells;
  if (cells.length < 3 || cells.length > 4) return null;
  const [name = '', group = ''] = cells;
  const quantity = readWholeCount(cells.at(-1) ?? '');
  if (!hasLetter(name) || !hasLetter(group) || quantity === null) return null;
  return claimItem('view-contents', line, name, quantity);
};
