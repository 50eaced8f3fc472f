/**
 * Numbers as the game client writes them in any locale.
 *
 * @module
 */
import { foldDigits } from './tidy-text.ts';

type Digits = { whole: string; fraction: string };

const PLAIN = /^\d{1,15}$/;
const SPACE_MARKS = ' \u00a0\u202f\u2009\u2007\u3000';
const QUOTE_MARKS = "'\u2019\u2018`\u00b4";
const POINT_MARKS = '.,\uff0e\uff0c';

/**
 * Read a count: a whole number from 0 to 2^53 − 1. An empty text counts nothing, 0.
 *
 * Marks between digits are grouping unless {@link readNumber} finds a decimal part; up to two
 * decimals are cut off, more are no count. Only where the game itself writes parts of a unit, in
 * planetary lists, is that right: everywhere else use {@link readUnits}.
 *
 * @returns Null when the text is not such a number.
 */
export function readCount(text: string): number | null {
  if (PLAIN.test(text)) return Number(text);
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  const digits = splitNumber(trimmed);
  if (!digits) return null;
  if (digits.fraction.length > 2 && /[1-9]/.test(digits.fraction)) return null;
  const count = Number(digits.whole);
  return Number.isSafeInteger(count) ? count : null;
}

/**
 * Read how many units somebody names: as {@link readCount}, but of a count with a part of a unit
 * nobody knows what was meant. Idle decimals ("1000.00") are none.
 */
export function readUnits(text: string): number | null {
  if (PLAIN.test(text)) return Number(text);
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  const digits = splitNumber(trimmed);
  if (!digits || /[1-9]/.test(digits.fraction)) return null;
  const count = Number(digits.whole);
  return Number.isSafeInteger(count) ? count : null;
}

/** Read a count of at least 1 that has no decimals at all, as ledgers write it. */
export function readWholeCount(text: string): number | null {
  const digits = splitNumber(text.trim());
  if (digits?.fraction !== '') return null;
  const count = Number(digits.whole);
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

/**
 * Read a number that may have decimals: `37,805,997.92`, `37 805 997,92`, `1’080`, `12,34,567`.
 *
 * A point or comma is the decimal mark when one or two digits follow it, when it differs from the
 * marks before it, or when grouping is impossible (`0.123`, `1234.567`). Otherwise every mark
 * groups, so `10.111` is 10111.
 *
 * @returns Null when the text is not such a number; signs and units are not. An empty text is 0.
 */
export function readNumber(text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === '') return 0;
  const digits = splitNumber(trimmed);
  return digits && Number(`${digits.whole}.${digits.fraction || '0'}`);
}

function splitNumber(text: string): Digits | null {
  const groups: string[] = [];
  const marks: string[] = [];
  let group = '';
  for (const character of foldDigits(text)) {
    if (character >= '0' && character <= '9') {
      group += character;
      continue;
    }
    const mark = toMark(character);
    if (mark === null || group === '') return null;
    groups.push(group);
    marks.push(mark);
    group = '';
  }
  if (group === '') return null;
  groups.push(group);
  return joinGroups(groups, marks);
}

function joinGroups(groups: string[], marks: string[]): Digits | null {
  const lastMark = marks.at(-1);
  if (lastMark === undefined) return { whole: groups.join(''), fraction: '' };
  const isDecimal = lastMark !== ' ' && lastMark !== "'" && isDecimalPart(groups, marks);
  const whole = isDecimal ? groups.slice(0, -1) : groups;
  if (!isGrouping(whole, isDecimal ? marks.slice(0, -1) : marks)) return null;
  return { whole: whole.join(''), fraction: isDecimal ? (groups.at(-1) ?? '') : '' };
}

function isDecimalPart(groups: string[], marks: string[]): boolean {
  const last = groups.at(-1) ?? '';
  if (last.length <= 2) return true;
  const [first = ''] = groups;
  if (marks.length === 1) return first === '0' || first.length > 3 || last.length > 3;
  return marks.slice(0, -1).every((mark) => mark !== marks.at(-1));
}

/** Thousands, or India's lakhs: two or three digits a group, three in the last. */
function isGrouping(groups: string[], marks: string[]): boolean {
  if (marks.some((mark) => mark !== marks[0])) return false;
  return groups.every((group, i) => {
    if (groups.length === 1) return true;
    if (i === groups.length - 1) return group.length === 3;
    return i === 0 ? group.length <= 3 : group.length === 2 || group.length === 3;
  });
}

function toMark(character: string): string | null {
  if (SPACE_MARKS.includes(character)) return ' ';
  if (QUOTE_MARKS.includes(character)) return "'";
  return POINT_MARKS.includes(character) ? character.normalize('NFKC') : null;
}
