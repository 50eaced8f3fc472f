import { expect, test } from 'vitest';
import { toCsv } from './csv.ts';

test.each([
  ['Veldspar', 'Veldspar'],
  ['Hull Tanking, Elite', '"Hull Tanking, Elite"'],
  ['a "b"', '"a ""b"""'],
  ['two\nlines', '"two\nlines"'],
  ['a;b', '"a;b"'],
  ['=1+1', "'=1+1"],
  ['+1', "'+1"],
  ['-1', "'-1"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['  =1+1', "'  =1+1"],
  ['\t=1', '"\'\t=1"'],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  ['=HYPERLINK("x","y")', '"\'=HYPERLINK(""x"",""y"")"'],
  [-5, '-5'],
  [12n, '12'],
  [null, ''],
])('%s is written as %s', (cell, written) => {
  expect(toCsv([[cell]])).toBe(`\u{feff}${written}\r\n`);
});

test('rows end as Windows ends them, with a mark for Excel in front', () => {
  expect(
    toCsv([
      ['a', 'b'],
      ['c', 1],
    ]),
  ).toBe('\u{feff}a,b\r\nc,1\r\n');
});
