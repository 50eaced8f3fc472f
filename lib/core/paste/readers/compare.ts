import { hasLetter } from '../tidy-text.ts';
import { META_GROUPS } from '../words.ts';
import { claimItem, type Reader } from './reader.ts';

/** The compare window: name, meta group, then attributes with units. One each. */
export const readCompare: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length < 2) return null;
  const [name = '', metaGroup = ''] = line.cells;
  if (!hasLetter(name) || !META_GROUPS.has(metaGroup.toLowerCase().replace(/\*$/, ''))) return null;
  return claimItem('compare', line, name, 1);
};
