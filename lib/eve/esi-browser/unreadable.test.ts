/** What ESI says and nobody can read, as in an outage: HTML, half a document, or what `parse` refuses. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { EsiSchemaError } from './errors.ts';
import { createWebStore } from './stores/web-store.ts';
import { createFakeStorage } from './testing/fake-storage.ts';
import { type Stage, setStage } from './testing/stage.ts';
import type { ScriptedAnswer } from './testing/start-scripted-esi.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await setStage();
});
afterEach(() => stage[Symbol.asyncDispose]());

const parse = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new TypeError('no list');
  return value;
};
const ask = (acceptStale = false, browser = stage.browser) =>
  browser.fetchEsi('/markets/prices', { parse, acceptStale });
const garbled: { name: string; bad: ScriptedAnswer }[] = [
  { name: 'HTML', bad: { body: '<html>', headers: { 'content-type': 'text/html' } } },
  { name: 'half a document', bad: { body: '[{"order_id":' } },
  { name: 'what `parse` refuses', bad: { body: { error: 'x' } } },
];

test('a refusal of `parse` as long as the list leaves the last answer to a page that is loaded anew', async () => {
  const storage = createFakeStorage();
  const reload = () => stage.another({ store: createWebStore(() => storage) });
  const row = { date: '2026-11-20', average: 4.25 };
  const bad = Array.from({ length: 1_000 }, () => ({ when: 1 }));
  stage.esi.play(({ nth }) =>
    nth === 0
      ? { body: [row], headers: stage.fresh(60) }
      : { body: bad, headers: stage.fresh(3_000, { windowSeconds: 3_000 }) },
  );
  const rows = z.array(z.object({ date: z.string(), average: z.number() }));
  const look = (browser = reload()) =>
    browser.fetchEsi('/markets/prices', { parse: (value) => rows.parse(value), acceptStale: true });
  await look();
  stage.pass(120);
  for (let i = 0; i < 3; i++) expect(await look()).toMatchObject({ data: [row], isStale: true });
  // The bad text is asked for a second time at once, past the browser's own cache, and then not before it expires.
  expect(stage.esi.requests.length).toBeLessThanOrEqual(3);
  const longest = Math.max(...Object.keys(storage).map((key) => storage.getItem(key)?.length ?? 0));
  expect(longest).toBeGreaterThan(0);
  expect(longest).toBeLessThan(1_000);
});

describe('what `parse` throws', () => {
  const circular = Object.assign(new Error('no'), { self: {} });
  circular.self = circular;
  test.each([
    ['an error in a circle', circular],
    ['an error with a bigint', Object.assign(new Error('no'), { count: 1n })],
    ['a bigint', 1n],
    ['nothing', undefined],
  ])('is a refusal like any other when it is %s', async (_, thrown) => {
    stage.esi.play(() => ({ body: [1], headers: stage.fresh(300) }));
    const refuse = () => {
      throw thrown;
    };
    for (let i = 0; i < 3; i++) {
      const asked = stage.browser.fetchEsi('/markets/prices', { parse: refuse });
      await expect(asked).rejects.toMatchObject({ code: 'ERR_ESI_SCHEMA' });
    }
    expect(stage.esi.requests).toHaveLength(1);
  });
});

describe.each(garbled)('$name with 200', ({ bad }) => {
  const play = (seconds: number | null) =>
    stage.esi.play(({ nth }) =>
      nth === 0
        ? { body: [1], headers: stage.fresh(60) }
        : {
            ...bad,
            headers: {
              ...bad.headers,
              ...(seconds && stage.fresh(seconds, { windowSeconds: seconds })),
            },
          },
    );

  test.each([600, null])(
    'leaves the last answer to who accepts it (Expires: %s)',
    async (seconds) => {
      play(seconds);
      const { lastModified } = await ask(true);
      stage.pass(120);
      const last = { data: [1], isStale: true, lastModified };
      expect(await ask(true)).toMatchObject(last);
      expect(await ask(true, stage.another())).toMatchObject(last);
      await expect(ask()).rejects.toMatchObject({ code: 'ERR_ESI_SCHEMA' });
      stage.pass(86_400);
      expect(await ask(true)).toMatchObject(last);
    },
  );

  test('is not asked for again before Expires, in no tab; then in whole', async () => {
    const modes: unknown[] = [];
    const listening = {
      sendsHeaders: false,
      fetch: (input: string | URL | Request, init?: RequestInit) => {
        modes.push(init?.cache);
        return fetch(input, init);
      },
    };
    play(600);
    const tab = stage.another(listening);
    await ask(false, tab);
    stage.pass(60);
    for (let minute = 0; minute < 10; minute++) {
      await expect(ask(false, tab)).rejects.toMatchObject({ code: 'ERR_ESI_SCHEMA' });
      await expect(ask(false, stage.another(listening))).rejects.toBeInstanceOf(EsiSchemaError);
      stage.pass(60);
    }
    expect(modes).toEqual(['default', 'default']);
    stage.esi.play(() => ({ body: [2], headers: stage.fresh(60) }));
    // The browser's own cache would renew the bad one by its ETag.
    expect(await ask(true, tab)).toMatchObject({ data: [2], isStale: false });
    expect(modes).toEqual(['default', 'default', 'reload']);
  });

  test('is asked for after an hour, though it would last a day', async () => {
    play(86_400);
    await ask();
    stage.pass(60);
    await expect(ask()).rejects.toThrow();
    stage.pass(3_599);
    await expect(ask()).rejects.toThrow();
    expect(stage.esi.requests).toHaveLength(2);
    stage.esi.play(() => ({ body: [2], headers: stage.fresh(60) }));
    stage.pass(1);
    expect((await ask()).data).toEqual([2]);
  });
});

test('an unreadable answer where nothing was kept is no last answer', async () => {
  stage.esi.play(() => ({ body: '<html>', headers: stage.fresh(600) }));
  for (const browser of [stage.browser, stage.another()]) {
    await expect(ask(true, browser)).rejects.toMatchObject({ code: 'ERR_ESI_SCHEMA' });
  }
  expect(stage.esi.requests).toHaveLength(1);
});

test('nothing (204) is a last answer as well as any', async () => {
  stage.esi.play(({ nth }) =>
    nth === 0
      ? { status: 204, headers: stage.fresh(60) }
      : { body: '<html>', headers: stage.fresh(60) },
  );
  const items = () => stage.browser.fetchEsi('/contracts/public/items/1', { acceptStale: true });
  await items();
  stage.pass(60);
  expect(await items()).toMatchObject({ data: null, isStale: true });
});
