import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  characterContractItems,
  characterContracts,
  createEsiClient,
  type EsiClient,
  type EsiClientOptions,
  EsiErrorLimitError,
  EsiNotFoundError,
  EsiRateLimitError,
  EsiThrottledError,
  status,
} from './index.ts';
import { freshFor, type ScriptedEsi, startScriptedEsi } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
let nowMs: number;
let server: ScriptedEsi;
let esi: EsiClient;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  server = await startScriptedEsi();
  esi = create();
});
afterEach(async () => {
  await esi[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function create(options: Partial<EsiClientOptions> = {}): EsiClient {
  return createEsiClient({
    baseUrl: server.baseUrl,
    userAgent: 'AgeiraTest/1.0 (test@example.com)',
    clock: () => new Date(nowMs),
    retryBaseMs: 1,
    ...options,
  });
}

describe('limits', () => {
  const GROUP = { 'x-ratelimit-group': 'char-contract' };
  const contractsOf = (characterId: number) =>
    esi.request(characterContracts({ characterId }), { signal, accessToken: 'jwt' });

  test('a 420 stops every route until the window ends', async () => {
    server.play(({ url }) =>
      url.pathname.endsWith('/status')
        ? { status: 420, body: {}, headers: { 'x-esi-error-limit-reset': '40' } }
        : { body: [], headers: freshFor(300) },
    );
    await expect(esi.request(status(), { signal })).rejects.toMatchObject({ retryAfterMs: 40_000 });
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiErrorLimitError);
    expect(server.requests).toHaveLength(1);
    nowMs += 40_000;
    await expect(contractsOf(7)).resolves.toBeDefined();
  });

  test('with few errors left in the window we stop by ourselves', async () => {
    const headers = { 'x-esi-error-limit-remain': '5', 'x-esi-error-limit-reset': '12' };
    server.play(() => ({ status: 404, body: { error: 'no' }, headers }));
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiNotFoundError);
    await expect(contractsOf(7)).rejects.toMatchObject({ retryAfterMs: 12_000 });
    expect(server.requests).toHaveLength(1);
  });

  test('a 429 stops its bucket: the group for that character, and nobody else', async () => {
    server.play(({ url }) => {
      if (url.pathname.includes('/characters/7/')) {
        return { status: 429, body: '{}', headers: { ...GROUP, 'retry-after': '30' } };
      }
      return url.pathname.endsWith('/status')
        ? { body: STATUS }
        : { body: [], headers: { ...GROUP, ...freshFor(300) } };
    });
    await contractsOf(8);
    const limited = contractsOf(7);
    await expect(limited).rejects.toBeInstanceOf(EsiRateLimitError);
    await expect(limited).rejects.toMatchObject({ retryAfterMs: 30_000 });
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiRateLimitError);
    await expect(contractsOf(8)).resolves.toBeDefined();
    await expect(esi.request(status(), { signal })).resolves.toBeDefined();
    expect(server.requests.filter(({ url }) => url.pathname.includes('/7/'))).toHaveLength(1);
    nowMs += 30_000;
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiRateLimitError);
    expect(server.requests.filter(({ url }) => url.pathname.includes('/7/'))).toHaveLength(2);
  });

  test('operations seen in one group share its block', async () => {
    server.play(({ url }) =>
      url.pathname.endsWith('/items')
        ? { status: 429, body: '{}', headers: { ...GROUP, 'retry-after': '5' } }
        : { body: [], headers: { ...GROUP, ...freshFor(1) } },
    );
    await contractsOf(7);
    nowMs += 1_000;
    const items = characterContractItems({ characterId: 7, contractId: 1 });
    const asked = esi.request(items, { signal, accessToken: 'jwt' });
    await expect(asked).rejects.toBeInstanceOf(EsiRateLimitError);
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiRateLimitError);
  });

  test.each([420, 429, 520])(
    'ConStopSpamming by %s rests that route as long as it says',
    async (code) => {
      const error = `{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 82647325L}}`;
      server.play(({ url }) =>
        url.pathname.endsWith('/items')
          ? { status: code, body: { error } }
          : { body: [], headers: freshFor(300) },
      );
      const items = characterContractItems({ characterId: 7, contractId: 1 });
      const asked = esi.request(items, { signal, accessToken: 'jwt' });
      await expect(asked).rejects.toBeInstanceOf(EsiThrottledError);
      await expect(asked).rejects.toMatchObject({ retryAfterMs: 8_265 });
      await expect(contractsOf(7)).resolves.toBeDefined();
    },
  );
});
