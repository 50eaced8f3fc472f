import { expect, test } from 'vitest';
import type { NameResolver } from './paste-reading.ts';
import { readPaste } from './read-paste.ts';

const PYERITE = { typeId: 35, name: 'Pyerite' };
const BOOSTER = { typeId: 32014, name: 'Navy Cap Booster 800' };
const SMALLER = { typeId: 32010, name: 'Navy Cap Booster 400' };

/** Knows no name, and thinks of the same ones each time. */
function suggesting(...suggestions: { typeId: number; name: string }[]): NameResolver {
  return { resolve: () => ({ kind: 'unknown', suggestions }) };
}

test.each([
  ['Pyerrite 500', 500],
  ['500 Pyerrite', 500],
  ['Pyerrite\t1', 1],
  ['1x Pyerrite', 1],
])('the count of %j was read, and goes with the name that is meant', (text, quantity) => {
  const { unread } = readPaste(text, suggesting(PYERITE));
  expect(unread).toMatchObject([{ quantity, suggestions: [PYERITE] }]);
});

test('a name alone may be mended, and counts nothing that is not written', () => {
  const { unread } = readPaste('Pyerrite', suggesting(PYERITE));
  expect(unread).toMatchObject([{ quantity: null, suggestions: [PYERITE] }]);
});

test.each(['Pyerite five', 'Pyerite五', 'some Pyerite', 'Pyerite пять', 'Pyerite ห้า'])(
  '%j is not mended by leaving out what may be a count',
  (text) => {
    const { items, unread } = readPaste(text, suggesting(PYERITE));
    expect(items).toEqual([]);
    expect(unread).toMatchObject([{ quantity: null, suggestions: [] }]);
  },
);

test('the number that a name ends with is no count', () => {
  const resolver = suggesting(SMALLER, BOOSTER);
  const { unread } = readPaste('Navy Cap Boster 800', resolver);
  expect(unread).toMatchObject([{ quantity: null, suggestions: [BOOSTER] }]);
});

test.each(['Navy Cap Boster\t800', '800 Navy Cap Boster'])(
  'the number of %j is one, though a name ends with the same',
  (text) => {
    const { unread } = readPaste(text, suggesting(SMALLER, BOOSTER));
    expect(unread).toMatchObject([{ quantity: 800, suggestions: [SMALLER, BOOSTER] }]);
  },
);
