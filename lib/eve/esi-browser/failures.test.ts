import { describe, expect, test } from 'vitest';
import { EsiError } from './errors.ts';
import { setStage } from './testing/stage.ts';

const HTML = '<html><body>awselb/2.0</body></html>';

describe('a refusal', () => {
  test.each([
    [404, 'ERR_ESI_NOT_FOUND'],
    [400, 'ERR_ESI_REQUEST'],
    [403, 'ERR_ESI_REQUEST'],
    [422, 'ERR_ESI_REQUEST'],
  ])('of %i is final, and not asked for again for a minute', async (status, code) => {
    await using stage = await setStage();
    stage.esi.play(() => ({ status, body: { error: 'Type not found!' } }));

    for (let i = 0; i < 5; i++) {
      const failure = await stage.browser.fetchEsi('/universe/types/1').catch((error) => error);
      expect(failure).toBeInstanceOf(EsiError);
      expect(failure).toMatchObject({ code, isRetryable: false });
      expect(failure.message).toContain('Type not found!');
    }
    expect(stage.esi.requests).toHaveLength(1);
    stage.pass(60);
    await stage.browser.fetchEsi('/universe/types/1').catch(() => {});
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('is one for all tabs, as long as it says, at most an hour', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ status: 404, headers: stage.fresh(300) }));
    for (const [browser, seconds] of [
      [stage.browser, 150],
      [stage.another(), 149],
      [stage.another(), 1],
    ] as const) {
      const gone = browser.fetchEsi('/universe/types/1');
      await expect(gone).rejects.toMatchObject({ code: 'ERR_ESI_NOT_FOUND' });
      stage.pass(seconds);
    }
    expect(stage.esi.requests).toHaveLength(1);
    await stage.browser.fetchEsi('/universe/types/1').catch(() => {});
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('is remembered with 499 others, the oldest leaving first: a page that asks on has no leak', async () => {
    let asked = 0;
    await using stage = await setStage({
      fetch: async () => {
        asked += 1;
        return new Response('{"error":"Type not found!"}', { status: 404 });
      },
    });
    const ask = (typeId: number) =>
      stage.browser.fetchEsi(`/universe/types/${typeId}`).catch(({ code }) => code);
    const ids = Array.from({ length: 500 }, (_, index) => index + 1);

    for (const id of [...ids, ...ids]) expect(await ask(id)).toBe('ERR_ESI_NOT_FOUND');
    expect(asked).toBe(500);
    await ask(501);
    await ask(500);
    expect(asked).toBe(501);
    await ask(1);
    expect(asked).toBe(502);
  });

  test.each([500, 520])('of %i passes, but is not tried again at once', async (status) => {
    await using stage = await setStage();
    stage.esi.play(() => ({ status, body: { error: 'oops' } }));

    const failure = stage.browser.fetchEsi('/status');
    await expect(failure).rejects.toMatchObject({
      code: 'ERR_ESI_SERVER',
      status,
      isRetryable: true,
    });
    expect(stage.esi.requests).toHaveLength(1);
  });
});

