import { expect, test } from 'vitest';
import { readWanted } from './read-wanted.ts';

const ITEMS = [
  {
    typeId: 34,
    name: 'Tritanium',
    kind: 'mineral' as const,
    available: 5_000,
    unitPriceIsk: 4_37n,
    volumeM3: 0.01,
  },
  {
    typeId: 35,
    name: 'Pyerite',
    kind: 'mineral' as const,
    available: 1,
    unitPriceIsk: 20_00n,
    volumeM3: 0.01,
  },
];

test('what is typed becomes an order, its sum exact', () => {
  expect(readWanted(ITEMS, { 34: ' 1,234 ', 35: '1' })).toMatchObject({
    text: 'Tritanium\t1234\nPyerite\t1',
    sum: 1_234n * 4_37n + 20_00n,
    isRight: true,
  });
});

test.each([
  { typed: { 34: '5001' }, fault: [34, 'Only 5,000 are left.'] },
  { typed: { 35: '2' }, fault: [35, 'Only 1 is left.'] },
  { typed: { 34: '1.5' }, fault: [34, 'A whole number, such as 5,000.'] },
  { typed: { 34: '-3' }, fault: [34, 'A whole number, such as 5,000.'] },
  { typed: { 34: '1e3' }, fault: [34, 'A whole number, such as 5,000.'] },
])('$typed is answered beside the field', ({ typed, fault }) => {
  const wanted = readWanted(ITEMS, typed);
  expect([...wanted.faults]).toEqual([fault]);
  expect(wanted.isRight).toBe(false);
});

test('nothing and 0 want nothing', () => {
  expect(readWanted(ITEMS, { 34: '0', 35: '' })).toMatchObject({
    text: '',
    sum: 0n,
    isRight: true,
  });
});
