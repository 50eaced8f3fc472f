import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import {
  characterContracts,
  EsiNetworkError,
  EsiNotFoundError,
  EsiSchemaError,
  EsiServerError,
  EsiTimeoutError,
  operation,
  regionOrders,
  status,
} from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor, type ScriptedAnswer } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const CONTRACT = {
  contract_id: 5,
  issuer_id: 1,
  issuer_corporation_id: 2,
  assignee_id: 0,
  acceptor_id: 0,
  type: 'item_exchange',
  status: 'outstanding',
  for_corporation: false,
  availability: 'personal',
  date_issued: '2026-11-20T10:00:00Z',
  date_expired: '2026-11-27T10:00:00Z',
};
const BYTES = 10 * 1024 * 1024;
const { signal } = new AbortController();
const stage = stageEsi();

describe('nothing is believed or kept of', () => {
  test.each<{ name: string; answer: ScriptedAnswer }>([
    { name: 'an HTML page with 200', answer: { body: '<html>awselb</html>' } },
    { name: 'half a document', answer: { body: '{"players": 20' } },
    { name: 'another shape', answer: { body: { players: 'many' } } },
    { name: 'an empty body', answer: { body: '' } },
    { name: 'NaN', answer: { body: '{"players": NaN}' } },
    { name: 'two documents', answer: { body: `${JSON.stringify(STATUS)}{}` } },
    { name: 'bytes', answer: { body: Buffer.from([0xff, 0xfe, 0x00, 0x80]) } },
    { name: 'an id beyond 2^53', answer: { body: { ...STATUS, players: 2 ** 53 } } },
    { name: 'nesting without end', answer: { body: '['.repeat(1_000_000) } },
    {
      name: 'JSON that calls itself a page',
      answer: { body: STATUS, headers: { 'content-type': 'text/html' } },
    },
    {
      name: 'JSON of no type',
      answer: { body: STATUS, headers: { 'content-type': '' } },
    },
    {
      name: 'a packed answer, which nobody asked for',
      answer: {
        body: gzipSync(JSON.stringify(STATUS)),
        headers: { 'content-encoding': 'gzip' },
      },
    },
    {
      name: 'a small answer that unpacks into a huge one',
      answer: {
        body: gzipSync(Buffer.alloc(BYTES, '0')),
        headers: { 'content-encoding': 'gzip' },
      },
    },
    { name: '10^9 pages', answer: { body: STATUS, headers: { 'x-pages': '1000000000' } } },
    { name: '1,001 pages', answer: { body: STATUS, headers: { 'x-pages': '1001' } } },
    { name: '-1 pages', answer: { body: STATUS, headers: { 'x-pages': '-1' } } },
    { name: 'NaN pages', answer: { body: STATUS, headers: { 'x-pages': 'NaN' } } },
    { name: '0 pages', answer: { body: STATUS, headers: { 'x-pages': '0' } } },
    { name: '1.5 pages', answer: { body: STATUS, headers: { 'x-pages': '1.5' } } },
  ])('$name', async ({ answer }) => {
    stage.server.play(({ nth }) => (nth === 0 ? answer : { body: STATUS }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiSchemaError);
    // It is no outage: the same answer would come again.
    expect(stage.server.requests).toHaveLength(1);
    expect((await stage.esi.request(status(), { signal })).fromCache).toBe(false);
  });

  test('more bytes than allowed, and it is not read to its end', async () => {
    stage.create({ maxBodyBytes: 1_000 });
    stage.server.play(() => ({ body: { ...STATUS, padding: 'x'.repeat(BYTES) } }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiSchemaError);
  });

  test('a 304 to a question that was not whether anything changed', async () => {
    stage.server.play(({ nth }) => (nth === 0 ? { status: 304 } : { body: STATUS }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiServerError);
    expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
  });

  test.each([301, 302, 307, 308])('where a %s leads to', async (code) => {
    stage.server.play(() => ({ status: code, headers: { location: '/esi/elsewhere' }, body: '' }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiServerError);
    expect(stage.server.requests.map(({ url }) => url.pathname)).toEqual(['/esi/status']);
  });
});

describe('an answer that cannot be read', () => {
  test.each([
    ['has another shape', { players: 'many' }],
    ['is too large', { ...STATUS, padding: 'x'.repeat(2_000) }],
  ])('since it %s is not asked for again before it expires', async (_what, body) => {
    stage.create({ maxBodyBytes: 1_000 });
    stage.server.play(() => ({ body, headers: freshFor(300) }));
    for (let times = 0; times < 3; times += 1) {
      await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiSchemaError);
    }
    expect(stage.server.requests).toHaveLength(1);
    stage.nowMs += 300_000;
    stage.server.play(() => ({ body: STATUS, headers: freshFor(300) }));
    expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
  });

  test('says what is wrong with it in a few words, however much that is', async () => {
    const orders = Array.from({ length: 1_000 }, (_, order_id) => ({ order_id }));
    stage.server.play(() => ({ body: orders, headers: freshFor(300, { pages: 1 }) }));
    const error = await stage.esi
      .requestAllPages(regionOrders({ regionId: 10_000_002 }), { signal })
      .catch((thrown: unknown) => thrown);
    if (!(error instanceof EsiSchemaError)) throw error;
    expect(error.message).toMatch(/: 0\.type_id .*; and 10997 more$/);
    expect(`${error.stack}`.length).toBeLessThan(3_000);
    expect(error.cause).toBeUndefined();
  });

  test('and does not say how long it lasts is asked for again', async () => {
    stage.server.play(({ nth }) => ({ body: nth === 0 ? '<html>' : STATUS }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiSchemaError);
    expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
  });
});

describe('an answer that names a field twice', () => {
  test('means the last one, as everybody who reads JSON takes it', async () => {
    stage.server.play(() => ({
      body: `{"players":1,"players":2,"server_version":"1","start_time":"${STATUS.start_time}"}`,
    }));
    expect((await stage.esi.request(status(), { signal })).data.players).toBe(2);
  });
});

describe('nothing (204) where something was to come', () => {
  const items = operation(
    'GET /contracts/public/items/{contract_id}',
    { path: { contract_id: 5 } },
    z.array(z.unknown()),
  );
  const ask = () => stage.esi.request(items, { signal });

  test('is not asked for again before it expires, and then is', async () => {
    stage.server.play(() => ({ status: 204, body: '', headers: freshFor(3_600) }));
    for (let i = 0; i < 3; i++) await expect(ask()).rejects.toBeInstanceOf(EsiNotFoundError);
    expect(stage.server.requests).toHaveLength(1);
    stage.nowMs += 3_601_000;
    await expect(ask()).rejects.toBeInstanceOf(EsiNotFoundError);
    expect(stage.server.requests).toHaveLength(2);
  });

  test('is asked for at once where it does not say how long it lasts', async () => {
    stage.server.play(() => ({ status: 204, body: '' }));
    for (let i = 0; i < 2; i++) await expect(ask()).rejects.toBeInstanceOf(EsiNotFoundError);
    expect(stage.server.requests).toHaveLength(2);
  });
});

describe('a try ends in time', () => {
  test.each(['hang', 'drip'] as const)('though the answer is a %s', async (fault) => {
    let tries = 0;
    const onCall = () => {
      tries += 1;
    };
    stage.create({ timeoutMs: 80, hooks: { onCall } });
    stage.server.play(() => ({ fault }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiTimeoutError);
    // Tries, not requests: where the machine stands still for a while, one may not come as far as the server.
    expect(tries).toBe(3);
  });

  test('and all of them together', async () => {
    stage.create({ deadlineMs: 200 });
    stage.server.play(() => ({ fault: 'hang' }));
    const startMs = performance.now();
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiTimeoutError);
    // A single try would have 15 s.
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  test('and is not made for ever where each connection breaks', async () => {
    stage.server.play(() => ({ fault: 'cut' }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiNetworkError);
    expect(stage.server.requests).toHaveLength(3);
  });
});

describe('a list of contracts', () => {
  const list = () =>
    stage.esi.requestAllPages(characterContracts({ characterId: 7 }), {
      signal,
      accessToken: 'jwt',
    });

  test('is read though one of its rows makes no sense, which is named', async () => {
    const { issuer_id: _, ...nameless } = { ...CONTRACT, contract_id: 6 };
    const others = [
      { ...CONTRACT, contract_id: 7, date_issued: 'yesterday' },
      { ...CONTRACT, contract_id: 8, title: null },
      { ...CONTRACT, contract_id: 9, start_location_id: 2 ** 60 },
    ];
    stage.server.play(() => ({
      body: [CONTRACT, nameless, ...others],
      headers: freshFor(300, { pages: 1 }),
    }));
    const { data } = await list();
    expect(data[0]).toEqual(CONTRACT);
    expect(data.slice(1).map((row) => [row.contract_id, row.isUnreadable])).toEqual([
      [6, true],
      [7, true],
      [8, true],
      [9, true],
    ]);
    expect(data[1]?.fault).toContain('issuer_id');
  });

  test.each([
    { name: 'without an id', row: { ...CONTRACT, contract_id: undefined } },
    { name: 'with an id beyond 2^53', row: { ...CONTRACT, contract_id: 2 ** 53 } },
    { name: 'that is none', row: null },
  ])('with a row $name is refused as a whole: nobody knows what is missing', async ({ row }) => {
    stage.server.play(() => ({ body: [CONTRACT, row], headers: freshFor(300, { pages: 1 }) }));
    await expect(list()).rejects.toBeInstanceOf(EsiSchemaError);
  });

  test('of more pages than a month can have is refused before they are read', async () => {
    stage.server.play(() => ({ body: [CONTRACT], headers: freshFor(300, { pages: 201 }) }));
    await expect(list()).rejects.toBeInstanceOf(EsiSchemaError);
    expect(stage.server.requests).toHaveLength(1);
  });

  test('says each contract once, though two pages have it', async () => {
    stage.server.play(() => ({ body: [CONTRACT], headers: freshFor(300, { pages: 2 }) }));
    expect((await list()).data).toHaveLength(1);
    expect(stage.server.requests).toHaveLength(2);
  });
});
