import { readUnits } from '../read-number.ts';
import { claimItem, type Reader } from './reader.ts';

const TIME = /^\[? ?\d{1,2}:\d{2}(?::\d{2})? ?\]? /;

/** The fleet's loot history: `03:21:19 Somebody has looted 5 x Garde II`. */
export const readLootHistory: Reader = (index, { lines }) => {
  const line = lines[index];
  if (!line || line.cells.length > 1 || !TIME.test(line.text)) return null;
  const times = line.text.indexOf(' x ');
  if (times < 0) return null;
  const before = line.text.slice(0, times);
  // The count may hold blanks, so try what follows the last few blanks, the longest first.
  const words = before.split(' ');
  for (let start = Math.max(1, words.length - 5); start < words.length; start += 1) {
    const quantity = readUnits(words.slice(start).join(' '));
    if (quantity) return claimItem('loot-history', line, line.text.slice(times + 3), quantity);
  }
  return null;
};
