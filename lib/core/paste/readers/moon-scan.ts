import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import type { Claim, Reader } from './reader.ts';

const FORMAT = 'moon-scan';
/** An ore's share of the moon; the game writes twelve decimals. */
const SHARE = /^[01][.,]\d{1,20}$/;
const ID = /^\d{1,19}$/;

/**
 * The moon analysis: headings, a moon's name, then its ores with their shares. A share is no count, and
 * the ids behind it even less: each ore is answered with that, and nothing of it is taken.
 */
export const readMoonScan: Reader = (index, { lines }) => {
  const found: Claim['found'] = [];
  let at = index;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line || line.isTooLong) break;
    if (isMoonOre(line)) found.push({ kind: 'fault', line, reason: 'no-quantity' });
    else if (!isHeadings(line) && !isMoon(line, lines[at + 1])) break;
  }
  return at === index ? null : { format: FORMAT, lineCount: at - index, found };
};

/** Whether a line says what share of a moon an ore is. */
export function isMoonOre({ cells }: PastedLine): boolean {
  const [first = '', name = '', share = '', ...ids] = cells;
  return first === '' && hasLetter(name) && SHARE.test(share) && ids.length > 1 && ids.every(isId);
}

function isId(cell: string): boolean {
  return ID.test(cell);
}

function isHeadings({ text, cells }: PastedLine): boolean {
  return cells.length > 4 && /^moon\tmoon product\t/i.test(text);
}

function isMoon({ cells, text }: PastedLine, next: PastedLine | undefined): boolean {
  return cells[0] === text && next !== undefined && !next.isTooLong && isMoonOre(next);
}
