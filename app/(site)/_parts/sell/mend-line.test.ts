import { expect, test } from 'vitest';
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
