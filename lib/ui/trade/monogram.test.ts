import { expect, test } from 'vitest';
import { monogram } from './monogram.ts';

test.each([
  ['Veldspar', 'Ve'],
  ['Compressed Scordite', 'Sc'],
  ['Compressed White Glaze', 'WG'],
  ['Fullerite-C320', 'C3'],
  ['Melted Nanoribbons', 'MN'],
  ['Hulk Blueprint (Copy)', 'HB'],
  ['PLEX', 'PL'],
])('%s is told apart by %s', (name, letters) => {
  expect(monogram(name)).toBe(letters);
});
