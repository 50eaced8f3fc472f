import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { characterContractItems, EsiRateLimitError, status } from '#lib/eve/esi/index.ts';
import { createTestRedis } from '#tests/support/services.ts';
import { createContainer } from './container.ts';
import { testEnv } from './testing/test-env.ts';

const DATABASE_NOT_ASKED = 'postgresql://nobody@127.0.0.1:1/none';
const { signal } = new AbortController();
afterEach(() => void vi.useRealTimers());

test('a process whose clock is ahead keeps to what another was told, and to what that one has read', async () => {
  const asked: string[] = [];
  const server = createServer(({ url = '' }, response) => {
    asked.push(url);
    const isRefused = url.includes('items');
    response.writeHead(isRefused ? 429 : 200, {
      'content-type': 'application/json',
      expires: new Date(Date.now() + 15_000).toUTCString(),
      ...(isRefused && {
        'retry-after': '15',
        'x-ratelimit-group': 'char-contract',
        'x-ratelimit-limit': '600/15m',
      }),
    });
    response.end('{"players":1,"server_version":"1","start_time":"2026-11-20T11:02:00Z"}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  await using redis = await createTestRedis();
  const env = {
    ...testEnv({ databaseUrl: DATABASE_NOT_ASKED, redisUrl: redis.url }),
    EVE_ESI_URL: `http://127.0.0.1:${port}`,
  };
  await using one = await createContainer(env, 'one');
  await using other = await createContainer(env, 'other');
  const items = characterContractItems({ characterId: 7, contractId: 1 });
  const call = { signal, accessToken: 'jwt' };
  await one.esi.request(status(), { signal });
  await expect(one.esi.request(items, call)).rejects.toBeInstanceOf(EsiRateLimitError);

  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 });
  await expect(other.esi.request(items, call)).rejects.toBeInstanceOf(EsiRateLimitError);
  expect((await other.esi.request(status(), { signal })).fromCache).toBe(true);
  expect(asked).toHaveLength(2);
  server.closeAllConnections();
  server.close();
});
