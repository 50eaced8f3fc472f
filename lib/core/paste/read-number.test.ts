import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCount, readNumber, readUnits, readWholeCount } from './read-number.ts';

describe('a count', () => {
  test.each([
    ['1234567', 1_234_567],
    ['1,234,567', 1_234_567],
    ['1.234.567', 1_234_567],
    ['1 234 567', 1_234_567],
    ['1\u00a0234\u00a0567', 1_234_567],
    ['1\u202f234\u202f567', 1_234_567],
    ['1\u2009234\u2009567', 1_234_567],
    ["1'234'567", 1_234_567],
    ['1’234’567', 1_234_567],
    ['12,34,567', 1_234_567],
    ['１２３４', 1_234],
    ['١٬٢٣٤٬٥٦٧', 1_234_567],
    ['۱۲', 12],
    ['१२', 12],
    ['১২', 12],
    ['๑๒', 12],
    ['10.111', 10_111],
    ['24.647', 24_647],
    ['1,234.00', 1_234],
    ['1.234,00', 1_234],
    ['1000.00', 1_000],
    ['331.0', 331],
    ['10.1', 10],
    ['1,000.000', 1_000],
    ['007', 7],
    ['9007199254740991', 9_007_199_254_740_991],
    ['', 0],
    ['  ', 0],
  ])('%j is %d', (text, count) => {
    expect(readCount(text)).toBe(count);
  });

  test.each([
    '9007199254740992',
    '9,223,372,036,854,775,808',
    '-5',
    '+5',
    '−5',
    '1e6',
    '10k',
    '1,,000',
    ',100',
    '100,',
    '1 2',
    '12 34',
    '1,2345',
    '1,23,4567',
    '1.234,567.89',
    '0x10',
    'Infinity',
    'NaN',
    'ten',
    '10 m3',
    '½',
    'Ⅻ',
    '十二',
  ])('%j is none', (text) => {
    expect(readCount(text)).toBeNull();
  });

  test('written in any locale reads back', () => {
    const locales = ['en', 'de', 'fr', 'ru', 'de-CH', 'es', 'en-IN', 'pl', 'sv'];
    locales.push('ar-EG', 'fa', 'hi-u-nu-deva', 'bn', 'th-u-nu-thai', 'ja-u-nu-fullwide');
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
        fc.constantFrom(...locales),
        (count, locale) => {
          expect(readCount(count.toLocaleString(locale))).toBe(count);
        },
      ),
    );
  });
});

test.each([
  ['1000.00', 1_000],
  ['1,000', 1_000],
  ['1.5', null],
  ['10,5', null],
  ['1.234.567,5', null],
  ['0.5', null],
  ['9007199254740992', null],
])('units come whole: %j is %j', (text, units) => {
  expect(readUnits(text)).toBe(units);
});

test('a whole count has no decimals and is at least 1', () => {
  expect(readWholeCount('8,625')).toBe(8_625);
  expect(readWholeCount('29400.0')).toBeNull();
  expect(readWholeCount('0')).toBeNull();
  expect(readWholeCount('')).toBeNull();
});

test.each([
  ['37,805,997.92', 37_805_997.92],
  ['37 805 997,92', 37_805_997.92],
  ['1’234.5', 1_234.5],
  ['0.123', 0.123],
  ['1234.567', 1_234.567],
  ['1.234', 1_234],
])('the number %j is %d', (text, number) => {
  expect(readNumber(text)).toBe(number);
});
