import { describe, expect, test } from 'vitest';
import { createMemoryAnswers, operation, status } from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const { signal } = new AbortController();
const stage = stageEsi();
const orders = (query: { order_type: 'all'; page?: number; type_id?: number }) =>
  operation('GET /markets/{region_id}/orders', { path: { region_id: 1 }, query });

describe('an answer that processes share', () => {
  test.each([
    ['language', { language: 'de' }],
    ['compatibility date', { compatibilityDate: '2025-12-16' }],
    ['tenant', { tenant: 'singularity' }],
  ])('is never that of another %s, nor is its ETag', async (_what, other) => {
    const answers = createMemoryAnswers();
    stage.server.play(() => ({ body: [], headers: freshFor(1, { etag: '"e1"', pages: 1 }) }));
    for (const options of [{ answers }, { answers, ...other }]) {
      stage.create(options);
      const { fromCache } = await stage.esi.request(orders({ order_type: 'all' }), { signal });
      expect(fromCache).toBe(false);
      stage.nowMs += 2_000;
    }
    const tags = stage.server.requests.map(({ headers }) => headers['if-none-match']);
    expect(tags).toEqual([undefined, undefined]);
  });

  test('is one for each page and query, whatever their order', async () => {
    stage.server.play(({ url }) => ({
      body: [{ order_id: Number(url.searchParams.get('page') ?? 0) }],
      headers: freshFor(300, { pages: 2 }),
    }));
    for (const query of [
      { order_type: 'all', page: 1, type_id: 34 },
      { type_id: 34, page: 1, order_type: 'all' },
      { order_type: 'all', page: 2, type_id: 34 },
      { order_type: 'all', page: 1, type_id: 35 },
    ] as const) {
      const { data } = await stage.esi.request(orders(query), { signal });
      expect(data).toEqual([{ order_id: query.page }]);
    }
    expect(stage.server.requests.map(({ url }) => url.search)).toEqual([
      '?order_type=all&page=1&type_id=34',
      '?order_type=all&page=2&type_id=34',
      '?order_type=all&page=1&type_id=35',
    ]);
  });
});

test('an answer that was kept on its way for a while is good for what is left of its time', async () => {
  // The route's whole time is 30 s; ESI had it ready for 23 of them.
  const body = { players: 1, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
  stage.server.play(() => ({ body, headers: { ...freshFor(7), 'x-esi-cache-status': 'HIT' } }));
  const { expiresAt } = await stage.esi.request(status(), { signal });
  expect(expiresAt).toEqual(new Date(stage.nowMs + 7_000));
});

test('a max-age, which hardly a route says, changes nothing', async () => {
  const body = { players: 1, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
  for (const control of ['public, max-age=600', 'private', 'no-store, max-age=0']) {
    stage.create();
    stage.server.play(() => ({ body, headers: { ...freshFor(7), 'cache-control': control } }));
    const { expiresAt } = await stage.esi.request(status(), { signal });
    expect(expiresAt).toEqual(new Date(stage.nowMs + 7_000));
  }
});

test('a call goes by the verb of its route, and changes nothing of what it was given', async () => {
  stage.server.play(() => ({ body: [], headers: freshFor(1, { pages: 1 }) }));
  const query = Object.freeze({ order_type: 'all', page: 1 } as const);
  const asked = Object.freeze(orders(query));
  const posted = operation('POST /universe/names', { body: [34] });
  await stage.esi.request(asked, Object.freeze({ signal }));
  await stage.esi.request(posted, Object.freeze({ signal }));
  expect(stage.server.requests.map(({ method, body }) => [method, body])).toEqual([
    ['GET', ''],
    ['POST', '[34]'],
  ]);
});
