/** Several processes, one character and one address: what each may ask is what all have left together. */
import { Redis } from 'ioredis';
import { afterAll, expect, test } from 'vitest';
import { createTestRedis } from '#tests/support/services.ts';
import {
  characterContractItems,
  createEsiClient,
  createRedisBudgets,
  type EsiClient,
  EsiErrorLimitError,
  EsiRateLimitError,
  EsiUnavailableError,
  operation,
  status,
  universeNames,
} from './index.ts';
import { startScriptedEsi } from './testing/start-scripted-esi.ts';
import { startStrictEsi } from './testing/start-strict-esi.ts';

const { signal } = new AbortController();
const service = await createTestRedis();
const connections = [0, 1].map(() => new Redis(service.url));
afterAll(async () => {
  for (const redis of connections) redis.disconnect();
  await service[Symbol.asyncDispose]();
});

/** As two processes have them. */
function createTwo(baseUrl: string, prefix: string): EsiClient[] {
  return connections.map((redis) =>
    createEsiClient({
      baseUrl,
      userAgent: 'AgeiraTest/1.0 (test@example.com)',
      budgets: createRedisBudgets({ redis, prefix }),
      pacesContractItems: false,
      retryBaseMs: 1,
    }),
  );
}

test('two processes that share a Redis spend a whole bucket, and never see a 429', async () => {
  await using server = await startStrictEsi({ tokens: 600 });
  const clients = createTwo(server.baseUrl, '{bucket}');
  const results = await Promise.allSettled(
    Array.from({ length: 500 }, (_, contractId) =>
      clients[contractId % 2]?.request(characterContractItems({ characterId: 7, contractId }), {
        signal,
        accessToken: 'jwt',
      }),
    ),
  );
  expect(server.answered.get(429)).toBeUndefined();
  // With less than the worst that a call may cost left, none is made.
  expect(server.answered.get(200)).toBeGreaterThanOrEqual(297);
  expect(server.answered.get(200)).toBeLessThanOrEqual(300);
  const refused = results.flatMap((result) =>
    result.status === 'rejected' ? [result.reason] : [],
  );
  expect(refused.every((error) => error instanceof EsiRateLimitError)).toBe(true);
  for (const client of clients) await client[Symbol.asyncDispose]();
});

test('another character’s bucket, and another group, are not touched by that', async () => {
  await using server = await startStrictEsi({ tokens: 600 });
  const [one, other] = createTwo(server.baseUrl, '{other}');
  const ask = (client: EsiClient | undefined, characterId: number) =>
    client?.request(characterContractItems({ characterId, contractId: 1 }), {
      signal,
      accessToken: 'jwt',
    });
  await connections[0]?.zadd(
    '{other}:meter:bucket char-contract 7',
    -601,
    '=',
    Date.now() + 60_000,
    'x 600',
  );
  await expect(ask(one, 7)).rejects.toBeInstanceOf(EsiRateLimitError);
  await expect(ask(other, 8)).resolves.toBeDefined();
  const wallet = operation('GET /characters/{character_id}/wallet', { path: { character_id: 7 } });
  await expect(other?.request(wallet, { signal, accessToken: 'jwt' })).resolves.toBeDefined();
  for (const client of [one, other]) await client?.[Symbol.asyncDispose]();
});

test('two processes that meet errors stop before ESI stops everybody on their address', async () => {
  await using server = await startStrictEsi({ errors: 100, status: 404 });
  const clients = createTwo(server.baseUrl, '{errors}');
  const results = await Promise.allSettled(
    Array.from({ length: 300 }, (_, id) =>
      clients[id % 2]?.request(universeNames({ ids: [id + 1] }), { signal }),
    ),
  );
  expect(server.answered.get(420)).toBeUndefined();
  expect(server.answered.get(404)).toBeLessThanOrEqual(95);
  expect(server.answered.get(404)).toBeGreaterThanOrEqual(80);
  const limited = results.filter(
    (result) => result.status === 'rejected' && result.reason instanceof EsiErrorLimitError,
  );
  expect(limited.length).toBeGreaterThanOrEqual(200);
  for (const client of clients) await client[Symbol.asyncDispose]();
});

test('of two processes none asks a route before ESI says that it is back', async () => {
  await using server = await startScriptedEsi();
  const [one, other] = createTwo(server.baseUrl, '{away}');
  const prices = operation('GET /markets/prices', {});
  server.play(({ url }) =>
    url.pathname.endsWith('/prices')
      ? { status: 503, body: '', headers: { 'retry-after': '120' } }
      : { body: { players: 1, server_version: '1', start_time: '2026-11-20T11:02:00Z' } },
  );
  await expect(one?.request(prices, { signal })).rejects.toMatchObject({ retryAfterMs: 120_000 });
  // The one first: by its answer Redis has heard of it.
  for (const client of [one, other]) {
    await expect(client?.request(prices, { signal })).rejects.toBeInstanceOf(EsiUnavailableError);
  }
  expect(server.requests).toHaveLength(1);
  await expect(other?.request(status(), { signal })).resolves.toBeDefined();
  for (const client of [one, other]) await client?.[Symbol.asyncDispose]();
});
