import { describe, expect, test } from 'vitest';
import { requestAffiliations, requestIds, requestNames } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';

const { signal } = new AbortController();
const stage = stageEsi();

/** Refuses all of a call for one id that it does not know, as ESI does. */
function serveNames(badIds: readonly number[], { maximum = 1_000 } = {}): void {
  stage.server.play(({ body }) => {
    const ids: number[] = JSON.parse(body);
    if (ids.length > maximum || new Set(ids).size < ids.length) return { status: 400, body: {} };
    if (ids.some((id) => badIds.includes(id))) {
      return { status: 404, body: { error: 'Ensure all IDs are valid before resolving.' } };
    }
    return { body: ids.map((id) => ({ id, name: `Name ${id}`, category: 'character' })) };
  });
}
const count = (length: number) => Array.from({ length }, (_, index) => index + 1);

/** An id of before 2010. */
const OLD = 1_354_830_081;

/** Knows them one by one only, as ESI does with old ids. */
function serveSingly(known: { readonly [path: string]: object }): void {
  stage.server.play(({ method, url, body }) => {
    if (method === 'POST') {
      const ids: number[] = JSON.parse(body);
      if (ids.some((id) => id >= 100_000_000)) {
        return { status: 404, body: { error: 'Ensure all IDs are valid before resolving.' } };
      }
      return { body: ids.map((id) => ({ id, name: `Name ${id}`, category: 'character' })) };
    }
    const found = known[url.pathname.replace('/esi/', '')];
    return found ? { body: found } : { status: 404, body: { error: 'not found' } };
  });
}

