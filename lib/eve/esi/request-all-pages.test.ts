import { describe, expect, test } from 'vitest';
import { EsiSchemaError, EsiTornReadError, pagedOperation, regionOrders } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const OLD = 'Fri, 20 Nov 2026 09:55:00 GMT';
const NEW = 'Fri, 20 Nov 2026 10:00:00 GMT';
const { signal } = new AbortController();
const operation = regionOrders({ regionId: 10000002 });
const stage = stageEsi({ clock: () => new Date() });

const order = (order_id: number) => ({
  order_id,
  type_id: 34,
  location_id: 60003760,
  system_id: 30000142,
  is_buy_order: true,
  price: 5.1,
  volume_remain: 10,
  volume_total: 10,
  min_volume: 1,
  duration: 90,
  issued: '2026-11-20T09:00:00Z',
  range: 'region',
});
type Sent = Record<string, string>;
const TWO = { pages: 2, modified: NEW };
const timeless = ({ 'last-modified': _, ...headers }: Sent): Sent => headers;
const readPage = (url: URL) => Number(url.searchParams.get('page'));
const ids = async () => {
  const { data } = await stage.esi.requestAllPages(operation, { signal });
  return data.map(({ order_id }) => order_id);
};

test('a list of what is gone, which ESI answers with nothing (204), is not found', async () => {
  stage.server.play(() => ({ status: 204, headers: freshFor(300) }));
  const items = pagedOperation(
    'GET /contracts/public/items/{contract_id}',
    { path: { contract_id: 5 } },
    { idOf: ({ record_id }) => record_id },
  );
  await expect(stage.esi.requestAllPages(items, { signal })).rejects.toMatchObject({
    code: 'ERR_ESI_NOT_FOUND',
    isRetryable: false,
  });
  expect(stage.server.requests).toHaveLength(1);
});

describe('a list in pages', () => {
  test('comes whole and in order, at most four pages at a time', async () => {
    stage.server.play(({ url }) => ({
      body: [order(readPage(url) * 10), order(readPage(url) * 10 + 1)],
      headers: freshFor(300, { pages: 12, modified: NEW }),
    }));
    const whole = await stage.esi.requestAllPages(operation, { signal });
    expect(whole.data.map(({ order_id }) => order_id)).toEqual(
      Array.from({ length: 12 }, (_, i) => [(i + 1) * 10, (i + 1) * 10 + 1]).flat(),
    );
    expect(whole).toMatchObject({ pages: 12, lastModified: new Date(NEW) });
    expect(stage.server.requests).toHaveLength(12);
    expect(stage.server.mostAtOnce()).toBeLessThanOrEqual(4);
  });

  test('names a row once that came on two pages', async () => {
    stage.server.play(({ url }) => ({
      body: readPage(url) === 1 ? [order(1), order(2)] : [order(2), order(3)],
      headers: freshFor(300, { pages: 2 }),
    }));
    expect(await ids()).toEqual([1, 2, 3]);
  });

  test('of one page is one request, and may be empty', async () => {
    stage.server.play(() => ({ body: [], headers: freshFor(300, { pages: 1 }) }));
    expect(await ids()).toEqual([]);
    expect(stage.server.requests).toHaveLength(1);
  });

  test.each<[what: string, answer: (page: number) => { body: unknown; headers: Sent }]>([
    ['does not say of how many pages', () => ({ body: [order(1)], headers: freshFor(300) })],
    [
      'has a second page that does not',
      (page) => ({
        body: [order(page)],
        headers: freshFor(300, page === 1 ? { pages: 2, modified: NEW } : { modified: NEW }),
      }),
    ],
    ['has two pages and no rows', () => ({ body: [], headers: freshFor(300, TWO) })],
    [
      'has nothing on its last page',
      (page) => ({ body: page === 1 ? [order(1)] : [], headers: freshFor(300, TWO) }),
    ],
    [
      'has pages of no time',
      (page) => ({ body: [order(page)], headers: timeless(freshFor(300, TWO)) }),
    ],
  ])('that %s is not believed', async (_what, answer) => {
    stage.server.play(({ url }) => answer(readPage(url)));
    await expect(ids()).rejects.toBeInstanceOf(EsiSchemaError);
  });

  test('fails as a whole when one page fails', async () => {
    stage.server.play(({ url }) =>
      readPage(url) === 2
        ? { status: 500, body: '' }
        : { body: [order(readPage(url))], headers: freshFor(300, { pages: 3 }) },
    );
    await expect(ids()).rejects.toMatchObject({ code: 'ERR_ESI_SERVER' });
  });
});

