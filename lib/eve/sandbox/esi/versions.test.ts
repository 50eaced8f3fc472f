import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  startTestSandbox,
  type TestSandbox,
  TRADER_CORPORATION,
} from '../testing/start-test-sandbox.ts';

const START = Date.parse('2026-11-22T12:00:00Z');

let now: Date;
let sandbox: TestSandbox;

beforeEach(async () => {
  now = new Date(START);
  sandbox = await startTestSandbox({ clock: () => now });
});
afterEach(() => sandbox.close());

describe('versions, languages and browsers', () => {
  test.each([
    { name: 'in the future', date: '2026-11-23' },
    { name: 'not a date', date: 'latest' },
  ])('a compatibility date $name is refused', async ({ date }) => {
    const reply = await sandbox.esi('/status', { headers: { 'X-Compatibility-Date': date } });
    expect(reply.status).toBe(400);
  });

  test('the API’s day turns at eleven', async () => {
    now = new Date('2026-11-22T10:59:59Z');
    const headers = { 'X-Compatibility-Date': '2026-11-22' };
    expect((await sandbox.esi('/status', { headers })).status).toBe(400);
    now = new Date('2026-11-22T11:00:00Z');
    expect((await sandbox.esi('/status', { headers })).status).toBe(200);
  });

  test('an older date gets the older shape and says so', async () => {
    const path = `/corporations/${TRADER_CORPORATION}`;
    const old = await sandbox.esi(path, { headers: { 'X-Compatibility-Date': '2025-12-16' } });

    expect(old.headers.get('x-compatibility-date')).toBe('2020-01-01');
    expect(await old.json()).toHaveProperty('tax_rate');
  });

  test('a type is named in the language asked for', async () => {
    const headers = { 'Accept-Language': 'ja-JP,ja;q=0.9' };
    const reply = await sandbox.esi('/universe/types/18', { headers });

    expect(reply.headers.get('content-language')).toBe('ja');
    expect(await reply.json()).toMatchObject({ name: 'プラジオクレイス' });
  });

  test('any origin may read, and may send our headers', async () => {
    const preflight = await fetch(`${sandbox.url}/esi/status`, { method: 'OPTIONS' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('X-User-Agent');
    const reply = await sandbox.esi('/status');
    expect(reply.headers.get('access-control-allow-origin')).toBe('*');
    expect(reply.headers.get('access-control-expose-headers')).toContain('X-Pages');
  });

  test('paths have no slash at the end', async () => {
    expect((await sandbox.esi('/status/')).status).toBe(404);
  });
});

describe('names', () => {
  test('one id that names nothing fails all of them', async () => {
    const reply = await sandbox.postEsi('/universe/names', [34, 999_999_999]);

    expect([reply.status, await reply.json()]).toEqual([
      404,
      { error: 'Ensure all IDs are valid before resolving.' },
    ]);
  });

  test.each([
    { name: 'twice the same', body: [34, 34] },
    { name: 'none', body: [] },
    { name: 'not a list', body: { ids: [34] } },
  ])('ids are refused: $name', async ({ body }) => {
    expect((await sandbox.postEsi('/universe/names', body)).status).toBe(400);
  });
});
