import { expect, test } from 'vitest';
import { shortPlace } from './short-place.ts';

test.each([
  ['Jita IV - Moon 4 - Caldari Navy Assembly Plant', 'Jita 4-4'],
  ['Amarr VIII (Oris) - Emperor Family Academy', 'Amarr VIII (Oris)'],
  ['Rens VI - Moon 8 - Brutor Tribe Treasury', 'Rens 6-8'],
  ['Dodixie IX - Moon 20 - Federation Navy Assembly Plant', 'Dodixie 9-20'],
  ['Perimeter', 'Perimeter'],
])('%s is called %s', (name, short) => {
  expect(shortPlace(name)).toBe(short);
});
