import { describe, expect, test } from 'vitest';
import { fetchEsiPages } from './fetch-esi-pages.ts';
import { type Stage, setStage } from './testing/stage.ts';
import type { ScriptedRequest } from './testing/start-scripted-esi.ts';

const ORDERS = '/markets/10000002/orders';

describe('all pages', () => {
  test('come in order, four at a time, each asked for once', async () => {
    await using stage = await setStage();
    stage.esi.play(async (request) => {
      await expect
        .poll(() => stage.esi.requests.length)
        .toBeGreaterThan(toPage(request) === 1 ? 0 : 4);
      return { body: [{ order_id: toPage(request) }], headers: stage.fresh(240, { pages: 9 }) };
    });

    const orders = await fetchEsiPages<{ order_id: number }>(stage.browser, ORDERS, {
      query: { order_type: 'sell' },
    });
    expect(orders.data.map(({ order_id }) => order_id)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(orders).toMatchObject({
      pages: 9,
      isStale: false,
      lastModified: new Date('2026-11-20T11:59:00Z'),
      expiresAt: new Date('2026-11-20T12:04:00Z'),
    });
    expect(stage.esi.mostAtOnce()).toBe(4);
    expect(stage.esi.requests).toHaveLength(9);
    expect(
      stage.esi.requests.every(({ url }) => url.searchParams.get('order_type') === 'sell'),
    ).toBe(true);

    await fetchEsiPages(stage.browser, ORDERS, { query: { order_type: 'sell' } });
    expect(stage.esi.requests).toHaveLength(9);
  });

  test('are one where ESI says one', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: [], headers: stage.fresh(300, { pages: 1 }) }));
    expect((await fetchEsiPages(stage.browser, ORDERS)).data).toEqual([]);
  });

  test('have each row once', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => ({
      body: [{ id: toPage(request) }, { id: 7 }],
      headers: stage.fresh(300, { pages: 3 }),
    }));
    const rows = await fetchEsiPages<{ id: number }>(stage.browser, ORDERS, {
      idOf: ({ id }) => id,
    });
    expect(rows.data.map(({ id }) => id)).toEqual([1, 7, 2, 3]);
  });

  test('give of rows with one identity the first', async () => {
    await using stage = await setStage();
    stage.esi.play(({ url }) => ({
      body: [{ id: 1, page: url.searchParams.get('page') }],
      headers: stage.fresh(300, { pages: 2 }),
    }));
    const { data } = await fetchEsiPages<{ id: number }>(stage.browser, ORDERS, {
      idOf: ({ id }) => id,
    });
    expect(data).toEqual([{ id: 1, page: '1' }]);
  });

  test('are not begun on a first page that is about to expire', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: [1], headers: stage.fresh(300, { pages: 2 }) }));
    await stage.browser.fetchEsi(ORDERS, { query: { page: 1 } });
    stage.pass(298);

    const { expiresAt } = await fetchEsiPages(stage.browser, ORDERS);
    expect(stage.waits).toEqual([2_000]);
    expect(expiresAt).toEqual(new Date('2026-11-20T12:10:00Z'));
    expect(stage.esi.requests).toHaveLength(3);
  });

  test('stop when one of them fails or the caller leaves', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => {
      if (toPage(request) === 1) return { body: [1], headers: stage.fresh(300, { pages: 50 }) };
      return toPage(request) === 3 ? { status: 500 } : { fault: 'hang' };
    });
    await expect(fetchEsiPages(stage.browser, ORDERS)).rejects.toMatchObject({
      code: 'ERR_ESI_SERVER',
    });
    // All but the first page and the failed one.
    await expect.poll(() => stage.esi.requests.length - stage.esi.left.length).toBe(2);
    expect(stage.esi.requests.length).toBeLessThan(8);

    const leaving = new AbortController();
    const call = fetchEsiPages(stage.browser, '/markets/10000043/orders', {
      signal: leaving.signal,
    });
    leaving.abort(new Error('gone'));
    await expect(call).rejects.toThrow('gone');
  });
});

describe('in an outage, who accepts old pages', () => {
  test('has those of one moment', async () => {
    await using stage = await setStage();
    let isDown = false;
    stage.esi.play(() =>
      isDown ? { status: 500 } : { body: [1], headers: stage.fresh(300, { pages: 2 }) },
    );
    await fetchEsiPages(stage.browser, ORDERS);
    isDown = true;
    stage.pass(3_600);
    const last = await fetchEsiPages(stage.browser, ORDERS, { acceptStale: true });
    expect(last).toMatchObject({ data: [1, 1], isStale: true });
    expect(stage.esi.requests).toHaveLength(4);
  });

  test('is not given pages of two, nor is ESI asked for them again and again', async () => {
    await using stage = await setStage();
    let isDown = false;
    stage.esi.play((request) =>
      isDown && toPage(request) === 2
        ? { status: 500 }
        : { body: [1], headers: stage.fresh(300, { pages: 2 }) },
    );
    await fetchEsiPages(stage.browser, ORDERS);
    isDown = true;
    stage.pass(3_600);
    const torn = fetchEsiPages(stage.browser, ORDERS, { acceptStale: true });
    await expect(torn).rejects.toMatchObject({ code: 'ERR_ESI_TORN_READ' });
    expect(stage.esi.requests).toHaveLength(4);
  });
});

