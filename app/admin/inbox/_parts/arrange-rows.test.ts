import { describe, expect, test } from 'vitest';
import { type InboxRow, shownVerdictSchema } from '#lib/features/contracts/schema.ts';
import {
  arrangeRows,
  countUnlisted,
  describeArrived,
  filterRows,
  sortRows,
  VERDICT_ORDER,
} from './arrange-rows.ts';

const WORDS = {
  valid: { word: 'Valid' },
  'fix-needed': { word: 'Needs fixing' },
  'near-miss': { word: 'Near miss' },
  unmatched: { word: 'No quote' },
  suspicious: { word: 'Suspicious' },
};

describe('sortRows', () => {
  const unsorted = rows(
    '1 suspicious 50 ISK 9 min',
    '2 valid 10 ISK 5 min',
    '3 fix-needed 99 ISK 1 min',
    '4 valid 20 ISK 2 min',
  );

  test('by verdict, what can be accepted stands first and the newest of it on top', () => {
    expect(ids(sortRows(unsorted, 'verdict'))).toEqual([4, 2, 3, 1]);
  });

  test('by amount, the largest stands first', () => {
    expect(ids(sortRows(unsorted, 'asks'))).toEqual([3, 1, 4, 2]);
  });

  test('every verdict has its place', () => {
    expect(VERDICT_ORDER).toEqual(shownVerdictSchema.options);
  });

  test('by waiting, who waits longest stands first', () => {
    expect(ids(sortRows(unsorted, 'waiting'))).toEqual([1, 2, 4, 3]);
  });
});

test('what waits beyond the list is counted, of all and of one verdict', () => {
  const listed = rows('1 valid 1 ISK 1 min', '2 suspicious 1 ISK 1 min');
  const counts = { all: 9, valid: 1, 'fix-needed': 0, 'near-miss': 0, suspicious: 8, unmatched: 0 };
  const unlisted = ([null, 'valid', 'suspicious'] as const).map((verdict) =>
    countUnlisted({ rows: listed, counts }, verdict),
  );
  expect(unlisted).toEqual([7, 0, 7]);
});

describe('filterRows', () => {
  const all = rows('1 valid 1 ISK 1 min Ilya Torvanen', '2 suspicious 1 ISK 1 min Nadir Esh');

  test.each([
    { name: 'nothing asked leaves all', verdict: null, search: '', left: [1, 2] },
    { name: 'a verdict leaves its own', verdict: 'suspicious' as const, search: '', left: [2] },
    {
      name: 'a pilot is found by parts of the name',
      verdict: null,
      search: 'torv ILYA',
      left: [1],
    },
    { name: 'a code is found as it is shown', verdict: null, search: 'at-0000-0002', left: [2] },
    { name: 'a code is found as it is matched', verdict: null, search: 'AT-00000002', left: [2] },
    { name: 'both must fit', verdict: 'valid' as const, search: 'nadir', left: [] },
  ])('$name', ({ verdict, search, left }) => {
    expect(ids(filterRows(all, { verdict, search }))).toEqual(left);
  });
});

describe('arrangeRows', () => {
  const held = rows('1 valid 1 ISK 3 min', '2 valid 1 ISK 2 min');

  test('nothing waits while nothing is looked at', () => {
    expect(arrangeRows(held, null)).toMatchObject({ rows: held, arrived: [] });
  });

  test('no row moves under the eyes, whatever comes, changes or goes', () => {
    const fresh = rows('3 valid 1 ISK 0 min', '2 suspicious 1 ISK 2 min');

    const shown = arrangeRows(fresh, held);

    expect(shown.rows).toMatchObject([
      { contractId: 1, verdict: 'valid', isGone: true },
      { contractId: 2, verdict: 'suspicious', isGone: false },
    ]);
    expect(ids(shown.arrived)).toEqual([3]);
  });
});

describe('describeArrived', () => {
  test('what waits is said in a few words, what can be accepted first', () => {
    const arrived = rows('2 fix-needed 1 ISK 1 min', '1 valid 1 ISK 1 min', '3 valid 1 ISK 1 min');

    expect(describeArrived(arrived, WORDS)).toBe('3 new: 2 valid, 1 needs fixing');
  });
});

/** Read `'1 valid 50 ISK 9 min Ilya'` as contract 1, valid, asking 50 ISK, issued 9 minutes ago by Ilya. */
function rows(...texts: string[]): InboxRow[] {
  return texts.map((text) => {
    const [id = '', verdict = '', isk = '', , minutes = '', , ...name] = text.split(' ');
    const issuedAt = new Date(Date.UTC(2026, 10, 20, 12) - Number(minutes) * 60_000);
    return {
      contractId: Number(id),
      verdict: shownVerdictSchema.parse(verdict),
      code: `AT-${id.padStart(8, '0')}`,
      shownCode: `AT-0000-${id.padStart(4, '0')}`,
      title: '',
      pilotId: 1,
      pilotName: name.join(' '),
      priceIsk: BigInt(isk) * 100n,
      differsIn: [],
      issuedAt,
      foundAt: issuedAt,
      version: 1,
    };
  });
}

function ids(shown: readonly InboxRow[]): number[] {
  return shown.map(({ contractId }) => contractId);
}
