import { describe, expect, test } from 'vitest';
import { readQuoteCode } from './code.ts';
import { findCodesInText } from './find-codes.ts';

test.each(['AT-1440E1GM', 'AT-ZZZ0208F', 'BAT-9M1WGA81'])(
  'the code %s, once given out, is right for ever',
  (code) => {
    expect(readQuoteCode(code)).toEqual({ ok: true, code });
    expect(findCodesInText(code)).toEqual([code]);
  },
);

describe('of readings that overlap', () => {
  test.each<{ title: string; prefixes: string[]; codes: string[] }>([
    // The end of the code and what is glued to it look like another.
    { title: 'BAT-ZZZ0208FAA', prefixes: ['AT'], codes: ['AT-ZZZ0208F'] },
    // One prefix is the end of the other: either may be meant.
    { title: 'BAT1440E1GM', prefixes: ['AT'], codes: ['BAT-1440E1GM', 'AT-1440E1GM'] },
    { title: 'BAT1440E1GM', prefixes: ['AT', 'BAT'], codes: ['BAT-1440E1GM', 'AT-1440E1GM'] },
    { title: 'AA.AC-1440-E1GM', prefixes: ['AA', 'AC'], codes: ['AC-1440E1GM'] },
    { title: 'at-best-AT-1440-E1GM', prefixes: ['AT'], codes: ['AT-1440E1GM'] },
    { title: 'TAT-1440-E1GK', prefixes: ['AT'], codes: ['TAT-1440E1GK', 'AT-1440E1GK'] },
    { title: 'AA-ZZZ0208FAA-00000000', prefixes: [], codes: ['AA-ZZZ0208F', 'AA-00000000'] },
    { title: 'AAA-1440E1GK', prefixes: [], codes: ['AAA-1440E1GK'] },
    // Three at once. By chance the check symbol of the last is right.
    {
      title: 'SAT_ATAB-ZZZ0208F',
      prefixes: ['AT'],
      codes: ['ATAB-ZZZ0208F', 'AT-ABZZZ020'],
    },
  ])('"$title", where $prefixes are known, has $codes', ({ title, prefixes, codes }) => {
    expect(findCodesInText(title, { prefixes })).toEqual(codes);
  });
});

describe('a code whose prefix is none', () => {
  test.each([
    '1440-E1GM',
    'A1440E1GM now',
    'A-1440-E1GM',
    '7AC-1440E1GM',
    'A7-1440-E1GM',
    'E1AC-1440-E1GM',
    'ABCDE-1440-E1GM',
  ])('is none: "%s"', (title) => {
    expect(findCodesInText(title)).toEqual([]);
  });
});

describe('a code with gaps in odd places, and words like it', () => {
  test.each<{ title: string; prefixes: string[]; codes: string[] }>([
    { title: 'A-T-1440-E1GM', prefixes: [], codes: [] },
    { title: 'A-T-1440-E1GM', prefixes: ['AT'], codes: ['AT-1440E1GM'] },
    { title: 'AT-144-0E1-GM', prefixes: [], codes: ['AT-1440E1GM'] },
    { title: 'AT-144-0E1-GK', prefixes: [], codes: [] },
    { title: 'AT 1440 E1GK', prefixes: [], codes: [] },
    { title: 'AT14-40E1GM', prefixes: [], codes: [] },
    { title: 'AT1440-E1GM', prefixes: [], codes: [] },
    { title: 'AC-1440E1GK', prefixes: ['AT'], codes: ['AC-1440E1GK'] },
    { title: 'AT1440E1GMAC0410610D', prefixes: [], codes: [] },
    { title: 'AT-WARPGATE', prefixes: ['AT'], codes: [] },
    { title: 'NEW-WARP-GATE', prefixes: [], codes: [] },
    { title: 'AT, 1440, E1GM', prefixes: [], codes: [] },
  ])('"$title", where $prefixes are known, is read as $codes', ({ title, prefixes, codes }) => {
    expect(findCodesInText(title, { prefixes })).toEqual(codes);
  });
});