describe('names', () => {
  test('of more ids than ESI takes are asked for in parts, each id once', async () => {
    serveNames([]);
    const resolved = await requestNames(stage.esi, [...count(2_500), ...count(300)], { signal });
    expect(resolved.rows).toHaveLength(2_500);
    expect(stage.server.requests.map(({ body }) => JSON.parse(body).length)).toEqual([
      1_000, 1_000, 500,
    ]);
  });

  test('with one bad id among a thousand are all found but that one', async () => {
    serveNames([777]);
    const resolved = await requestNames(stage.esi, count(1_000), { signal });
    expect(resolved.rows).toHaveLength(999);
    expect(resolved).toMatchObject({ unknownIds: [777], unaskedIds: [] });
    expect(stage.server.requests.length).toBeLessThanOrEqual(21);
  });

  test('are not asked for until ESI stops listening: the rest is named', async () => {
    serveNames(count(1_000));
    const { rows, unknownIds, unaskedIds } = await requestNames(stage.esi, count(1_000), {
      signal,
    });
    expect(stage.server.requests).toHaveLength(30);
    expect(rows).toEqual([]);
    expect(unknownIds.length + unaskedIds.length).toBe(1_000);
    expect(unknownIds.length).toBeGreaterThan(0);
  });

  test('that ESI leaves out of a good answer are unknown', async () => {
    stage.server.play(() => ({ body: [{ id: 1, name: 'One', category: 'character' }] }));
    const { unknownIds } = await requestNames(stage.esi, [1, 2], { signal });
    expect(unknownIds).toEqual([2]);
  });

  test('of nothing are nothing, without a call', async () => {
    expect((await requestNames(stage.esi, [], { signal })).rows).toEqual([]);
    expect(stage.server.requests).toHaveLength(0);
  });

  test('of old ids are found one by one, be they of characters, corporations or alliances', async () => {
    serveSingly({
      [`characters/${OLD}`]: { name: 'Old Hand', corporation_id: 98 },
      [`corporations/${OLD + 1}`]: { name: 'Old Firm', ticker: 'OLD' },
      [`alliances/${OLD + 2}`]: { name: 'Old Guard' },
    });
    const ids = [1, OLD, OLD + 1, OLD + 2, OLD + 3, 2];
    const { rows, unknownIds, unaskedIds } = await requestNames(stage.esi, ids, { signal });
    expect(rows.toSorted((a, b) => a.id - b.id)).toEqual([
      { id: 1, name: 'Name 1', category: 'character' },
      { id: 2, name: 'Name 2', category: 'character' },
      { id: OLD, name: 'Old Hand', category: 'character' },
      { id: OLD + 1, name: 'Old Firm', category: 'corporation' },
      { id: OLD + 2, name: 'Old Guard', category: 'alliance' },
    ]);
    expect({ unknownIds, unaskedIds }).toEqual({ unknownIds: [OLD + 3], unaskedIds: [] });
  });

  test.each([99_999_999, 2_100_000_000])(
    'of %s, which is no old id, are not looked for singly',
    async (id) => {
      stage.server.play(() => ({ status: 404, body: {} }));
      const { unknownIds } = await requestNames(stage.esi, [id], { signal });
      expect(unknownIds).toEqual([id]);
      expect(stage.server.requests).toHaveLength(1);
    },
  );

  test('of dead old ids cost 30 errors at most, and do not keep others from being found', async () => {
    serveSingly({});
    const ids = [...count(2_000).map((id) => OLD + id), ...count(5)];
    const { rows, unknownIds, unaskedIds } = await requestNames(stage.esi, ids, { signal });
    expect(rows.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
    expect(stage.server.requests).toHaveLength(31);
    const told = [...rows.map(({ id }) => id), ...unknownIds, ...unaskedIds];
    expect(told.toSorted()).toEqual(ids.toSorted());
  });

  test('while ESI is down are an error, not unknown', async () => {
    stage.server.play(() => ({ status: 503, body: '' }));
    await expect(requestNames(stage.esi, [1, 2], { signal })).rejects.toMatchObject({
      status: 503,
    });
  });
});

test('affiliations with a bad id are found for all others', async () => {
  stage.server.play(({ body }) => {
    const ids: number[] = JSON.parse(body);
    if (ids.includes(2)) return { status: 400, body: { error: 'Invalid character ID' } };
    return { body: ids.map((id) => ({ character_id: id, corporation_id: 98 })) };
  });
  const { rows, unknownIds } = await requestAffiliations(stage.esi, [1, 2, 3], { signal });
  expect(rows.map(({ character_id }) => character_id)).toEqual([1, 3]);
  expect(unknownIds).toEqual([2]);
});

test('an affiliation of an old id that the list refuses is that of the character', async () => {
  serveSingly({ [`characters/${OLD}`]: { name: 'Old Hand', corporation_id: 98, alliance_id: 99 } });
  const { rows, unknownIds } = await requestAffiliations(stage.esi, [OLD, OLD + 1], { signal });
  expect(rows).toEqual([{ character_id: OLD, corporation_id: 98, alliance_id: 99 }]);
  expect(unknownIds).toEqual([OLD + 1]);
});

test('a name that ESI cannot take, and refuses all others with, is nobody’s', async () => {
  stage.server.play(({ body }) => {
    const names: string[] = JSON.parse(body);
    const isRefused = names.length === 0 || names.some(({ length }) => length < 1 || length > 100);
    if (isRefused) return { status: 400, body: { error: 'Invalid names' } };
    return { body: { inventory_types: names.map((name, id) => ({ id, name })) } };
  });
  const names = ['Tritanium', 'x'.repeat(101), '', 'y'.repeat(100)];
  const { inventory_types = [] } = await requestIds(stage.esi, names, { signal });
  expect(inventory_types.map(({ name }) => name)).toEqual(['Tritanium', 'y'.repeat(100)]);
  expect(await requestIds(stage.esi, [''], { signal })).toEqual({});
  expect(stage.server.requests).toHaveLength(1);
});

test('ids of 1,200 names are asked for 500 at a time, and a name may fit several kinds', async () => {
  stage.server.play(({ body }) => {
    const names: string[] = JSON.parse(body);
    const rows = names.map((name, id) => ({ id, name }));
    return { body: { characters: rows.slice(0, 1), inventory_types: rows } };
  });
  const names = Array.from({ length: 1_200 }, (_, index) => `Name ${index}`);
  const found = await requestIds(stage.esi, names, { signal });
  expect(stage.server.requests.map(({ body }) => JSON.parse(body).length)).toEqual([500, 500, 200]);
  expect(found.inventory_types).toHaveLength(1_200);
  expect(found.characters).toHaveLength(3);
  expect(found.systems).toBeUndefined();
});
