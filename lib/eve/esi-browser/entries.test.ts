import { describe, expect, test } from 'vitest';
import { EsiSchemaError } from './errors.ts';
import { createMemoryStore } from './stores/memory-store.ts';
import type { EsiStore } from './stores/store.ts';
import { createWebStore } from './stores/web-store.ts';
import { createFakeStorage } from './testing/fake-storage.ts';
import { setStage } from './testing/stage.ts';

const TYPE = { type_id: 34, name: 'Tritanium' };

describe('what is kept', () => {
  const now = Date.parse('2026-11-20T12:00:00Z');
  const sound = { data: 1, receivedAt: now, expiresAt: now + 60_000, wholeAt: now };
  test.each([
    ['half a document', '{"data":'],
    ['an entry without data', { ...sound, data: undefined }],
    ['an entry whose time is text', { ...sound, expiresAt: String(now + 60_000) }],
    ['an entry for a year', { ...sound, expiresAt: now + 365 * 86_400_000 }],
    ['an entry of tomorrow', { ...sound, receivedAt: now + 1, expiresAt: now + 2 }],
    ['an entry whose ETag would break each request', { ...sound, expiresAt: now, etag: 'a\nb' }],
    ['no object', '[]'],
    ['null', 'null'],
    ['what another program put there', 'x'],
  ])('is dropped when it is %s', async (_, kept) => {
    const text = typeof kept === 'string' ? kept : JSON.stringify(kept);
    const spoilt = createMemoryStore();
    const store: EsiStore = { ...spoilt, get: async (key) => (await spoilt.get(key)) ?? text };
    await using stage = await setStage({ store });
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));

    expect((await stage.browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
    expect((await stage.browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
    expect(stage.esi.requests).toHaveLength(1);
  });

  test('may be nothing at all: a full quota never costs a good answer, nor a second question', async () => {
    const storage = createFakeStorage(10);
    await using stage = await setStage({ store: createWebStore(() => storage) });
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));

    expect((await stage.browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
    expect((await stage.browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
    expect(stage.esi.requests).toHaveLength(1);
    expect(Object.keys(storage)).toEqual([]);
  });

  test('is no big answer, which the page remembers instead', async () => {
    const storage = createFakeStorage();
    await using stage = await setStage({ store: createWebStore(() => storage) });
    const orders = Array.from({ length: 1_000 }, (_, order_id) => ({
      order_id,
      type_id: 34,
      price: 4.25,
    }));
    const body = [...orders, ...orders];
    stage.esi.play(() => ({ body, headers: stage.fresh(300) }));

    expect((await stage.browser.fetchEsi('/markets/10000002/orders')).data).toHaveLength(2_000);
    expect((await stage.browser.fetchEsi('/markets/10000002/orders')).data).toHaveLength(2_000);
    expect(stage.esi.requests).toHaveLength(1);
    expect(Object.keys(storage)).toEqual([]);
  });

  test('comes from a store that throws or hangs as if it were empty', async () => {
    const broken: EsiStore = {
      get: () => Promise.reject(new DOMException('no', 'InvalidStateError')),
      set: () => new Promise(() => {}),
      delete: () => Promise.reject(new Error('no')),
    };
    await using stage = await setStage({ store: broken });
    stage.esi.play(() => ({ body: TYPE, headers: stage.fresh(300) }));

    expect((await stage.browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
    expect((await stage.browser.fetchEsi('/universe/types/34')).data).toEqual(TYPE);
    expect(stage.esi.requests).toHaveLength(1);
  });

  test('is read anew when `parse` refuses it, and so is not spoilt for ever', async () => {
    await using stage = await setStage();
    stage.esi.play(({ nth }) => ({
      body: nth === 0 ? { old: true } : TYPE,
      headers: stage.fresh(300),
    }));
    await stage.browser.fetchEsi('/universe/types/34');
    stage.pass(1);

    const parse = (value: unknown) => readName(value);
    expect((await stage.browser.fetchEsi('/universe/types/34', { parse })).data).toBe('Tritanium');
    expect((await stage.browser.fetchEsi('/universe/types/34', { parse })).data).toBe('Tritanium');
    expect(stage.esi.requests).toHaveLength(2);
  });

  test('is never what `parse` refused', async () => {
    await using stage = await setStage();
    stage.esi.play(() => ({ body: { nothing: true }, headers: stage.fresh(300) }));

    const ask = () => stage.browser.fetchEsi('/universe/types/34', { parse: readName });
    await expect(ask()).rejects.toMatchObject({ cause: new TypeError('no name') });
    const refused = ask();
    await expect(refused).rejects.toMatchObject({
      code: 'ERR_ESI_SCHEMA',
      isRetryable: false,
      message: expect.stringContaining('TypeError: no name'),
    });
    await expect(refused).rejects.toBeInstanceOf(EsiSchemaError);
    // Before it expires the same would come again.
    expect(stage.esi.requests).toHaveLength(1);
  });
});

function readName(value: unknown): string {
  const { name } = value as { name?: unknown };
  if (typeof name !== 'string') throw new TypeError('no name');
  return name;
}
