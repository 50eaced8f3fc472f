import { describe, expect, expectTypeOf, test } from 'vitest';
import { createEsiBrowser } from './create-esi-browser.ts';
import { setStage } from './testing/stage.ts';

const TYPE = { type_id: 34, name: 'Tritanium' };

describe('the address', () => {
  test('keeps the query of a path, sorted, and never ends the path with a slash', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));

    await stage.browser.fetchEsi('/markets/10000002/history/?type_id=34', {
      query: { b: 1, a: undefined },
    });
    const [request] = stage.esi.requests;
    expect(request?.url.pathname).toBe('/esi/markets/10000002/history');
    expect(request?.url.search).toBe('?b=1&type_id=34');
  });

  test('says who asks and which behaviour is meant', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: TYPE }));

    await stage.browser.fetchEsi('/universe/types/34');
    await stage.another({ sendsHeaders: false }).fetchEsi('/universe/types/35');
    const [withHeaders, without] = stage.esi.requests;
    expect(withHeaders?.headers).toMatchObject({
      'x-user-agent': 'Market/1.0 (mail@example.com)',
      'x-compatibility-date': '2026-08-04',
      'accept-language': 'en',
    });
    expect(Object.fromEntries(without?.url.searchParams ?? [])).toEqual({
      user_agent: 'Market/1.0 (mail@example.com)',
      compatibility_date: '2026-08-04',
    });
    expect(without?.headers).not.toHaveProperty('x-user-agent');
  });

  test.each(['universe/types', '//evil.example/x', 'https://evil.example/', '', '@evil.example'])(
    'is refused when the path is %j',
    async (path) => {
      await using stage = await setStage();
      await expect(stage.browser.fetchEsi(path)).rejects.toThrow(TypeError);
      expect(stage.esi.requests).toEqual([]);
    },
  );

  test('is refused with a token, which would be kept', async () => {
    await using stage = await setStage();
    await expect(stage.browser.fetchEsi('/status?token=x')).rejects.toThrow(TypeError);
    await expect(stage.browser.fetchEsi('/status', { query: { token: 'x' } })).rejects.toThrow(
      TypeError,
    );
  });
});