describe('a torn list', { timeout: 30_000 }, () => {
  test('is read again once the old pages are over: nobody sees two moments mixed', async () => {
    stage.server.play(({ url, nth }) => {
      // The list changes between the first page and the second.
      const isOld = readPage(url) === 1 && nth === 0;
      return {
        body: [order(readPage(url) + (isOld ? 100 : 0))],
        headers: freshFor(isOld ? 3 : 300, { pages: 2, modified: isOld ? OLD : NEW }),
      };
    });
    const whole = await stage.esi.requestAllPages(operation, { signal });
    expect(whole.data.map(({ order_id }) => order_id)).toEqual([1, 2]);
    expect(whole.lastModified).toEqual(new Date(NEW));
    // The second page was good: it is not asked for again.
    expect(stage.server.requests.filter(({ url }) => readPage(url) === 2)).toHaveLength(1);
  });

  test('is not waited for when the old pages last for minutes', async () => {
    stage.server.play(({ url }) => ({
      body: [order(readPage(url))],
      headers: freshFor(300, { pages: 2, modified: readPage(url) === 1 ? OLD : NEW }),
    }));
    await expect(ids()).rejects.toBeInstanceOf(EsiTornReadError);
    expect(stage.server.requests).toHaveLength(2);
  });

  test('is given up after the third reading', async () => {
    stage.server.play(({ url }) => ({
      body: [order(readPage(url))],
      headers: freshFor(3, { pages: 2, modified: readPage(url) === 1 ? OLD : NEW }),
    }));
    await expect(ids()).rejects.toBeInstanceOf(EsiTornReadError);
    // A slow machine waits for the first page to expire too, and so asks for it more often.
    const readings = stage.server.requests.filter(({ url }) => readPage(url) === 1).length;
    expect(readings).toBeGreaterThanOrEqual(3);
    expect(readings).toBeLessThanOrEqual(6);
  });

  test('that became shorter meanwhile is read again', async () => {
    stage.server.play(({ url, nth }) => {
      if (readPage(url) === 3) return { status: 404, body: { error: 'no page' } };
      const isOld = readPage(url) === 1 && nth === 0;
      return {
        body: [order(readPage(url))],
        headers: freshFor(isOld ? 3 : 300, { pages: isOld ? 3 : 2, modified: isOld ? OLD : NEW }),
      };
    });
    expect(await ids()).toEqual([1, 2]);
  });
});

test('a first page about to expire is waited for, so that all pages are of the same moment', async () => {
  stage.server.play(({ url, nth }) => {
    const isOld = readPage(url) === 1 && nth === 0;
    return {
      body: [order(readPage(url))],
      headers: freshFor(isOld ? 1 : 300, { pages: 2, modified: isOld ? OLD : NEW }),
    };
  });
  expect(await ids()).toEqual([1, 2]);
  expect(stage.server.requests.map(({ url }) => readPage(url))).toEqual([1, 1, 2]);
});

test('waiting for a torn list ends when the caller leaves', async () => {
  stage.server.play(({ url }) => ({
    body: [order(readPage(url))],
    headers: freshFor(10, { pages: 2, modified: readPage(url) === 1 ? OLD : NEW }),
  }));
  const leaving = new AbortController();
  const asked = stage.esi.requestAllPages(operation, { signal: leaving.signal });
  const refused = expect(asked).rejects.toThrow('gone');
  await expect.poll(() => stage.server.requests.length).toBe(2);
  leaving.abort(new Error('gone'));
  await refused;
});
