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
  test('a list of 1,001 contracts has two pages of one moment, and no third', {
    timeout: 30_000,
  }, async () => {
    await Promise.all(Array.from({ length: 1_001 }, () => sandbox.createContract()));
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
