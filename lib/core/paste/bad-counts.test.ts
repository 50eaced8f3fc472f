import { describe, expect, test } from 'vitest';
import { describeUnread } from './describe-unread.ts';
import { readPaste } from './read-paste.ts';
import { knownNames } from './testing/known-names.ts';

/** Every place where a count may stand beside a name. */
const PLACES: readonly ((count: string) => string)[] = [
  (count) => `Pyerite\t${count}`,
  (count) => `Pyerite\t${count}\tMineral\tMaterial\t\t\t0.10 m3\t5.00 ISK`,
  (count) => `${count}\tPyerite`,
  (count) => `Pyerite ${count}`,
  (count) => `${count} Pyerite`,
];

describe('a count', () => {
  test.each([
    ...['0', '00', '0.0', '-1', '−5', '+5', '1.5', '1,5', '10.5', '0.5', '1 000,5', '1.234.567,5'],
    ...[
      '1e3',
      '9e99',
      '1E-3',
      '10k',
      '10m',
      '1_000',
      '5%',
      '½',
      '1/2',
      '²',
      'Ⅻ',
      '٫٥',
      '五',
      '三百',
      '十個',
    ],
    ...['9007199254740992', '99999999999999999999', '9,223,372,036,854,775,808'],
  ])('%j is refused with a sentence, wherever it stands', (count) => {
    for (const place of PLACES) {
      const { items, unread } = readPaste(place(count), knownNames);

      expect(items, place(count)).toEqual([]);
      expect(unread, place(count)).toMatchObject([{ line: 1, reason: 'bad-quantity' }]);
      expect(unread.map(describeUnread)).toEqual([
        'The count is not a whole number from 1 to 9,007,199,254,740,991.',
      ]);
    }
  });

  test.each([
    ['2147483648', 2_147_483_648],
    ['9007199254740991', Number.MAX_SAFE_INTEGER],
    ['1000.00', 1_000],
    ['00010', 10],
    ['x10', 10],
    ['10x', 10],
    ['x 10', 10],
    ['١٢', 12],
    ['۱٬۰۰۰', 1_000],
    ['१२', 12],
    ['１，０００', 1_000],
    ['\u202e12\u202c', 12],
  ])('%j is %d, wherever it stands', (count, quantity) => {
    for (const place of PLACES) {
      const { items, unread } = readPaste(place(count), knownNames);

      expect(items, place(count)).toMatchObject([{ name: 'Pyerite', quantity }]);
      expect(unread).toEqual([]);
    }
  });

  test.each([
    ['a killmail', 'Destroyed items:\n\nPyerite, Qty: 1.5 (Cargo)'],
    ['a fitting', '[Rifter, x]\nPyerite x0'],
    ['a table', 'Name\tQuantity\nPyerite\t1.5'],
    ['a survey', 'Pyerite\t1.5\t12 km'],
  ])('in %s is not taken for one either', (_where, text) => {
    const { items, unread } = readPaste(text, knownNames);

    expect(items.filter(({ name }) => name === 'Pyerite')).toEqual([]);
    expect(unread).toMatchObject([{ reason: 'bad-quantity' }]);
  });

  test('of a planet’s storage may have a part of a unit, which stays there', () => {
    const { items } = readPaste('\tAqueous Liquids\t331.6\t125.80 m3', knownNames);

    expect(items).toMatchObject([{ quantity: 331 }]);
  });

  test('in a row too short for its table is looked for in the row', () => {
    const { items } = readPaste('Ore\tPilot\tQuantity\nVeldspar\tBob\t8\nPyerite\t5', knownNames);

    expect(items).toMatchObject([{ quantity: 8 }, { name: 'Pyerite', quantity: 5 }]);
  });
});

describe('a name', () => {
  test.each([
    ['right to left', '\u202ePyerite\u202c'],
    ['isolated', '\u2066Pyerite\u2069'],
    ['with zero-width letters', 'Py\u200be\u2060rite\ufeff'],
    ['with variation selectors', 'Pyerite\ufe0f'],
    ['with NUL', '\0Pyerite\0'],
    ['with control characters', '\u0007Pyerite\u001b'],
    ['with tags that nobody sees', 'Pyerite\u{e0041}'],
  ])('%s is what the eye sees', (_how, name) => {
    expect(readPaste(`${name}\t5`, knownNames).items).toMatchObject([
      { name: 'Pyerite', quantity: 5 },
    ]);
  });

  test.each([
    'P\u0301y\u0301e\u0301r\u0301i\u0301t\u0301e\u0301',
    '\ud800Pyerite',
    '<script>alert(1)</script>',
    "'; drop table quote; --",
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'toString',
    '../../etc/passwd',
  ])('such as %j is one that no item has, and nothing more', (name) => {
    const { items, unread } = readPaste(`${name}\t5\nPyerite\t1`, knownNames);

    expect(items).toMatchObject([{ name: 'Pyerite', quantity: 1 }]);
    expect(unread).toMatchObject([{ line: 1, reason: 'unknown-name', quantity: 5 }]);
    expect(({} as Record<string, unknown>).quantity).toBeUndefined();
  });
});
