import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTradeSite, JITA, type TradeSite } from '#tests/support/trade-site.ts';
import { searchGroups } from './search-groups.ts';
import { searchPlaces } from './search-places.ts';

let site: TradeSite;
beforeAll(async () => {
  site = await createTradeSite();
});
afterAll(() => site?.[Symbol.asyncDispose]());

describe('searchPlaces', () => {
  test('a station is found by parts of its name in any order', async () => {
    const places = await searchPlaces(site.container, 'navy jita 4');

    expect(places.map(({ locationId }) => locationId)).toContain(JITA);
  });

  test('stations of the system that is named stand before those of its navy', async () => {
    const [first] = await searchPlaces(site.container, 'amarr');

    expect(first?.name).toMatch(/^Amarr /);
  });

  test.each([
    { name: 'a station by its id', query: String(JITA), found: [JITA] },
    { name: 'a structure by its id', query: '1035466617946', found: [1035466617946] },
    { name: 'no station of this id', query: '60099999', found: [] },
    { name: 'a number that is no id at all', query: '9999999999999999', found: [] },
    { name: 'wildcards stand for themselves', query: '%', found: [] },
    { name: 'nothing asked, nothing found', query: '  ', found: [] },
  ])('$name', async ({ query, found }) => {
    const places = await searchPlaces(site.container, query);

    expect(places.map(({ locationId }) => locationId)).toEqual(found);
  });
});

describe('searchGroups', () => {
  test('a group is found by parts of its name', async () => {
    const groups = await searchGroups(site.container, 'salvaged mat');

    expect(groups).toEqual([{ id: 754, name: 'Salvaged Materials' }]);
  });
});
