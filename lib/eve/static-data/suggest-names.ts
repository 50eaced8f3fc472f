import { editDistance } from './edit-distance.ts';
import { type NameEntries, type NameIndex, type Script, scriptOf } from './name-index.ts';
import { normalizeName } from './normalize-name.ts';
import type { StaticTypeRow } from './tables.ts';

/** A longer text is no misspelled name, and would only cost time. */
const LONGEST_NAME = 120;
const LONGEST_PILOT = 40;

/**
 * Names with what each holds, see {@link lettersOf} and {@link pairsOf}, and the places of those of each
 * length.
 */
type Candidates = NameEntries & {
  letterSets: Uint32Array;
  pairSets: readonly PairSet[];
  placesByLength: readonly (readonly number[])[];
};

type Guess = { row: StaticTypeRow; distance: number; isEnglish: boolean; name: string };

/**
 * Make a function that finds the real names nearest to a misspelled one, best first.
 *
 * Nearest by edit distance (1 for up to 4 letters, else 2, 3 or, from 20 letters, 4). Where no
 * English name is close, also names that hold every word of the text in any order. Marketable
 * types come before others at the same distance. The same text always gives the same answer.
 *
 * Cheap because most names are ruled out by length, by which letters they hold, and by which letters
 * stand beside each other: each edit changes at most one letter, and three such pairs.
 */
export function createNameSuggester(
  index: NameIndex,
): (name: string, limit: number) => StaticTypeRow[] {
  const candidates: { [script in Script]?: Candidates } = {};

  return function suggest(name, limit) {
    const wanted = normalizeName(name);
    if (wanted.length < 2 || wanted.length > LONGEST_NAME || limit < 1) return [];
    const script = scriptOf(wanted);
    candidates[script] ??= withLetters(index.entriesFor(script));
    const among = candidates[script];

    const near = findNear(among, wanted);
    const isClose = near.some((guess) => guess.isEnglish && guess.distance <= 2);
    const guesses = isClose ? near : [...near, ...findByWords(among, wanted)];
    // An assembled ship is named after its pilot unless that was changed: "Ilya's Rifter".
    const owner = wanted.indexOf("'s ");
    const hull = owner > 0 && owner <= LONGEST_PILOT ? wanted.slice(owner + 3) : '';
    return pick(guesses.length > 0 || !hull ? guesses : findNear(among, hull), limit);
  };
}

function withLetters(entries: NameEntries): Candidates {
  const placesByLength: number[][] = [];
  for (const [place, { length }] of entries.names.entries()) {
    placesByLength[length] ??= [];
    placesByLength[length].push(place);
  }
  return {
    ...entries,
    letterSets: Uint32Array.from(entries.names, lettersOf),
    pairSets: entries.names.map(pairsOf),
    placesByLength,
  };
}

function findNear(candidates: Candidates, wanted: string): Guess[] {
  const { names, rows, englishCount, letterSets, pairSets, placesByLength } = candidates;
  const reach = reachOf(wanted.length);
  const wantedLetters = lettersOf(wanted);
  const wantedPairs = pairsOf(wanted);
  const guesses: Guess[] = [];
  const shortest = Math.max(0, wanted.length - reach);
  for (const i of placesByLength.slice(shortest, wanted.length + reach + 1).flat()) {
    const letters = letterSets[i] ?? 0;
    if (countBits(letters & ~wantedLetters) > reach) continue;
    if (countBits(wantedLetters & ~letters) > reach) continue;
    const name = names[i];
    const row = rows[i];
    const pairs = pairSets[i];
    if (name === undefined || row === undefined || pairs === undefined) continue;
    if (countMissing(wantedPairs, pairs) > 3 * reach) continue;
    const distance = editDistance(wanted, name, reach);
    if (distance <= reach) guesses.push({ row, distance, name, isEnglish: i < englishCount });
  }
  return guesses;
}

function findByWords(candidates: Candidates, wanted: string): Guess[] {
  const words = wanted.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1);
  if (words.length === 0 || (words.length === 1 && wanted.length < 4)) return [];
  const { names, rows, englishCount, letterSets } = candidates;
  const wantedLetters = lettersOf(words.join(''));
  const guesses: Guess[] = [];
  for (let i = 0; i < letterSets.length; i += 1) {
    if ((wantedLetters & ~(letterSets[i] ?? 0)) !== 0) continue;
    const name = names[i];
    const row = rows[i];
    if (name === undefined || row === undefined) continue;
    if (!words.every((word) => name.includes(word))) continue;
    guesses.push({
      row,
      // The same words in another order are as near as one wrong letter; further words are not.
      distance: 1 + Math.max(0, name.length - wanted.length),
      name,
      isEnglish: i < englishCount,
    });
  }
  return guesses;
}

function pick(guesses: Guess[], limit: number): StaticTypeRow[] {
  guesses.sort(
    (a, b) =>
      a.distance - b.distance ||
      Number(a.row.marketGroupId === null) - Number(b.row.marketGroupId === null) ||
      Number(b.isEnglish) - Number(a.isEnglish) ||
      a.name.length - b.name.length ||
      a.row.id - b.row.id,
  );
  const rows: StaticTypeRow[] = [];
  for (const { row } of guesses) {
    if (rows.length === limit) break;
    if (!rows.includes(row)) rows.push(row);
  }
  return rows;
}

function reachOf(length: number): number {
  if (length <= 4) return 1;
  if (length <= 8) return 2;
  return length < 20 ? 3 : 4;
}

/** Which letters a name holds, as a set of 32: the order and the count do not matter. */
function lettersOf(name: string): number {
  let letters = 0;
  for (let i = 0; i < name.length; i += 1) letters |= 1 << (name.charCodeAt(i) & 31);
  return letters >>> 0;
}

/** Which letters stand beside each other in a name, as a set of 128. */
type PairSet = readonly [number, number, number, number];

function pairsOf(name: string): PairSet {
  const sets: [number, number, number, number] = [0, 0, 0, 0];
  for (let i = 1; i < name.length; i += 1) {
    const hash = (name.charCodeAt(i - 1) * 37 + name.charCodeAt(i)) & 127;
    // Two bits say which of the four, five which of its 32.
    sets[hash >> 5] = (sets[hash >> 5] ?? 0) | (1 << (hash & 31));
  }
  return sets;
}

function countMissing(wanted: PairSet, found: PairSet): number {
  return (
    countBits(wanted[0] & ~found[0]) +
    countBits(wanted[1] & ~found[1]) +
    countBits(wanted[2] & ~found[2]) +
    countBits(wanted[3] & ~found[3])
  );
}

function countBits(bits: number): number {
  let rest = bits >>> 0;
  rest -= (rest >>> 1) & 0x55555555;
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}
