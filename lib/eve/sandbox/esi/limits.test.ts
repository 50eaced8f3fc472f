import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  MINER,
  startTestSandbox,
  type TestSandbox,
  TRADER,
  TRADER_CORPORATION,
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
describe('limits', () => {
  test('a bucket empties by 2 for an answer, 5 for a mistake, and then says 429 for a while', {
    timeout: 30_000,
  }, async () => {
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

  test('a public route has a bucket for the address, another for an application with a token', async () => {
    const remaining = async (bearer?: string) => {
      const reply = await sandbox.esi('/status', bearer === undefined ? {} : { token: bearer });
      return reply.headers.get('x-ratelimit-remaining');
    };
    const miner = (await sandbox.signIn(MINER, [CHARACTER])).access_token;

    expect([await remaining(), await remaining()]).toEqual(['598', '596']);
    expect([await remaining(token), await remaining(miner)]).toEqual(['598', '596']);
  });

  test('a hundred errors in a minute stop every route with 420 until the minute ends', {
    timeout: 30_000,
  }, async () => {
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
