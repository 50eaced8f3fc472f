import { expect, test } from 'vitest';
import { placeOn, toScale } from './scale.ts';

test.each([
  ['prices', 50_300, 63_900, 4, [50_000, 55_000, 60_000, 65_000]],
  ['small ones', 511, 527, 4, [510, 515, 520, 525, 530]],
  ['units from nothing', 0, 2_340_000, 2, [0, 2_000_000, 4_000_000]],
  ['one price all the time', 500, 500, 4, [500, 520]],
  ['nothing at all', 0, 0, 4, [0, 0.025]],
])('an axis of %s has round numbers', (_, least, most, steps, ticks) => {
  const scale = toScale(least, most, steps);
  expect(scale.ticks).toEqual(ticks);
  expect([scale.low, scale.high]).toEqual([ticks[0], ticks.at(-1)]);
});

test('a value stands where it belongs, and never beyond the axis', () => {
  const scale = toScale(0, 100, 2);
  expect([0, 25, 100, 200, -5].map((value) => placeOn(scale, value))).toEqual([100, 75, 0, 0, 100]);
});
