/** What is given while ESI cannot be asked, and who is told of what was done. */
import { describe, expect, test } from 'vitest';
import {
  characterContracts,
  type EsiCallEvent,
  EsiSchemaError,
  EsiTornReadError,
  EsiUnavailableError,
  regionOrders,
  status,
  universeNames,
} from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
const stage = stageEsi();
const ask = (staleIfErrorMs?: number) =>
  stage.esi.request(status(), { signal, ...(staleIfErrorMs && { staleIfErrorMs }) });

describe('while ESI cannot be asked', () => {
  test('who wants old news gets it, with its age', async () => {
    stage.server.play(({ nth }) =>
      nth === 0 ? { body: STATUS, headers: freshFor(30) } : { status: 503, body: '' },
    );
    const first = await ask();
    stage.nowMs += 60_000;
    await expect(ask()).rejects.toMatchObject({ status: 503 });
    const stale = await ask(120_000);
    expect(stale).toMatchObject({ data: STATUS, isStale: true, fromCache: true });
    expect(stale.fetchedAt).toEqual(first.fetchedAt);
    expect(first.isStale).toBe(false);
    stage.nowMs += 60_001;
    await expect(ask(120_000)).rejects.toMatchObject({ isRetryable: true });
  });

  test('what ESI refuses for good is no reason for old news', async () => {
    stage.server.play(({ nth }) =>
      nth === 0 ? { body: STATUS, headers: freshFor(30) } : { status: 404, body: {} },
    );
    await ask();
    stage.nowMs += 60_000;
    await expect(ask(120_000)).rejects.toMatchObject({ code: 'ERR_ESI_NOT_FOUND' });
  });

  test.each([
    { name: 'HTML with 200', bad: { body: '<html>', headers: { 'content-type': 'text/html' } } },
    { name: 'half a document', bad: { body: '{"players": 2' } },
    { name: 'another shape', bad: { body: { players: 'many' }, headers: freshFor(300) } },
    { name: 'more than anybody can hold', bad: { body: { ...STATUS, more: 'x'.repeat(2_000) } } },
  ])('$name is no news, and does not take the place of what was good', async ({ bad }) => {
    stage.create({ maxBodyBytes: 1_000 });
    stage.server.play(({ nth }) => (nth === 0 ? { body: STATUS, headers: freshFor(30) } : bad));
    await ask();
    stage.nowMs += 60_000;
    for (const _again of [1, 2]) {
      expect(await ask(120_000)).toMatchObject({ data: STATUS, isStale: true });
    }
    await expect(ask()).rejects.toBeInstanceOf(EsiSchemaError);
  });

  describe('a list in pages', () => {
    const orders = regionOrders({ regionId: 1 });
    const read = (staleIfErrorMs = 3_600_000) =>
      stage.esi.requestAllPages(orders, { signal, staleIfErrorMs });
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
    const answer = ({ url }: { url: URL }, modified?: string) => ({
      body: [order(Number(url.searchParams.get('page')))],
      headers: freshFor(300, { pages: 2, ...(modified && { modified }) }),
    });
    const AWAY = { status: 500, body: '' };

    test('says that it is old, and since when', async () => {
      stage.server.play((request) => answer(request));
      const first = await read();
      expect(first).toMatchObject({ isStale: false, fetchedAt: new Date(stage.nowMs) });
      stage.server.play(() => AWAY);
      stage.nowMs += 600_000;
      const { isStale, fetchedAt, data } = await read();
      expect({ isStale, fetchedAt, data }).toEqual({
        isStale: true,
        fetchedAt: first.fetchedAt,
        data: first.data,
      });
    });

    test('is none of old and new pages, which are of different moments', async () => {
      stage.server.play((request) => answer(request));
      await read();
      stage.nowMs += 600_000;
      stage.server.play((request) =>
        request.url.searchParams.get('page') === '2'
          ? AWAY
          : answer(request, 'Fri, 20 Nov 2026 10:05:00 GMT'),
      );
      await expect(read()).rejects.toBeInstanceOf(EsiTornReadError);
      expect(stage.server.requests).toHaveLength(4);
    });
  });

  test('after a row of faults a route is left alone for a while', async () => {
    stage.server.play(() => ({ status: 502, body: '' }));
    const read = (regionId: number) =>
      stage.esi.requestAllPages(regionOrders({ regionId }), { signal });
    for (const regionId of [1, 2, 3, 4]) await expect(read(regionId)).rejects.toThrow('502');
    // The first fault at a fifth address shows it.
    await expect(read(5)).rejects.toBeInstanceOf(EsiUnavailableError);
    expect(stage.server.requests).toHaveLength(13);
    await expect(read(6)).rejects.toBeInstanceOf(EsiUnavailableError);
    expect(stage.server.requests).toHaveLength(13);
    // It may be the route alone that is ill.
    stage.server.play(({ url }) =>
      url.pathname.endsWith('/status')
        ? { body: STATUS, headers: freshFor(30) }
        : { body: [], headers: freshFor(300, { pages: 1 }) },
    );
    expect((await ask()).data).toEqual(STATUS);
    await expect(read(6)).rejects.toBeInstanceOf(EsiUnavailableError);
    stage.nowMs += 5_000;
    expect((await read(6)).data).toEqual([]);
  });

  test('and as long as it says, for every character', async () => {
    stage.server.play(() => ({ status: 503, body: '', headers: { 'retry-after': '120' } }));
    const read = (characterId: number) =>
      stage.esi.requestAllPages(characterContracts({ characterId }), {
        signal,
        accessToken: 'jwt',
      });
    await expect(read(7)).rejects.toMatchObject({ status: 503, retryAfterMs: 120_000 });
    await expect(read(7)).rejects.toBeInstanceOf(EsiUnavailableError);
    await expect(read(8)).rejects.toMatchObject({ retryAfterMs: 120_000 });
    expect(stage.server.requests).toHaveLength(1);
    stage.nowMs += 120_000;
    await expect(read(8)).rejects.toMatchObject({ status: 503 });
    expect(stage.server.requests).toHaveLength(2);
  });

  test('and as long as it says, whatever else of the route was under way', async () => {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const away = (seconds: number) => ({
      status: 503,
      body: '',
      headers: { 'retry-after': String(seconds) },
    });
    stage.server.play(async ({ url }) => {
      if (url.pathname.includes('/3/')) return away(120);
      await held;
      return url.pathname.includes('/1/')
        ? { body: [], headers: freshFor(60, { pages: 1 }) }
        : away(1);
    });
    const read = (regionId: number) =>
      stage.esi.requestAllPages(regionOrders({ regionId }), { signal });
    const good = read(1);
    const shorter = expect(read(2)).rejects.toMatchObject({ retryAfterMs: 1_000 });
    await expect.poll(() => stage.server.requests.length).toBe(2);
    await expect(read(3)).rejects.toMatchObject({ retryAfterMs: 120_000 });
    letGo();
    await good;
    await shorter;
    stage.nowMs += 119_999;
    await expect(read(4)).rejects.toBeInstanceOf(EsiUnavailableError);
    expect(stage.server.requests).toHaveLength(3);
  });
});

