import { describe, expect, test } from 'vitest';
import { createPauses } from './pauses.ts';
import { createFakeStorage } from './testing/fake-storage.ts';
import { type Stage, setStage } from './testing/stage.ts';

const ORDERS = '/markets/10000002/orders';

describe('420', () => {
  test('stops every route until the window ends', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) =>
      nth === 0
        ? {
            status: 420,
            headers: { 'x-esi-error-limit-remain': '0', 'x-esi-error-limit-reset': '30' },
          }
        : { body: {} },
    );
    const limited = { code: 'ERR_ESI_ERROR_LIMIT', isRetryable: true };
    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
      ...limited,
      retryAfterMs: 30_000,
    });
    stage.pass(29);
    await expect(stage.browser.fetchEsi(ORDERS)).rejects.toMatchObject({
      ...limited,
      retryAfterMs: 1_000,
    });
    expect(stage.esi.requests).toHaveLength(1);
    stage.pass(1);
    await stage.browser.fetchEsi('/status');
  });

  test('without headers stops for a minute', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ status: 420 }));
    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({ retryAfterMs: 60_000 });
  });

  test('is not provoked: with hardly an error left nothing is asked', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({
      status: 404,
      headers: { 'x-esi-error-limit-remain': '9', 'x-esi-error-limit-reset': '20' },
    }));
    await expect(stage.browser.fetchEsi('/universe/types/1')).rejects.toMatchObject({
      code: 'ERR_ESI_NOT_FOUND',
    });
    await expect(stage.browser.fetchEsi('/universe/types/2')).rejects.toMatchObject({
      code: 'ERR_ESI_ERROR_LIMIT',
      retryAfterMs: 20_000,
    });
    expect(stage.esi.requests).toHaveLength(1);
  });

  test('leaves what is fresh in the store to be read', async () => {
    await using stage = await setStage();
    stage.esi.play(({ url }) =>
      url.pathname.endsWith('status') ? { body: {}, headers: stage.fresh(300) } : { status: 420 },
    );
    await stage.browser.fetchEsi('/status');
    await stage.browser.fetchEsi(ORDERS).catch(() => {});
    expect((await stage.browser.fetchEsi('/status')).data).toEqual({});
  });
});

describe('429', () => {
  test('stops its bucket for Retry-After, whatever the ids, and no other', async () => {
    await using stage = await setStage();
    const headers = { 'x-ratelimit-group': 'market-order' };
    stage.esi.play(({ url }) =>
      url.searchParams.get('page') === '2'
        ? { status: 429, headers: { ...headers, 'retry-after': '120' } }
        : { body: [], headers: url.pathname.endsWith('orders') ? headers : {} },
    );
    await stage.browser.fetchEsi('/markets/structures/orders');
    await expect(stage.browser.fetchEsi(ORDERS, { query: { page: 2 } })).rejects.toMatchObject({
      code: 'ERR_ESI_RATE_LIMIT',
      isRetryable: true,
      retryAfterMs: 120_000,
    });
    for (const path of ['/markets/10000043/orders', '/markets/structures/orders?page=3']) {
      await expect(stage.browser.fetchEsi(path), path).rejects.toMatchObject({
        code: 'ERR_ESI_RATE_LIMIT',
      });
    }
    expect((await stage.browser.fetchEsi('/status')).data).toEqual([]);
    expect(stage.esi.requests).toHaveLength(3);
    stage.pass(120);
    expect((await stage.browser.fetchEsi(ORDERS)).data).toEqual([]);
  });

  test('from deep in the server, without any header, stops its route for a minute', async () => {
    await using stage = await setStage();
    stage.esi.play(({ url }) =>
      url.pathname.endsWith('history') ? { status: 429 } : { body: {} },
    );
    await expect(
      stage.browser.fetchEsi('/markets/10000002/history?type_id=34'),
    ).rejects.toMatchObject({
      retryAfterMs: 60_000,
    });
    await expect(
      stage.browser.fetchEsi('/markets/10000002/history?type_id=35'),
    ).rejects.toMatchObject({
      code: 'ERR_ESI_RATE_LIMIT',
    });
    await stage.browser.fetchEsi('/status');
  });
});

