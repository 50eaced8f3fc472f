import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  MINER,
  SCAMMER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
  VELDSPAR,
} from '../testing/start-test-sandbox.ts';

const CHARACTER = 'esi-contracts.read_character_contracts.v1';
const CORPORATION = 'esi-contracts.read_corporation_contracts.v1';
const LIST = `/corporations/${TRADER_CORPORATION}/contracts`;
const START = Date.parse('2026-11-22T12:00:00Z');

let now: Date;
let sandbox: TestSandbox;
let token: string;

beforeEach(async () => {
  now = new Date(START);
  sandbox = await startTestSandbox({ clock: () => now });
  token = (await sandbox.signIn(TRADER, [CHARACTER, CORPORATION])).access_token;
});
afterEach(() => sandbox.close());

const setSeconds = (seconds: number): void => {
  now = new Date(START + seconds * 1_000);
};
const idsOf = async (path: string, bearer = token): Promise<number[]> => {
  const rows: { contract_id: number }[] = await (await sandbox.esi(path, { token: bearer })).json();
  return rows.map(({ contract_id }) => contract_id);
};

describe('the cache', () => {
  test('an answer stays the same until it expires: a new contract shows in the next window', async () => {
    const first = await sandbox.esi(LIST, { token });
    expect(first.headers.get('expires')).toBe(new Date(START + 10_000).toUTCString());
    expect(first.headers.get('cache-control')).toBe('private');

    const contractId = await sandbox.createContract();
    setSeconds(9);
    expect(await idsOf(LIST)).toEqual([]);
    setSeconds(10);
    expect(await idsOf(LIST)).toEqual([contractId]);
  });

  test.each([
    { name: 'quoted', write: (tag: string) => tag },
    { name: 'bare', write: (tag: string) => tag.replaceAll('"', '') },
    { name: 'weak', write: (tag: string) => `W/${tag}` },
  ])('a $name tag that still fits gets 304 with a new Expires and no body', async ({ write }) => {
    await sandbox.createContract();
    const first = await sandbox.esi(LIST, { token });
    setSeconds(11);
    const tag = first.headers.get('etag') ?? '';
    const second = await sandbox.esi(LIST, { token, headers: { 'If-None-Match': write(tag) } });

    expect([second.status, await second.text()]).toEqual([304, '']);
    expect(second.headers.get('etag')).toBe(tag);
    expect(second.headers.get('x-pages')).toBe('1');
    expect(second.headers.get('expires')).toBe(new Date(START + 21_000).toUTCString());
    expect(second.headers.get('x-ratelimit-used')).toBe('1');
  });

  test('a tag of an older body gets the new body', async () => {
    const first = await sandbox.esi(LIST, { token });
    await sandbox.createContract();
    setSeconds(11);
    const tag = first.headers.get('etag') ?? '';
    const second = await sandbox.esi(LIST, { token, headers: { 'If-None-Match': tag } });

    expect(second.status).toBe(200);
  });
});

describe('pages', () => {
  test('a list of 1,001 contracts has two pages of one moment, and no third', async () => {
    for (let i = 0; i < 1_001; i += 1) await sandbox.createContract();
    const pages = await Promise.all([1, 2].map((n) => sandbox.esi(`${LIST}?page=${n}`, { token })));
    const rows = await Promise.all(pages.map((reply) => reply.json()));

    expect(rows.map(({ length }) => length)).toEqual([1_000, 1]);
    expect(pages.map(({ headers }) => headers.get('x-pages'))).toEqual(['2', '2']);
    expect(new Set(pages.map(({ headers }) => headers.get('last-modified'))).size).toBe(1);
    expect((await sandbox.esi(`${LIST}?page=3`, { token })).status).toBe(404);
  });
});

describe('contracts are seen by issuer, acceptor and assignee alone', () => {
  test('one for the corporation is on the corporation’s list, not on its members’', async () => {
    const contractId = await sandbox.createContract();
    expect(await idsOf(LIST)).toEqual([contractId]);
    expect(await idsOf(`/characters/${TRADER}/contracts`)).toEqual([]);

    const miner = (await sandbox.signIn(MINER, [CHARACTER])).access_token;
    expect(await idsOf(`/characters/${MINER}/contracts`, miner)).toEqual([contractId]);
  });

  test('a public one reaches nobody but its issuer', async () => {
    await sandbox.createContract({ assigneeId: 0 });

    expect(await idsOf(LIST)).toEqual([]);
    expect(await idsOf(`/characters/${TRADER}/contracts`)).toEqual([]);
  });

  test('a deleted one vanishes; one that ran out stays outstanding', async () => {
    const deleted = await sandbox.createContract();
    const ranOut = await sandbox.createContract({ expirationDays: 1 });
    await sandbox.act(deleted, 'delete', MINER);
    setSeconds(2 * 86_400);
    token = (await sandbox.signIn(TRADER, [CORPORATION])).access_token;
    const rows = await (await sandbox.esi(LIST, { token })).json();

    expect(rows).toMatchObject([{ contract_id: ranOut, status: 'outstanding' }]);
  });

  test('one older than 30 days is not listed any more', async () => {
    await sandbox.createContract();
    setSeconds(31 * 86_400);
    token = (await sandbox.signIn(TRADER, [CORPORATION])).access_token;

    expect(await idsOf(LIST)).toEqual([]);
  });

  test('items are shown to those who see the contract, stacks split at 2^31 − 1', async () => {
    const contractId = await sandbox.createContract({
      items: [{ typeId: VELDSPAR, quantity: 3_000_000_000 }],
      fillHangar: true,
    });
    const items = await (await sandbox.esi(`${LIST}/${contractId}/items`, { token })).json();
    expect(items.map(({ quantity }: { quantity: number }) => quantity)).toEqual([
      2_147_483_647, 852_516_353,
    ]);

    const scammer = (await sandbox.signIn(SCAMMER, [CHARACTER])).access_token;
    const foreign = await sandbox.esi(`/characters/${SCAMMER}/contracts/${contractId}/items`, {
      token: scammer,
    });
    expect(foreign.status).toBe(404);
  });

  test('optional fields that do not apply are absent, and nothing is ever null', async () => {
    await sandbox.createContract();
    const text = await (await sandbox.esi(LIST, { token })).text();

    expect(text).not.toContain('null');
    expect(JSON.parse(text)[0]).not.toHaveProperty('date_accepted');
    expect(JSON.parse(text)[0]).not.toHaveProperty('buyout');
  });
});