describe('a torn read', () => {
  test('is mended: the older page is read again when it has expired', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => answer(stage, request, { tornPage: 2, secondsLeft: 10 }));

    const { data, lastModified } = await fetchEsiPages(stage.browser, ORDERS);
    expect(data).toEqual([1, 2, 3]);
    expect(lastModified).toEqual(new Date('2026-11-20T11:59:00Z'));
    expect(stage.waits).toEqual([10_000]);
    expect(stage.esi.requests.map(toPage).toSorted()).toEqual([1, 2, 2, 3]);
  });

  test('is given up when the older page stays for long', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => answer(stage, request, { tornPage: 2, secondsLeft: 60 }));
    await expect(fetchEsiPages(stage.browser, ORDERS)).rejects.toMatchObject({
      code: 'ERR_ESI_TORN_READ',
      isRetryable: true,
    });
  });

  test('is given up after three readings', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => ({
      body: [1],
      headers: stage.fresh(10 + toPage(request), { windowSeconds: 300, pages: 2 }),
    }));
    await expect(fetchEsiPages(stage.browser, ORDERS)).rejects.toMatchObject({
      code: 'ERR_ESI_TORN_READ',
    });
    expect(stage.waits).toHaveLength(2);
  });

  test('is one that became shorter in the middle, of which a page is gone', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => {
      if (toPage(request) === 3) return { status: 404 };
      const pages = request.nth > 0 ? 2 : 3;
      return { body: [toPage(request)], headers: stage.fresh(12, { pages, windowSeconds: 12 }) };
    });
    expect((await fetchEsiPages(stage.browser, ORDERS)).data).toEqual([1, 2]);
  });

  test('is one whose number of pages changes, or of which a page is empty', async () => {
    await using stage = await setStage();
    stage.esi.play((request) => ({
      body: request.url.pathname.includes('10000002') || toPage(request) === 1 ? [1] : [],
      headers: stage.fresh(60, {
        pages: request.url.pathname.includes('10000043') ? 2 : toPage(request) + 1,
      }),
    }));
    for (const region of [10000002, 10000043]) {
      await expect(fetchEsiPages(stage.browser, `/markets/${region}/orders`)).rejects.toMatchObject(
        {
          code: 'ERR_ESI_TORN_READ',
        },
      );
    }
  });
});

test.each([
  ['does not say how many pages there are', {}],
  ['says that there are a million', { 'x-pages': '1000000' }],
  ['says something else', { 'x-pages': 'many' }],
  ['says 0', { 'x-pages': '0' }],
  ['does not say of what moment they are', { 'x-pages': '2', 'last-modified': '' }],
])('a list that %s is an error', async (_, headers) => {
  await using stage = await setStage();
  stage.esi.play(() => ({ body: [1], headers: { ...stage.fresh(300), ...headers } }));
  await expect(fetchEsiPages(stage.browser, ORDERS)).rejects.toMatchObject({
    code: 'ERR_ESI_SCHEMA',
  });
  expect(stage.esi.requests.length).toBeLessThan(3);
});

test('a page that is no list is an error', async () => {
  await using stage = await setStage();
  stage.esi.play(() => ({ body: { orders: [] }, headers: stage.fresh(300, { pages: 1 }) }));
  await expect(fetchEsiPages(stage.browser, ORDERS)).rejects.toMatchObject({
    code: 'ERR_ESI_SCHEMA',
  });
});

function toPage({ url }: ScriptedRequest): number {
  return Number(url.searchParams.get('page'));
}

/** Three pages that are good for four minutes; one was made earlier, and is so when it is first asked for. */
function answer(
  stage: Stage,
  request: ScriptedRequest,
  { tornPage, secondsLeft }: { tornPage: number; secondsLeft: number },
) {
  const page = toPage(request);
  const isTorn = page === tornPage && request.nth === 0;
  const now = new Date('2026-11-20T12:00:00Z');
  return {
    body: [page],
    headers: isTorn ? stage.fresh(secondsLeft, { pages: 3 }) : stage.fresh(240, { now, pages: 3 }),
  };
}
