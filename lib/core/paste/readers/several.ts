import { readUnits } from '../read-number.ts';
import type { Claim, Reader } from './reader.ts';

const FORMAT = 'listing';
/** What sits between items in a sentence; a comma between digits is a thousands mark. */
const BETWEEN = /[;,](?!\d)|\+/;
const COUNT_FIRST = /^(\d[\d.,'’]*) ?[x×]? (.+)$/i;
const COUNT_LAST = /^(.+?) [x×]? ?(\d[\d.,'’]*)[x×]?$/i;

/**
 * Several items in one line, as people write in chat: `Tritanium 500, Pyerite 20`. Only where every part
 * is a real name with its count: a comma may belong to a name, and further cells of a row are no items.
 */
export const readSeveral: Reader = (index, { lines, isKnown, acceptsEveryName }) => {
  const line = lines[index];
  if (!line || acceptsEveryName || line.cells.length > 1 || !BETWEEN.test(line.text)) return null;
  if (isKnown(line.text)) return null;
  const parts = line.text.split(BETWEEN).map((part) => part.trim());
  if (parts.at(-1) === '') parts.pop();
  if (parts.length < 2) return null;
  const found: Claim['found'] = [];
  for (const part of parts) {
    const item = readPart(part, isKnown);
    if (!item) return null;
    found.push({ kind: 'item', line, ...item });
  }
  return { format: FORMAT, lineCount: 1, found };
};

function readPart(
  part: string,
  isKnown: (name: string) => boolean,
): { name: string; quantity: number } | null {
  const first = COUNT_FIRST.exec(part);
  const last = COUNT_LAST.exec(part);
  const ways = [
    { name: first?.[2], count: first?.[1] },
    { name: last?.[1], count: last?.[2] },
  ];
  for (const { name, count } of ways) {
    const quantity = readUnits(count ?? '');
    if (name && quantity && isKnown(name)) return { name, quantity };
  }
  return null;
}
