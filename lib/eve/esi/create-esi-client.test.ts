import { describe, expect, test } from 'vitest';
import {
  characterAffiliation,
  characterContracts,
  corporation,
  corporationContracts,
  openContractWindow,
  operation,
  status,
  universeNames,
} from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
const stage = stageEsi();

describe('each request', () => {
  test('says who we are, which day of ESI we know, and what is not taken for granted', async () => {
    stage.server.play(() => ({ body: STATUS }));
    await stage.esi.request(status(), { signal });
    const [request] = stage.server.requests;
    expect(request?.url.pathname).toBe('/esi/status');
    expect(request?.headers).toMatchObject({
      'user-agent': 'AgeiraTest/1.0 (test@example.com)',
      'x-compatibility-date': '2026-08-04',
    });
    expect(request?.headers.authorization).toBeUndefined();
    expect(request?.headers['accept-language']).toBeUndefined();
    stage.create({ language: 'de', tenant: 'singularity' });
    await stage.esi.request(status(), { signal });
    expect(stage.server.requests[1]?.headers).toMatchObject({
      'accept-language': 'de',
      'x-tenant': 'singularity',
    });
  });

  test('of a private route carries the token, and is not made without one', async () => {
    stage.server.play(() => ({ body: [], headers: freshFor(300) }));
    const operation = characterContracts({ characterId: 7 });
    await stage.esi.request(operation, { signal, accessToken: 'jwt' });
    expect(stage.server.requests[0]?.headers.authorization).toBe('Bearer jwt');
    await expect(stage.esi.request(operation, { signal })).rejects.toBeInstanceOf(TypeError);
    expect(stage.server.requests).toHaveLength(1);
  });

  test('that posts sends JSON, each id once', async () => {
    stage.server.play(() => ({ body: [{ character_id: 7, corporation_id: 8 }] }));
    const { data } = await stage.esi.request(characterAffiliation({ characterIds: [7, 7] }), {
      signal,
    });
    expect(data).toEqual([{ character_id: 7, corporation_id: 8 }]);
    expect(stage.server.requests[0]).toMatchObject({ method: 'POST', body: '[7]' });
  });

  test('may be answered by nothing (204)', async () => {
    stage.server.play(() => ({ status: 204 }));
    const operation = openContractWindow({ contractId: 5, tokenCharacterId: 7 });
    const answer = await stage.esi.request(operation, { signal, accessToken: 'jwt' });
    expect(answer).toMatchObject({ data: undefined, status: 204 });
    expect(stage.server.requests[0]?.url.search).toBe('?contract_id=5');
  });

  test('of more than 1,000 ids is refused before it is made', () => {
    expect(() => universeNames({ ids: Array.from({ length: 1_001 }, (_, i) => i + 1) })).toThrow(
      RangeError,
    );
    expect(() => universeNames({ ids: [] })).toThrow(RangeError);
  });

  test.each(['', ' ', 'App/1.0 (Łukasz)', 'App/1.0\r\nHost: evil.example', 'App/1.0\u0000'])(
    'needs a user agent, which %j is not',
    (userAgent) => {
      expect(() => stage.create({ userAgent })).toThrow(RangeError);
    },
  );
});