describe('an answer', () => {
  test('is not asked for again before it expires', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) => ({ body: { nth }, headers: stage.fresh(300) }));

    const first = await stage.browser.fetchEsi('/status');
    stage.pass(299);
    expect(await stage.browser.fetchEsi('/status')).toEqual(first);
    expect(await stage.another().fetchEsi('/status')).toEqual(first);
    expect(first.expiresAt).toEqual(new Date('2026-11-20T12:05:00Z'));
    expect(first.lastModified).toEqual(new Date('2026-11-20T12:00:00Z'));

    stage.pass(1);
    expect((await stage.browser.fetchEsi('/status')).data).toEqual({ nth: 1 });
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('is renewed by 304: its body lives on, and its time starts anew', async () => {
    await using stage = await setStage();
    stage.esi.play(({ headers }) =>
      headers['if-none-match'] === '"a"'
        ? { status: 304, headers: stage.fresh(300, { pages: 2 }) }
        : { body: TYPE, headers: stage.fresh(300, { etag: '"a"' }) },
    );

    await stage.browser.fetchEsi('/universe/types/34');
    stage.pass(300);
    const renewed = await stage.browser.fetchEsi('/universe/types/34');
    expect(renewed).toMatchObject({
      data: TYPE,
      expiresAt: new Date('2026-11-20T12:10:00Z'),
      pages: 2,
    });
    expect(renewed.lastModified).toEqual(new Date('2026-11-20T12:05:00Z'));
    stage.pass(299);
    await stage.browser.fetchEsi('/universe/types/34');
    expect(stage.esi.requests).toHaveLength(2);
    // The 304 has not said the ETag again; it is still known.
    stage.pass(1);
    await stage.browser.fetchEsi('/universe/types/34');
    expect(stage.esi.requests[2]?.headers['if-none-match']).toBe('"a"');
  });

  test('keeps what a 304 does not say again', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) =>
      nth === 0
        ? { body: [1], headers: stage.fresh(300, { etag: '"a"', pages: 7 }) }
        : { status: 304 },
    );
    const first = await stage.browser.fetchEsi('/markets/10000002/types');
    stage.pass(300);
    const renewed = await stage.browser.fetchEsi('/markets/10000002/types');
    expect(renewed).toEqual({ ...first, expiresAt: new Date('2026-11-20T12:06:00Z') });
    expect(renewed.pages).toBe(7);
  });

  test("passes by the browser's own copy after two days, and never sends cookies", async () => {
    const asked: unknown[] = [];
    await using stage = await setStage({
      sendsHeaders: false,
      fetch: (input, init) => {
        asked.push([init?.cache, init?.credentials]);
        return fetch(input, init);
      },
    });
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(86_400) }));
    for (let day = 0; day < 5; day++) {
      await stage.browser.fetchEsi('/markets/groups');
      stage.pass(86_400);
    }
    const modes = ['default', 'default', 'default', 'reload', 'default'];
    expect(asked).toEqual(modes.map((mode) => [mode, 'omit']));
  });

  test('without Expires is never had from the browser, which would guess how long it lasts', async () => {
    const modes: unknown[] = [];
    await using stage = await setStage({
      sendsHeaders: false,
      fetch: (input, init) => {
        modes.push(init?.cache);
        return fetch(input, init);
      },
    });
    stage.esi.play(() => ({ body: TYPE }));
    for (let minute = 0; minute < 3; minute++) {
      await stage.browser.fetchEsi('/markets/groups');
      stage.pass(60);
    }
    expect(modes).toEqual(['default', 'reload', 'reload']);
  });

  test('is read in whole after two days, for an ETag has stayed while the data changed', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth, headers }) =>
      headers['if-none-match']
        ? { status: 304, headers: stage.fresh(86_400) }
        : { body: { nth }, headers: stage.fresh(86_400, { etag: '"stuck"' }) },
    );

    await stage.browser.fetchEsi('/markets/groups');
    for (const day of [1, 2, 3]) {
      stage.pass(86_400);
      const { data } = await stage.browser.fetchEsi('/markets/groups');
      expect(data, `on day ${day}`).toEqual({ nth: day === 3 ? 3 : 0 });
    }
  });

  test('of another language, date, query or server is another one', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));

    await stage.browser.fetchEsi('/universe/types/34');
    await stage.another({ language: 'de' }).fetchEsi('/universe/types/34');
    await stage.another({ compatibilityDate: '2026-09-01' }).fetchEsi('/universe/types/34');
    await stage.another({ baseUrl: `${stage.esi.baseUrl}/too` }).fetchEsi('/universe/types/34');
    await stage.browser.fetchEsi('/universe/types/34', { query: { page: 1 } });
    expect(stage.esi.requests).toHaveLength(5);
  });

  test('of 204 is null, and kept', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ status: 204, headers: stage.fresh(300) }));

    expect((await stage.browser.fetchEsi('/contracts/public/items/1')).data).toBeNull();
    expect((await stage.browser.fetchEsi('/contracts/public/items/1')).data).toBeNull();
    expect(stage.esi.requests).toHaveLength(1);
  });

  test('does not last longer because the clock was put back', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));

    await stage.browser.fetchEsi('/status');
    stage.pass(-86_400);
    await stage.browser.fetchEsi('/status');
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('whose Expires has passed is not asked for in a circle', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(-5) }));

    for (let i = 0; i < 20; i++) await stage.browser.fetchEsi('/status');
    expect(stage.esi.requests).toHaveLength(1);
  });
});

test('where there is no window, the default client works and remembers in this process', async () => {
  await using stage = await setStage();
  stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));
  expect('window' in globalThis).toBe(false);

  const browser = createEsiBrowser({
    baseUrl: stage.esi.baseUrl,
    userAgent: 'Market/1.0',
    compatibilityDate: '2026-08-04',
    clock: stage.clock,
  });
  expect((await browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
  expect((await browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
  expect(stage.esi.requests).toHaveLength(1);
});

test('what nobody has looked at has no type, and `parse` gives it one', async () => {
  await using stage = await setStage();
  stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));
  const unseen = await stage.browser.fetchEsi('/universe/types/34');
  const seen = await stage.browser.fetchEsi('/universe/types/34', {
    parse: (value) => Object.keys(value ?? {}).length,
  });
  expectTypeOf(unseen.data).toBeUnknown();
  expectTypeOf(seen.data).toBeNumber();
  expect(seen.data).toBe(2);
});

test("the caller's options stay as they were", async () => {
  await using stage = await setStage();
  stage.esi.play(() => ({ body: TYPE }));
  const query = Object.freeze({ type_id: 34 });
  await stage.browser.fetchEsi('/markets/10000002/history', Object.freeze({ query }));
  expect(query).toEqual({ type_id: 34 });
});
