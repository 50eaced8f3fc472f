import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEsiBrowser, fetchEsiPages } from '#lib/eve/esi-browser/index.ts';
import { startTestSandbox, type TestSandbox } from '#lib/eve/sandbox/testing/start-test-sandbox.ts';

const THE_FORGE = 10000002;
/** The smallest of the sandbox's markets. */
const HEIMATAR = 10000030;
const DAY_MS = 86_400_000;

let sandbox: TestSandbox;

beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
});

describe.each([
  { how: 'by headers', sendsHeaders: true },
  { how: 'by the query', sendsHeaders: false },
])('a page that says who it is $how', ({ sendsHeaders }) => {
  const open = (clock = () => new Date()) =>
    createEsiBrowser({
      baseUrl: `${sandbox.url}/esi`,
      userAgent: 'AgeiraTest/1.0 (test@example.com)',
      compatibilityDate: '2026-08-04',
      sendsHeaders,
      clock,
    });

  test('reads an item and its price history', async () => {
    const { data } = await open().fetchEsi('/universe/types/34');
    expect(data).toMatchObject({ type_id: 34, name: 'Tritanium' });
    const history = await open().fetchEsi<{ average: number }[]>(`/markets/${THE_FORGE}/history`, {
      query: { type_id: 34 },
    });
    expect(history.data.length).toBeGreaterThan(100);
    expect(history.expiresAt.getTime()).toBeGreaterThan(Date.now());
  });

  test('reads the item again when it has expired', async () => {
    let aheadMs = 0;
    const browser = open(() => new Date(Date.now() + aheadMs));
    const first = await browser.fetchEsi('/universe/types/34');
    aheadMs = 1.5 * DAY_MS;
    expect((await browser.fetchEsi('/universe/types/34')).data).toEqual(first.data);
  });

  test('reads all pages of a list, each row once', async () => {
    const { data, pages } = await fetchEsiPages<number>(open(), `/markets/${HEIMATAR}/types`);
    expect(pages).toBeGreaterThan(1);
    expect(data.length).toBeGreaterThan(1_000);
    expect(new Set(data).size).toBe(data.length);
  });

  test('hears that there is no such item', async () => {
    await expect(open().fetchEsi('/universe/types/1')).rejects.toMatchObject({
      code: 'ERR_ESI_NOT_FOUND',
    });
  });
});
