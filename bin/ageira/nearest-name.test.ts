import { expect, test } from 'vitest';
import { nearestName } from './nearest-name.ts';

const KNOWN = ['paste', 'match', 'check', 'sde import', 'members grant-owner'];

test.each([
  ['pasta', 'paste'],
  ['Macth', 'match'],
  ['sde inport', 'sde import'],
  ['chekc', 'check'],
  ['xyz', undefined],
  ['', undefined],
  ['p'.repeat(100_000), undefined],
])('the nearest command to %.20s is %s', (given, nearest) => {
  expect(nearestName([given], KNOWN)).toBe(nearest);
});