describe('tokens', () => {
  test.each([
    { name: 'none', bearer: undefined, status: 401 },
    { name: 'not a token', bearer: 'abc', status: 401 },
  ])('$name gets $status', async ({ bearer, status }) => {
    const reply = await sandbox.esi(LIST, bearer === undefined ? {} : { token: bearer });
    expect(reply.status).toBe(status);
  });

  test('an expired token gets 401', async () => {
    setSeconds(1_200);
    expect((await sandbox.esi(LIST, { token })).status).toBe(401);
  });

  test('a token without the scope, of another character or corporation gets 403', async () => {
    const bare = (await sandbox.signIn(TRADER, ['publicData'])).access_token;
    const miner = (await sandbox.signIn(MINER, [CHARACTER, CORPORATION])).access_token;

    expect((await sandbox.esi(LIST, { token: bare })).status).toBe(403);
    expect((await sandbox.esi(LIST, { token: miner })).status).toBe(403);
    const path = `/characters/${TRADER}/contracts`;
    expect((await sandbox.esi(path, { token: miner })).status).toBe(403);
  });

  test('a token of another universe gets 401', async () => {
    const other = await startTestSandbox({ clock: () => now });
    const foreign = (await other.signIn(TRADER, [CORPORATION])).access_token;
    await other.close();

    expect((await sandbox.esi(LIST, { token: foreign })).status).toBe(401);
  });
});

describe('limits', () => {
  test('a bucket empties by 2 for an answer, 5 for a mistake, and then says 429 for a while', async () => {
    const used = async (path: string) =>
      (await sandbox.esi(path, { token })).headers.get('x-ratelimit-remaining');
    expect(await used(LIST)).toBe('598');
    expect(await used(`${LIST}/1/items`)).toBe('593');

    for (let i = 0; i < 297; i += 1) await sandbox.esi(LIST, { token });
    const refused = await sandbox.esi(LIST, { token });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('900');

    setSeconds(15 * 60);
    expect((await sandbox.esi(LIST, { token })).status).toBe(200);
  });

  test('two characters have a bucket each', async () => {
    const miner = (await sandbox.signIn(MINER, [CHARACTER])).access_token;
    await sandbox.esi(`/characters/${TRADER}/contracts`, { token });
    const reply = await sandbox.esi(`/characters/${MINER}/contracts`, { token: miner });

    expect(reply.headers.get('x-ratelimit-remaining')).toBe('598');
  });

  test('a hundred errors in a minute stop every route with 420 until the minute ends', async () => {
    const first = await sandbox.esi('/universe/types/1');
    expect(first.headers.get('x-esi-error-limit-remain')).toBe('99');
    for (let i = 0; i < 99; i += 1) await sandbox.esi('/universe/types/1');

    expect((await sandbox.esi('/universe/types/34')).status).toBe(420);
    const bucketed = await sandbox.esi(LIST, { token });
    expect(bucketed.status).toBe(420);
    expect(bucketed.headers.get('x-esi-error-limit-reset')).toBe('60');
    setSeconds(60);
    expect((await sandbox.esi(LIST, { token })).status).toBe(200);
  });

  test('routes with a bucket say nothing of the error limit', async () => {
    const reply = await sandbox.esi(LIST, { token });

    expect(reply.headers.has('x-esi-error-limit-remain')).toBe(false);
    expect(reply.headers.get('x-ratelimit-group')).toBe('corp-contract');
  });

  test('contract items are throttled at 20 in ten seconds, in the server’s own words', async () => {
    const contractId = await sandbox.createContract();
    const path = `${LIST}/${contractId}/items`;
    for (let i = 0; i < 20; i += 1) expect((await sandbox.esi(path, { token })).status).toBe(200);
    setSeconds(3);
    const refused = await sandbox.esi(path, { token });
    expect([refused.status, await refused.json()]).toEqual([
      520,
      { error: "{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 70000000L}}" },
    ]);
    setSeconds(10);
    expect((await sandbox.esi(path, { token })).status).toBe(200);
  });
});

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