describe('an answer', () => {
  test('is not asked for again before it expires', async () => {
    stage.server.play(() => ({ body: STATUS, headers: freshFor(30) }));
    await stage.esi.request(status(), { signal });
    stage.nowMs += 29_000;
    const second = await stage.esi.request(status(), { signal });
    expect(second).toMatchObject({ data: STATUS, fromCache: true, notModified: false });
    expect(stage.server.requests).toHaveLength(1);
    stage.nowMs += 1_000;
    await stage.esi.request(status(), { signal });
    expect(stage.server.requests).toHaveLength(2);
  });

  test('is fresh for Expires − Date, however wrong our clock is', async () => {
    stage.nowMs = Date.parse('2031-01-01T00:00:00Z');
    stage.server.play(() => ({ body: STATUS, headers: freshFor(30) }));
    const { expiresAt, lastModified } = await stage.esi.request(status(), { signal });
    expect(expiresAt).toEqual(new Date(stage.nowMs + 30_000));
    expect(lastModified).toEqual(new Date('2026-11-20T09:59:00Z'));
  });

  test.each([
    { name: 'a moment ago', headers: freshFor(-2), pauseMs: 5_000 },
    { name: 'an hour ago', headers: freshFor(-3_600), pauseMs: 60_000 },
    { name: 'missing', headers: {}, pauseMs: 60_000 },
    { name: 'no date', headers: { expires: 'soon' }, pauseMs: 60_000 },
    { name: 'in ten years', headers: freshFor(10 * 365 * 86_400), pauseMs: 12 * 30_000 },
  ])('whose Expires is $name is asked for again neither at once nor never', async (given) => {
    stage.server.play(() => ({ body: STATUS, headers: given.headers }));
    const { expiresAt } = await stage.esi.request(status(), { signal });
    expect(expiresAt).toEqual(new Date(stage.nowMs + given.pauseMs));
  });

  test('of a route without a cache time is good for two days at most', async () => {
    const groups = operation('GET /markets/groups', {});
    stage.server.play(() => ({ body: [1], headers: freshFor(10 * 365 * 86_400) }));
    const { expiresAt } = await stage.esi.request(groups, { signal });
    expect(expiresAt).toEqual(new Date(stage.nowMs + 48 * 3_600_000));
  });

  test.each([-5, 5])('of a list is good for an hour at most, its Date %s h off', async (hours) => {
    const date = new Date(stage.nowMs + hours * 3_600_000);
    const expires = new Date(stage.nowMs + 300_000);
    const headers = { date: date.toUTCString(), expires: expires.toUTCString() };
    stage.server.play(() => ({ body: [], headers }));
    const operation = characterContracts({ characterId: 7 });
    const answer = await stage.esi.request(operation, { signal, accessToken: 'jwt' });
    const freshForMs = answer.expiresAt.getTime() - stage.nowMs;
    expect(freshForMs).toBe(hours < 0 ? 3_600_000 : 60_000);
  });

  test('from before our clock was set back is not good any more', async () => {
    stage.server.play(() => ({ body: STATUS, headers: freshFor(300) }));
    await stage.esi.request(status(), { signal });
    stage.nowMs -= 3_600_000;
    expect((await stage.esi.request(status(), { signal })).fromCache).toBe(false);
  });

  test('is revived and renewed by a 304', async () => {
    stage.server.play(({ headers }) =>
      headers['if-none-match'] === '"e1"'
        ? { status: 304, headers: freshFor(30, { etag: '"e1"' }) }
        : { body: STATUS, headers: freshFor(30, { etag: '"e1"' }) },
    );
    await stage.esi.request(status(), { signal });
    stage.nowMs += 31_000;
    const revived = await stage.esi.request(status(), { signal });
    expect(revived).toMatchObject({
      data: STATUS,
      status: 200,
      fromCache: false,
      notModified: true,
    });
    expect(revived.expiresAt).toEqual(new Date(stage.nowMs + 30_000));
    stage.nowMs += 29_000;
    expect((await stage.esi.request(status(), { signal })).fromCache).toBe(true);
    expect(stage.server.requests).toHaveLength(2);
  });

  test('is read in full once a day, should its ETag not change with it', async () => {
    const headers = () => freshFor(3_600, { etag: '"e1"' });
    stage.server.play(({ headers: { 'if-none-match': tag } }) =>
      tag ? { status: 304, headers: headers() } : { body: STATUS, headers: headers() },
    );
    for (let hour = 0; hour <= 48; hour += 1) {
      await stage.esi.request(status(), { signal });
      stage.nowMs += 3_600_000;
    }
    const full = stage.server.requests.filter(({ headers: sent }) => !sent['if-none-match']);
    expect(stage.server.requests).toHaveLength(49);
    expect(full).toHaveLength(3);
  });

  test('of one character is never given to another', async () => {
    stage.server.play(({ headers }) => ({
      body: [],
      headers: freshFor(300, { etag: String(headers.authorization) }),
    }));
    const by = (tokenCharacterId: number) =>
      stage.esi.request(corporationContracts({ corporationId: 98, tokenCharacterId }), {
        signal,
        accessToken: String(tokenCharacterId),
      });
    await by(1);
    expect((await by(2)).fromCache).toBe(false);
    expect(stage.server.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      undefined,
    ]);
  });

  test('to a POST that only reads is kept for a while, by what was asked', async () => {
    stage.server.play(() => ({ body: [], headers: freshFor(300) }));
    for (const ids of [[1], [2], [1]]) {
      await stage.esi.request(universeNames({ ids }), { signal });
    }
    expect(stage.server.requests).toHaveLength(2);
    stage.nowMs += 3_600_000;
    await stage.esi.request(universeNames({ ids: [1] }), { signal });
    expect(stage.server.requests).toHaveLength(3);
  });

  test('to a POST that does something is never kept', async () => {
    stage.server.play(() => ({ status: 204, headers: freshFor(300) }));
    const open = openContractWindow({ contractId: 1, tokenCharacterId: 7 });
    for (let times = 0; times < 2; times += 1) {
      await stage.esi.request(open, { signal, accessToken: 'jwt' });
    }
    expect(stage.server.requests).toHaveLength(2);
  });

  test('asked for by many at once is fetched once', async () => {
    stage.server.play(() => ({ body: STATUS, headers: freshFor(30) }));
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => stage.esi.request(status(), { signal })),
    );
    expect(new Set(answers.map(({ data }) => data)).size).toBe(1);
    expect(stage.server.requests).toHaveLength(1);
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
    stage.server.play(() => ({ body: [contract], headers: freshFor(300) }));
    const operation = characterContracts({ characterId: 7 });
    const { data } = await stage.esi.request(operation, { signal, accessToken: 'jwt' });
    expect(data).toEqual([contract]);
  });
});

describe('nothing is believed or kept of', () => {
  test('__proto__ in a body', async () => {
    const body = '{"name":"n","ticker":"T","__proto__":{"polluted":true}}';
    stage.server.play(() => ({ body }));
    await stage.esi.request(corporation({ corporationId: 1 }), { signal });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});