describe('hooks', () => {
  test('hear of each request how it was met, and of each call how it went', async () => {
    const calls: EsiCallEvent[] = [];
    const sources: string[] = [];
    const traced: string[] = [];
    stage.create({
      hooks: {
        onCall: (event) => calls.push(event),
        onRequest: ({ source }) => sources.push(source),
        trace: (route, run) => {
          traced.push(route);
          return run();
        },
      },
    });
    stage.server.play(({ nth, headers }) => {
      if (nth === 0) return { status: 503, body: '' };
      if (nth > 2) return { status: 503, body: '' };
      const fresh = { ...freshFor(30, { etag: '"e"' }), 'x-esi-request-id': 'abc' };
      return headers['if-none-match']
        ? { status: 304, headers: fresh }
        : { body: STATUS, headers: fresh };
    });
    await ask();
    await ask();
    stage.nowMs += 30_000;
    await ask();
    stage.nowMs += 30_000;
    await ask(60_000);
    await expect(ask()).rejects.toThrow();
    expect(sources).toEqual(['read', 'kept', 'revived', 'stale', 'failed']);
    expect(calls.slice(0, 3)).toMatchObject([
      { route: 'GET /status', status: 503, code: 'ERR_ESI_SERVER', requestId: null },
      { route: 'GET /status', status: 200, code: null, requestId: 'abc' },
      { route: 'GET /status', status: 304, code: null, requestId: 'abc' },
    ]);
    expect(traced).toHaveLength(calls.length);
  });

  test('hear of a call that nobody answered', async () => {
    const calls: EsiCallEvent[] = [];
    stage.create({
      hooks: { onCall: (event) => calls.push(event) },
      timeoutMs: 20,
      deadlineMs: 30,
    });
    stage.server.play(() => ({ fault: 'hang' }));
    await expect(stage.esi.request(universeNames({ ids: [1] }), { signal })).rejects.toThrow();
    expect(calls[0]).toMatchObject({ status: null, code: 'ERR_ESI_TIMEOUT' });
  });
});