describe('an outage', () => {
  test.each([502, 503, 504])(
    'of %i with HTML is tried three times, with growing pauses',
    async (status) => {
      await using stage = await setStage();
      stage.esi.play(() => ({ status, body: HTML, headers: { 'content-type': 'text/html' } }));

      await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
        code: 'ERR_ESI_SERVER',
        status,
      });
      expect(stage.esi.requests).toHaveLength(3);
      expect(stage.waits).toEqual([500, 1_000]);
    },
  );

  test('that is over at the second try is not noticed', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) =>
      nth === 0 ? { status: 504, body: HTML } : { body: { players: 3 } },
    );
    expect((await stage.browser.fetchEsi('/status')).data).toEqual({ players: 3 });
  });

  test('in the middle of an answer is tried again', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) => (nth === 0 ? { fault: 'cut' } : { body: [1] }));
    expect((await stage.browser.fetchEsi('/markets/prices')).data).toEqual([1]);
  });

  test('of the network is an error that may pass', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ fault: 'cut' }));
    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
      code: 'ERR_ESI_NETWORK',
      isRetryable: true,
    });
    expect(stage.esi.requests).toHaveLength(3);
  });

  test('without an answer ends in time', async () => {
    await using stage = await setStage({ timeoutMs: 40 });
    stage.esi.play(() => ({ fault: 'hang' }));
    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
      code: 'ERR_ESI_TIMEOUT',
      isRetryable: true,
    });
    await expect.poll(() => stage.esi.left.length).toBe(stage.esi.requests.length);
  });

  test('is a time-out when the last try has no answer', async () => {
    await using stage = await setStage({ timeoutMs: 400 });
    stage.esi.play(({ nth }) => ({ fault: nth < 2 ? 'cut' : 'hang' }));
    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
      code: 'ERR_ESI_TIMEOUT',
    });
    expect(stage.esi.requests).toHaveLength(3);
  });

  test('is a time-out when the time runs out between two tries', async () => {
    await using stage = await setStage({
      timeoutMs: 20,
      wait: (_, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        }),
    });
    stage.esi.play(() => ({ status: 503 }));
    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
      code: 'ERR_ESI_TIMEOUT',
    });
  });

  test('is asked about once when `parse` refuses the last answer', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) =>
      nth === 0 ? { body: [], headers: stage.fresh(30) } : { status: 500 },
    );
    await stage.browser.fetchEsi('/status');
    stage.pass(60);
    const parse = () => {
      throw new TypeError('no status');
    };
    const refused = stage.browser.fetchEsi('/status', { acceptStale: true, parse });
    await expect(refused).rejects.toMatchObject({ code: 'ERR_ESI_SCHEMA' });
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('shows the last answer to who accepts it, and says that it is old', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) =>
      nth === 0 ? { body: { players: 3 }, headers: stage.fresh(30) } : { status: 503, body: HTML },
    );
    const { lastModified } = await stage.browser.fetchEsi('/status');
    stage.pass(7_200);

    await expect(stage.browser.fetchEsi('/status')).rejects.toMatchObject({
      code: 'ERR_ESI_SERVER',
    });
    const last = await stage.another().fetchEsi('/status', { acceptStale: true });
    expect(last).toMatchObject({ data: { players: 3 }, isStale: true, lastModified });
  });

  test('is no excuse to show an old answer for what is gone', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) =>
      nth === 0 ? { body: [1], headers: stage.fresh(30) } : { status: 404 },
    );
    await stage.browser.fetchEsi('/contracts/public/items/1');
    stage.pass(30);
    const gone = stage.browser.fetchEsi('/contracts/public/items/1', { acceptStale: true });
    await expect(gone).rejects.toMatchObject({ code: 'ERR_ESI_NOT_FOUND' });
    stage.pass(60);
    stage.esi.play(() => ({ status: 500 }));
    const away = stage.browser.fetchEsi('/contracts/public/items/1', { acceptStale: true });
    await expect(away).rejects.toMatchObject({ code: 'ERR_ESI_SERVER' });
  });
});

describe('a bad body', () => {
  test.each([
    ['HTML', HTML],
    ['half a document', '[{"order_id":'],
    ['nothing', ''],
  ])(
    'of %s is an error of its own, tried once more where it does not say how long it lasts',
    async (_, body) => {
      await using stage = await setStage();
      stage.esi.play(({ nth }) => ({ body: nth < 2 ? body : '[1]' }));

      await expect(stage.browser.fetchEsi('/markets/prices')).rejects.toMatchObject({
        code: 'ERR_ESI_SCHEMA',
      });
      expect(stage.esi.requests).toHaveLength(2);
      stage.pass(60);
      expect((await stage.browser.fetchEsi('/markets/prices')).data).toEqual([1]);
    },
  );

  test('of a 304 that nobody asked for is one, too', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) => (nth === 0 ? { status: 304 } : { body: [1] }));
    expect((await stage.browser.fetchEsi('/markets/prices')).data).toEqual([1]);
  });
});

describe('calls in flight', () => {
  test('of one address are one request', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: { players: 3 }, headers: stage.fresh(30) }));
    const calls = [
      stage.browser.fetchEsi('/status'),
      stage.browser.fetchEsi('/status/'),
      stage.browser.fetchEsi('/status', { query: {} }),
    ];
    for (const { data } of await Promise.all(calls)) expect(data).toEqual({ players: 3 });
    expect(stage.esi.requests).toHaveLength(1);
  });

  test('end for the caller who leaves, and go on for the others', async () => {
    await using stage = await setStage();
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    stage.esi.play(async () => {
      await held;
      return { body: { players: 3 } };
    });
    const leaving = new AbortController();
    const first = stage.browser.fetchEsi('/status', { signal: leaving.signal });
    const second = stage.browser.fetchEsi('/status');
    leaving.abort(new Error('gone'));
    await expect(first).rejects.toThrow('gone');
    answer();
    expect((await second).data).toEqual({ players: 3 });
    expect(stage.esi.left).toEqual([]);
  });

  test('are cancelled when the last caller has left, and a later one asks anew', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) => (nth === 0 ? { fault: 'hang' } : { body: { players: 3 } }));
    const leaving = new AbortController();
    const calls = [1, 2].map(() => stage.browser.fetchEsi('/status', { signal: leaving.signal }));
    await expect.poll(() => stage.esi.requests.length).toBe(1);
    leaving.abort();
    for (const call of calls) await expect(call).rejects.toMatchObject({ name: 'AbortError' });
    expect((await stage.browser.fetchEsi('/status')).data).toEqual({ players: 3 });
    await expect.poll(() => stage.esi.left).toEqual(['/esi/status']);
  });

  test('never start for a caller who had left before', async () => {
    await using stage = await setStage();
    const signal = AbortSignal.abort(new Error('gone'));
    await expect(stage.browser.fetchEsi('/status', { signal })).rejects.toThrow('gone');
    expect(stage.esi.requests).toEqual([]);
  });
});
