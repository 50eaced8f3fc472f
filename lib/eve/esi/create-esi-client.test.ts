import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  characterAffiliation,
  characterContracts,
  corporation,
  corporationContracts,
  createEsiClient,
  createMemoryCache,
  type EsiClient,
  type EsiClientOptions,
  EsiSchemaError,
  openContractWindow,
  regionOrders,
  status,
  universeNames,
} from './index.ts';
import { freshFor, type ScriptedEsi, startScriptedEsi } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
let nowMs: number;
let server: ScriptedEsi;
let esi: EsiClient;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  server = await startScriptedEsi();
  esi = create();
});
afterEach(async () => {
  await esi[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function create(options: Partial<EsiClientOptions> = {}): EsiClient {
  return createEsiClient({
    baseUrl: server.baseUrl,
    userAgent: 'AgeiraTest/1.0 (test@example.com)',
    clock: () => new Date(nowMs),
    retryBaseMs: 1,
    ...options,
  });
}

describe('each request', () => {
  test('says who we are, which day of ESI we know, and in which language', async () => {
    server.play(() => ({ body: STATUS }));
    await esi.request(status(), { signal });
    const [request] = server.requests;
    expect(request?.url.pathname).toBe('/esi/status');
    expect(request?.headers).toMatchObject({
      'user-agent': 'AgeiraTest/1.0 (test@example.com)',
      'x-compatibility-date': '2026-08-04',
      'accept-language': 'en',
    });
    expect(request?.headers.authorization).toBeUndefined();
  });

  test('of a private route carries the token, and is not made without one', async () => {
    server.play(() => ({ body: [], headers: freshFor(300) }));
    const operation = characterContracts({ characterId: 7 });
    await esi.request(operation, { signal, accessToken: 'jwt' });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer jwt');
    await expect(esi.request(operation, { signal })).rejects.toBeInstanceOf(TypeError);
    expect(server.requests).toHaveLength(1);
  });

  test('that posts sends JSON, each id once', async () => {
    server.play(() => ({ body: [{ character_id: 7, corporation_id: 8 }] }));
    const { data } = await esi.request(characterAffiliation({ characterIds: [7, 7] }), { signal });
    expect(data).toEqual([{ character_id: 7, corporation_id: 8 }]);
    expect(server.requests[0]).toMatchObject({ method: 'POST', body: '[7]' });
  });

  test('may be answered by nothing (204)', async () => {
    server.play(() => ({ status: 204 }));
    const operation = openContractWindow({ contractId: 5, tokenCharacterId: 7 });
    const answer = await esi.request(operation, { signal, accessToken: 'jwt' });
    expect(answer).toMatchObject({ data: undefined, status: 204 });
    expect(server.requests[0]?.url.search).toBe('?contract_id=5');
  });

  test('of more than 1,000 ids is refused before it is made', () => {
    expect(() => universeNames({ ids: Array.from({ length: 1_001 }, (_, i) => i + 1) })).toThrow(
      RangeError,
    );
    expect(() => universeNames({ ids: [] })).toThrow(RangeError);
  });

  test('needs a user agent', () => {
    expect(() => create({ userAgent: ' ' })).toThrow(RangeError);
  });
});

describe('an answer', () => {
  test('is not asked for again before it expires', async () => {
    server.play(() => ({ body: STATUS, headers: freshFor(30) }));
    await esi.request(status(), { signal });
    nowMs += 29_000;
    const second = await esi.request(status(), { signal });
    expect(second).toMatchObject({ data: STATUS, fromCache: true, notModified: false });
    expect(server.requests).toHaveLength(1);
    nowMs += 1_000;
    await esi.request(status(), { signal });
    expect(server.requests).toHaveLength(2);
  });

  test('is fresh for Expires − Date, however wrong our clock is', async () => {
    nowMs = Date.parse('2031-01-01T00:00:00Z');
    server.play(() => ({ body: STATUS, headers: freshFor(30) }));
    const { expiresAt, lastModified } = await esi.request(status(), { signal });
    expect(expiresAt).toEqual(new Date(nowMs + 30_000));
    expect(lastModified).toEqual(new Date('2026-11-20T09:59:00Z'));
  });

  test.each([
    { name: 'in the past', headers: freshFor(-60) },
    { name: 'missing', headers: {} },
    { name: 'no date', headers: { expires: 'soon' } },
  ])('whose Expires is $name is fresh for 5 s: we never spin', async ({ headers }) => {
    server.play(() => ({ body: STATUS, headers }));
    const { expiresAt } = await esi.request(status(), { signal });
    expect(expiresAt).toEqual(new Date(nowMs + 5_000));
  });

  test('is revived and renewed by a 304', async () => {
    server.play(({ headers }) =>
      headers['if-none-match'] === '"e1"'
        ? { status: 304, headers: freshFor(30, { etag: '"e1"' }) }
        : { body: STATUS, headers: freshFor(30, { etag: '"e1"' }) },
    );
    await esi.request(status(), { signal });
    nowMs += 31_000;
    const revived = await esi.request(status(), { signal });
    expect(revived).toMatchObject({
      data: STATUS,
      status: 200,
      fromCache: false,
      notModified: true,
    });
    expect(revived.expiresAt).toEqual(new Date(nowMs + 30_000));
    nowMs += 29_000;
    expect((await esi.request(status(), { signal })).fromCache).toBe(true);
    expect(server.requests).toHaveLength(2);
  });

  test('of one character is never given to another', async () => {
    server.play(({ headers }) => ({
      body: [],
      headers: freshFor(300, { etag: String(headers.authorization) }),
    }));
    const by = (tokenCharacterId: number) =>
      esi.request(corporationContracts({ corporationId: 98, tokenCharacterId }), {
        signal,
        accessToken: String(tokenCharacterId),
      });
    await by(1);
    expect((await by(2)).fromCache).toBe(false);
    expect(server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('of a POST is not kept', async () => {
    server.play(() => ({ body: [], headers: freshFor(300) }));
    await esi.request(universeNames({ ids: [1] }), { signal });
    await esi.request(universeNames({ ids: [1] }), { signal });
    expect(server.requests).toHaveLength(2);
  });

  test('asked for by many at once is fetched once', async () => {
    server.play(() => ({ body: STATUS, headers: freshFor(30) }));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => esi.request(status(), { signal })),
    );
    expect(new Set(answers.map(({ data }) => data)).size).toBe(1);
    expect(server.requests).toHaveLength(1);
  });

  test('with fields and values that we do not know is taken as it is', async () => {
    const contract = {
      contract_id: 5,
      issuer_id: 1,
      issuer_corporation_id: 2,
      assignee_id: 0,
      acceptor_id: 0,
      type: 'barter',
      status: 'pondered',
      for_corporation: false,
      availability: 'galaxy',
      date_issued: '2026-11-20T10:00:00Z',
      date_expired: '2026-11-27T10:00:00Z',
      mood: 'good',
    };
    server.play(() => ({ body: [contract], headers: freshFor(300) }));
    const operation = characterContracts({ characterId: 7 });
    const { data } = await esi.request(operation, { signal, accessToken: 'jwt' });
    expect(data).toEqual([contract]);
  });
});

describe('nothing is believed or kept of', () => {
  test.each([
    { name: 'an HTML page with 200', answer: { body: '<html>awselb</html>' } },
    { name: 'half a document', answer: { body: '{"players": 20' } },
    { name: 'another shape', answer: { body: { players: 'many' } } },
    { name: 'an empty body', answer: { body: '' } },
    { name: 'an id beyond 2^53', answer: { body: { ...STATUS, players: 2 ** 53 } } },
    { name: 'a million pages', answer: { body: STATUS, headers: { 'x-pages': '1000000' } } },
    { name: '1,001 pages', answer: { body: STATUS, headers: { 'x-pages': '1001' } } },
    { name: '-1 pages', answer: { body: STATUS, headers: { 'x-pages': '-1' } } },
    { name: 'NaN pages', answer: { body: STATUS, headers: { 'x-pages': 'NaN' } } },
    { name: '0 pages', answer: { body: STATUS, headers: { 'x-pages': '0' } } },
  ])('$name', async ({ answer }) => {
    server.play(({ nth }) => (nth === 0 ? answer : { body: STATUS }));
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiSchemaError);
    expect((await esi.request(status(), { signal })).fromCache).toBe(false);
  });

  test('more bytes than allowed', async () => {
    esi = create({ maxBodyBytes: 1_000 });
    server.play(() => ({ body: { ...STATUS, padding: 'x'.repeat(2_000) } }));
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiSchemaError);
  });

  test('__proto__ in a body', async () => {
    const body = '{"name":"n","ticker":"T","__proto__":{"polluted":true}}';
    server.play(() => ({ body }));
    await esi.request(corporation({ corporationId: 1 }), { signal });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe('what is held in memory', () => {
  test('is bounded by count, the least recently used going first', async () => {
    esi = create({ cache: createMemoryCache({ maxEntries: 2 }) });
    server.play(() => ({ body: { name: 'n', ticker: 'T' }, headers: freshFor(300) }));
    const ask = (corporationId: number) => esi.request(corporation({ corporationId }), { signal });
    await ask(1);
    await ask(2);
    await ask(1);
    await ask(3);
    expect((await ask(1)).fromCache).toBe(true);
    expect((await ask(2)).fromCache).toBe(false);
  });

  test('is bounded by size', async () => {
    esi = create({ cache: createMemoryCache({ maxBytes: 3_000 }) });
    server.play(() => ({ body: { name: 'n'.repeat(1_400), ticker: 'T' }, headers: freshFor(300) }));
    const ask = (corporationId: number) => esi.request(corporation({ corporationId }), { signal });
    await ask(1);
    await ask(2);
    await ask(3);
    expect((await ask(3)).fromCache).toBe(true);
    expect((await ask(1)).fromCache).toBe(false);
  });
});

test('an order book of one type is asked for by region and type', async () => {
  server.play(() => ({ body: [], headers: freshFor(300) }));
  await esi.requestAllPages(regionOrders({ regionId: 10000002, typeId: 34 }), { signal });
  expect(server.requests[0]?.url.pathname).toBe('/esi/markets/10000002/orders');
  expect(server.requests[0]?.url.search).toBe('?order_type=all&page=1&type_id=34');
});
