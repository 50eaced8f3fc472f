import { readUnits, readWholeCount } from '../read-number.ts';
import { hasLetter } from '../tidy-text.ts';
import { isBadCount, isProgramLine, isVolume, TOTALS } from '../words.ts';
import { claimFault, claimItem, claimNothing, type Reader } from './reader.ts';

const FORMAT = 'listing';

/** Blanks inside a count make it several words; more than this is no count. */
const WORDS_OF_A_COUNT = 6;
const BULLET = /^[-*•·–—>] /;
const TAIL = / \(?\d[\d.,'’]* ?(?:m3|m³|m\^3|м3|м³|м\^3|isk)\)?$/i;
const UNITS = /\((\d[\d.,'’ ]*)(?: ?[^\d()]{1,12})?\)$/;

type Split = { name: string; quantity: number };

/**
 * One item a line in people's own words: `10x Name`, `10 Name`, `Name x 10`, `Name 10`,
 * `Name: 10`, `Name - 10`, `Name (10 Units)`, `Name;10`, or the name alone.
 *
 * Where a resolver knows names, the whole line is tried first ("Navy Cap Booster 800"), then each
 * way to cut it, and the first real name wins.
 */
export const readListing: Reader = (index, { lines, isKnown, acceptsEveryName }) => {
  const line = lines[index];
  if (!line || line.cells.filter((cell) => cell !== '').length > 1) return null;
  if (!hasLetter(line.text)) return claimFault(FORMAT, line, 'no-name');
  if (isProgramLine(line.text)) return claimNothing(FORMAT);
  // "15,828,569 m3": a ping of a moon's chunk.
  if (isVolume(line.text)) return claimFault(FORMAT, line, 'volume-only');
  if (line.text.startsWith('[') && line.text.endsWith(']')) {
    return claimFault(FORMAT, line, 'not-an-item');
  }
  if (!acceptsEveryName && isKnown(line.text)) return claimItem(FORMAT, line, line.text, 1);

  const { text, tail } = cutTail(line.text.replace(BULLET, '').trim());
  if (isTotal(text)) return claimNothing(FORMAT);
  const words = text.split(/ +/);
  const splits = [...splitLeading(words), ...splitTrailing(words), ...splitMarked(text)];
  const known = acceptsEveryName ? undefined : splits.find((split) => isKnown(split.name));
  const isName = !acceptsEveryName && isKnown(text);
  // Before the first best cut: "Pyerite 1,5" is not five of "Pyerite 1".
  if (!known && !isName && hasUnreadableCount(words, isKnown)) {
    return claimFault(FORMAT, line, 'bad-quantity');
  }
  const split = known ?? splits[0];
  if (split) return claimItem(FORMAT, line, split.name, split.quantity);
  if (tail !== null) return claimFault(FORMAT, line, tail);
  return claimItem(FORMAT, line, text, 1);
};

/** Cut volumes and amounts of money from the end: they are never counts. */
function cutTail(whole: string): { text: string; tail: 'volume-only' | 'no-quantity' | null } {
  let text = whole;
  let tail: 'volume-only' | 'no-quantity' | null = null;
  for (let cuts = 0; cuts < 3; cuts += 1) {
    const match = TAIL.exec(text);
    if (!match || match.index === 0) break;
    const isMoney = /isk\)?$/i.test(text);
    if (tail !== 'volume-only') tail = isMoney ? 'no-quantity' : 'volume-only';
    text = text
      .slice(0, match.index)
      .replace(/ [-–—@,;|]$/, '')
      .trim();
  }
  return { text, tail };
}

function isTotal(text: string): boolean {
  const colon = text.indexOf(':');
  return colon > 0 && colon < 20 && TOTALS.has(text.slice(0, colon).trim().toLowerCase());
}

/** `10 Name`, `10x Name`, `x10 Name`, `10 x Name`, `10xName`, `1 000 Name`; the longest count first. */
function splitLeading(words: readonly string[]): Split[] {
  const splits: Split[] = [];
  const [first = ''] = words;
  if (!/^[x×хｘ]?\d/i.test(first) && !/^[x×хｘ]$/i.test(first)) return splits;
  for (let end = Math.min(WORDS_OF_A_COUNT, words.length - 1); end > 0; end -= 1) {
    const quantity = readUnits(
      words
        .slice(0, end)
        .join(' ')
        .replace(/^[x×хｘ] ?/i, '')
        .replace(/[x×хｘ]$/i, ''),
    );
    if (!quantity) continue;
    const isTimes = /^[x×хｘ]$/i.test(words[end] ?? '');
    pushSplit(splits, words.slice(isTimes ? end + 1 : end).join(' '), quantity);
  }
  const glued = /^(\d[\d.,'’]*)[x×](.+)$/i.exec(first);
  const gluedCount = readUnits(glued?.[1] ?? '');
  if (glued?.[2] && gluedCount) {
    pushSplit(splits, [glued[2], ...words.slice(1)].join(' '), gluedCount);
  }
  return splits;
}

/** `Name 10`, `Name x10`, `Name x 10`, `Name: 10`, `Name - 10`, `Name 1 000`; longest first. */
function splitTrailing(words: readonly string[]): Split[] {
  const splits: Split[] = [];
  if (!/\d[x×]?$/i.test(words.at(-1) ?? '')) return splits;
  for (let length = Math.min(WORDS_OF_A_COUNT, words.length - 1); length > 0; length -= 1) {
    const start = words.length - length;
    const [first = '', ...others] = words.slice(start);
    const count = [first.replace(/^[x×хｘ]/i, ''), ...others].join(' ').replace(/[x×]$/i, '');
    const quantity = readUnits(count);
    if (!quantity) continue;
    const isTimes = /^[x×хｘ]$/i.test(words[start - 1] ?? '') && start > 1;
    pushSplit(splits, words.slice(0, isTimes ? start - 1 : start).join(' '), quantity);
  }
  return splits;
}

/** `Name (10 Units)`, `Name;10`, `Name,1000`, `Name|10`, `10;Name`, with further cells or not. */
function splitMarked(text: string): Split[] {
  const splits: Split[] = [];
  const units = UNITS.exec(text);
  const quantity = readUnits(units?.[1] ?? '');
  if (units && quantity) pushSplit(splits, text.slice(0, units.index), quantity);
  for (const mark of [';', ',', '|', ':', '=']) {
    const at = text.indexOf(mark);
    if (at < 1) continue;
    const [first, rest] = [text.slice(0, at), text.slice(at + 1).replaceAll('"', '')];
    const [second = ''] = rest.split(mark, 1);
    const count = readUnits(rest) || readWholeCount(second);
    if (count) pushSplit(splits, first, count);
    const leading = readUnits(first.replaceAll('"', ''));
    if (leading) pushSplit(splits, second, leading);
  }
  return splits;
}

function pushSplit(splits: Split[], text: string, quantity: number): void {
  const name = text
    .replace(/^[-–—:;,|=] ?/, '')
    .replace(/ ?[-–—:;,|=：]$/, '')
    .trim();
  if (hasLetter(name)) splits.push({ name, quantity });
}

/** A number stands where a count does, but it is none: negative, zero, a fraction, beyond 2^53. */
function hasUnreadableCount(words: readonly string[], isKnown: (name: string) => boolean): boolean {
  if (words.length < 2) return false;
  if ([words[0], words.at(-1)].some(isUnreadableCount)) return true;
  for (let length = 2; length <= WORDS_OF_A_COUNT && length < words.length; length += 1) {
    const [leading, behind] = [words.slice(0, length), words.slice(length)];
    const [before, trailing] = [words.slice(0, -length), words.slice(-length)];
    if (isUnreadableCount(leading.join(' ')) && isKnown(behind.join(' '))) return true;
    if (isUnreadableCount(trailing.join(' ')) && isKnown(before.join(' '))) return true;
  }
  return false;
}

function isUnreadableCount(text = ''): boolean {
  return isBadCount(text) && !readUnits(text.replace(/^[x×] ?/i, '').replace(/[x×]$/i, ''));
}