describe('price histories', () => {
  const histories = (stage: Stage, count: number) =>
    Array.from({ length: count }, (_, typeId) =>
      stage.browser.fetchEsi('/markets/10000002/history', { query: { type_id: typeId } }),
    );

  test('are asked for five a second, others at once', async () => {
    const waits: number[] = [];
    await using stage = await setStage({
      wait: async (ms) => {
        waits.push(ms);
      },
    });
    stage.esi.play(() => ({ body: [], headers: stage.fresh(300) }));
    await Promise.all([...histories(stage, 6), stage.browser.fetchEsi('/markets/prices')]);
    expect(waits.toSorted((a, b) => a - b)).toEqual([0, 200, 400, 600, 800, 1_000]);
  });

  test('do not wait for hours when the clock was put back', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: [], headers: stage.fresh(300) }));
    await Promise.all(histories(stage, 1));
    stage.pass(-86_400);
    await Promise.all(histories(stage, 1));
    expect(Math.max(...stage.waits)).toBeLessThan(31_000);
  });
});

test('tabs share their places for price histories', () => {
  const storage = createFakeStorage();
  const tab = () =>
    createPauses(
      'esi/pause/',
      () => storage,
      () => 1_000_000,
    );
  const [first, second] = [tab(), tab()];
  expect([first.takePlace(), second.takePlace(), first.takePlace()]).toEqual([0, 200, 400]);
});

test('a 503 that says when is not asked again before', async () => {
  await using stage = await setStage();
  stage.esi.play(() => ({ status: 503, headers: { 'retry-after': '90' } }));
  await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({ isRetryable: true });
  await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
    code: 'ERR_ESI_RATE_LIMIT',
  });
  expect(stage.esi.requests).toHaveLength(1);
});

describe('a pause', () => {
  const noon = Date.parse('2026-11-20T12:00:00Z');

  test('is known to all tabs', () => {
    const storage = createFakeStorage();
    const tab = () =>
      createPauses(
        'esi/pause/',
        () => storage,
        () => noon,
      );
    const first = tab();
    const second = tab();
    first.note('/status', new Response('', { status: 420 }));
    expect(() => second.check('/markets/prices')).toThrow(
      expect.objectContaining({ code: 'ERR_ESI_ERROR_LIMIT' }),
    );
  });

  test('is known to its own tab where nothing can be stored', () => {
    const storage = createFakeStorage(0);
    const pauses = createPauses(
      'esi/pause/',
      () => storage,
      () => noon,
    );
    pauses.note('/status', new Response('', { status: 429 }));
    expect(() => pauses.check('/status')).toThrow();
    expect(() => pauses.check('/markets/prices')).not.toThrow();
  });

  test.each([
    ['what is no time', 'soon'],
    ['a time in a year, of a clock that was wrong', String(noon + 365 * 86_400_000)],
    ['a time that has passed', String(noon - 1)],
  ])('is none when another tab has written %s', (_, text) => {
    const storage = createFakeStorage();
    storage.setItem('esi/pause/', text);
    const pauses = createPauses(
      'esi/pause/',
      () => storage,
      () => noon,
    );
    expect(() => pauses.check('/status')).not.toThrow();
  });

  test.each([
    ['30', 30_000],
    ['0', 1_000],
    ['-5', 1_000],
    ['Fri, 20 Nov 2026 12:02:00 GMT', 120_000],
    ['99999999', 3_600_000],
    ['soon', 60_000],
    ['', 60_000],
  ])('of Retry-After %j lasts %i ms', (after, ms) => {
    const pauses = createPauses(
      'esi/pause/',
      () => undefined,
      () => noon,
    );
    pauses.note('/status', new Response('', { status: 429, headers: { 'retry-after': after } }));
    expect(() => pauses.check('/status')).toThrow(expect.objectContaining({ retryAfterMs: ms }));
  });
});
