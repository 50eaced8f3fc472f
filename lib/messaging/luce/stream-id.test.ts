import { expect, test } from 'vitest';
import { compareStreamIds } from './stream-id.ts';

test.each([
  '9-0 < 10-0',
  '10-9 < 10-10',
  '1700000000000-5 < 1700000000001-0',
  '1-99999999999999999999 < 2-0',
  '5-1 = 5-1',
  '5 < 5-0',
])('%s', (line) => {
  const [a = '', sign, b = ''] = line.split(' ');
  expect(Math.sign(compareStreamIds(a, b))).toBe(sign === '<' ? -1 : 0);
  expect(Math.sign(compareStreamIds(b, a))).toBe(sign === '<' ? 1 : 0);
});
