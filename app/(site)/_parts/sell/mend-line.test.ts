import { expect, test } from 'vitest';
import { splitLines } from '#lib/core/paste/split-lines.ts';
import { dropLine, mendLine } from './mend-line.ts';

const PASTE = 'Veldspar\t10,000\r\nCompresed Spodumain\t1,200\tSpodumain\nRobotics 86';

test('the mended line has the right name and keeps its count; the others stay', () => {
  expect(mendLine(PASTE, 2, 'Compressed Spodumain', 1_200)).toBe(
    'Veldspar\t10,000\nCompressed Spodumain\t1200\nRobotics 86',
  );
});

test('a line without a readable count is mended by its name alone', () => {
  expect(mendLine('Veldspr', 1, 'Veldspar', null)).toBe('Veldspar');
});

test('a dropped line is gone, and nothing else', () => {
  expect(dropLine(PASTE, 2)).toBe('Veldspar\t10,000\nRobotics 86');
});

test('a line that is not there any more changes nothing', () => {
  expect(dropLine(PASTE, 9)).toBe(PASTE);
});

test.each(['\n', '\r\n', '\r', '\u2028', '\u2029', '\u0085'])(
  'lines are counted as the server counts them, whatever ends them: %j',
  (lineEnd) => {
    const text = ['Veldspar 1', 'Scordte 2', 'Plagioclase 3'].join(lineEnd);
    const misspelled = splitLines(text).find((line) => line.text === 'Scordte 2');

    expect(mendLine(text, misspelled?.number ?? 0, 'Scordite', 2)).toBe(
      'Veldspar 1\nScordite\t2\nPlagioclase 3',
    );
  },
);
