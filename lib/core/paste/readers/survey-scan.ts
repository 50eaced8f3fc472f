import { readUnits } from '../read-number.ts';
import type { PastedLine } from '../split-lines.ts';
import { hasLetter } from '../tidy-text.ts';
import { isDistance, isVolume } from '../words.ts';
import { type Claim, claimItem, type Reader } from './reader.ts';

const FORMAT = 'survey-scan';

/** How many headings in a row are looked past for the first rock. */
const HEADINGS_AT_MOST = 12;

/**
 * A survey scanner's rocks: name, count, (volume,) distance. Lines between them with a name alone
 * head a group and are no rocks.
 */
export const readSurveyScan: Reader = (index, { lines }) => {
  if (!startsSurvey(lines, index)) return null;
  const found: Claim['found'] = [];
  let at = index;
  for (; at < lines.length; at += 1) {
    const line = lines[at];
    if (!line || line.isTooLong) break;
    if (isHeading(line)) continue;
    if (!isRock(line)) break;
    const [name = '', count = ''] = line.cells;
    // A rock that was mined out stays listed with nothing in it.
    if (readUnits(count) !== 0)
      found.push(...claimItem(FORMAT, line, name, readUnits(count)).found);
  }
  return { format: FORMAT, lineCount: at - index, found };
};

function startsSurvey(lines: readonly PastedLine[], index: number): boolean {
  for (let at = index; at <= index + HEADINGS_AT_MOST; at += 1) {
    const line = lines[at];
    if (!line || line.isTooLong) return false;
    if (isRock(line)) return true;
    if (!isHeading(line)) return false;
  }
  return false;
}

function isRock({ cells }: PastedLine): boolean {
  if (cells.length < 3 || cells.length > 4) return false;
  const [name = '', count = '', third = ''] = cells;
  if (!hasLetter(name) || count === '' || readUnits(count) === null) return false;
  return cells.length === 3 ? isDistance(third) : isVolume(third) && isDistance(cells[3] ?? '');
}

function isHeading({ cells, text }: PastedLine): boolean {
  return (cells.length === 1 || text === cells[0]) && hasLetter(text) && !/\d/.test(text);
}
