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
    { path: '/universe/names', most: 1_000, one: (id: number) => id },
    { path: '/characters/affiliation', most: 1_000, one: (id: number) => id },
    { path: '/universe/ids', most: 500, one: (id: number) => `Nobody ${id}` },
  ])(
    '$path takes $most at most, none twice, not none, a list alone',
    async ({ path, most, one }) => {
      const statusOf = async (body: unknown): Promise<number> =>
        (await sandbox.postEsi(path, body)).status;
      const many = Array.from({ length: most + 1 }, (_, id) => one(id + 1));

      expect(await statusOf(many.slice(1))).not.toBe(400);
      expect(await statusOf(many)).toBe(400);
      expect(await statusOf([many[0], many[0]])).toBe(400);
      expect(await statusOf([])).toBe(400);
      expect(await statusOf({ ids: many })).toBe(400);
      expect(await statusOf(undefined)).toBe(400);
    },
  );

  test('a name is looked up in every category: a character may be called like a mineral', async () => {
    const reply = await sandbox.postEsi('/universe/ids', ['tritanium', 'Jita', 'Nobody at all']);
    const found = await reply.json();

    expect(found).toMatchObject({
      characters: [{ name: 'Tritanium' }],
      inventory_types: [{ id: 34, name: 'Tritanium' }],
      systems: [{ id: 30000142 }],
    });
    expect(Object.keys(found)).toHaveLength(3);
  });

  test('an affiliation names the alliance where there is one, and leaves out who is nobody', async () => {
    const ids = [9000000000001, 9000000000002, 12345];
    const reply = await sandbox.postEsi('/characters/affiliation', ids);

    expect(await reply.json()).toEqual([
      { character_id: 9000000000001, corporation_id: TRADER_CORPORATION },
      {
        alliance_id: 9200000000001,
        character_id: 9000000000002,
        corporation_id: 9100000000002,
      },
    ]);
  });
});

describe('what changes once a day', () => {
  test('expires at 11:05, after the downtime', async () => {
    const expiresOf = async (path: string) => (await sandbox.esi(path)).headers.get('expires');
    const history = '/markets/10000002/history?type_id=34';

    expect(await expiresOf(history)).toBe('Mon, 23 Nov 2026 11:05:00 GMT');
    expect(await expiresOf('/universe/types/34')).toBe('Mon, 23 Nov 2026 11:05:00 GMT');
    now = new Date('2026-11-23T11:04:59Z');
    expect(await expiresOf(history)).toBe('Mon, 23 Nov 2026 11:05:00 GMT');
    const before = await (await sandbox.esi(history)).json();
    now = new Date('2026-11-23T11:05:00Z');
    expect(await expiresOf(history)).toBe('Tue, 24 Nov 2026 11:05:00 GMT');
    const after = await (await sandbox.esi(history)).json();
    expect([before.at(-1).date, after.at(-1).date]).toEqual(['2026-11-21', '2026-11-22']);
  });

  test('a history is refused for what cannot be sold, and held to 300 a minute without a word', async () => {
    const statusOf = async (typeId: string) =>
      (await sandbox.esi(`/markets/10000002/history${typeId}`)).status;
    const { types } = sandbox.staticData.tables;
    const unsold = types.find(({ marketGroupId }) => marketGroupId === null)?.id;
    expect(await statusOf(`?type_id=${unsold}`)).toBe(400);
    expect(await statusOf('?type_id=999999')).toBe(404);
    expect(await statusOf('')).toBe(400);

    for (let call = 3; call < 300; call += 1) await statusOf('?type_id=34');
    const refused = await sandbox.esi('/markets/10000002/history?type_id=34');
    expect(refused.status).toBe(429);
    expect([...refused.headers.keys()].filter((name) => /ratelimit|retry/.test(name))).toEqual([]);
  });
});
