import { describe, expect, test, vi } from 'vitest';
import {
  characterContractItems,
  characterContracts,
  EsiErrorLimitError,
  EsiNotFoundError,
  EsiRateLimitError,
  EsiThrottledError,
  operation,
  status,
} from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';
import { freshFor } from './testing/start-scripted-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
const stage = stageEsi();

describe('limits', () => {
  const GROUP = { 'x-ratelimit-group': 'char-contract' };
  const contractsOf = (characterId: number) =>
    stage.esi.request(characterContracts({ characterId }), { signal, accessToken: 'jwt' });

  test('a 420 stops every route until the window ends', async () => {
    stage.server.play(({ url }) =>
      url.pathname.endsWith('/status')
        ? { status: 420, body: {}, headers: { 'x-esi-error-limit-reset': '40' } }
        : { body: [], headers: freshFor(300) },
    );
    await expect(stage.esi.request(status(), { signal })).rejects.toMatchObject({
      retryAfterMs: 40_000,
    });
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiErrorLimitError);
    expect(stage.server.requests).toHaveLength(1);
    stage.nowMs += 40_000;
    await expect(contractsOf(7)).resolves.toBeDefined();
  });

  test('with few errors left in the window we stop by ourselves', async () => {
    const headers = { 'x-esi-error-limit-remain': '5', 'x-esi-error-limit-reset': '12' };
    stage.server.play(() => ({ status: 404, body: { error: 'no' }, headers }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiNotFoundError);
    await expect(contractsOf(7)).rejects.toMatchObject({ retryAfterMs: 12_000 });
    expect(stage.server.requests).toHaveLength(1);
  });

  test('a 429 stops its bucket: the group for that character, and nobody else', async () => {
    stage.server.play(({ url }) => {
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
    await expect(stage.esi.request(status(), { signal })).resolves.toBeDefined();
    expect(stage.server.requests.filter(({ url }) => url.pathname.includes('/7/'))).toHaveLength(1);
    stage.nowMs += 30_000;
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiRateLimitError);
    expect(stage.server.requests.filter(({ url }) => url.pathname.includes('/7/'))).toHaveLength(2);
  });

  test('operations seen in one group share its block', async () => {
    stage.server.play(({ url }) =>
      url.pathname.endsWith('/items')
        ? { status: 429, body: '{}', headers: { ...GROUP, 'retry-after': '5' } }
        : { body: [], headers: { ...GROUP, ...freshFor(1) } },
    );
    await contractsOf(7);
    stage.nowMs += 1_000;
    const items = characterContractItems({ characterId: 7, contractId: 1 });
    const asked = stage.esi.request(items, { signal, accessToken: 'jwt' });
    await expect(asked).rejects.toBeInstanceOf(EsiRateLimitError);
    await expect(contractsOf(7)).rejects.toBeInstanceOf(EsiRateLimitError);
  });

  test.each([420, 429, 520])(
    'ConStopSpamming by %s rests that route as long as it says',
    async (code) => {
      const error = `{'error_label': 'ConStopSpamming', 'error_dict': {'remainingTime': 82647325L}}`;
      stage.server.play(({ url }) =>
        url.pathname.endsWith('/items')
          ? { status: code, body: { error } }
          : { body: [], headers: freshFor(300) },
      );
      const items = characterContractItems({ characterId: 7, contractId: 1 });
      const asked = stage.esi.request(items, { signal, accessToken: 'jwt' });
      await expect(asked).rejects.toBeInstanceOf(EsiThrottledError);
      await expect(asked).rejects.toMatchObject({ retryAfterMs: 8_265 });
      await expect(contractsOf(7)).resolves.toBeDefined();
    },
  );

  test.each([420, 520])(
    'MailStopSpamming by %s rests the mail of that character alone',
    async (code) => {
      const error = `{'error_label': 'MailStopSpamming', 'error_dict': {'remainingTime': 300000000L}}`;
      stage.server.play(({ url }) =>
        url.pathname.endsWith('/mail')
          ? { status: code, body: { error } }
          : { body: STATUS, headers: freshFor(30) },
      );
      const body = { approved_cost: 0, body: 'b', recipients: [], subject: 's' };
      const mail = (character_id: number) =>
        stage.esi.request(
          operation('POST /characters/{character_id}/mail', { path: { character_id }, body }),
          { signal, accessToken: 'jwt' },
        );
      for (const _again of [1, 2]) {
        await expect(mail(7)).rejects.toMatchObject({
          name: 'EsiThrottledError',
          retryAfterMs: 30_000,
        });
      }
      await expect(mail(8)).rejects.toBeInstanceOf(EsiThrottledError);
      await expect(stage.esi.request(status(), { signal })).resolves.toBeDefined();
      expect(stage.server.requests.map(({ url }) => url.pathname)).toEqual([
        '/esi/characters/7/mail',
        '/esi/characters/8/mail',
        '/esi/status',
      ]);
    },
  );

  test('a block ends in its own time though our clock is set back', async () => {
    stage.server.play(({ nth }) =>
      nth === 0
        ? { status: 420, body: {}, headers: { 'x-esi-error-limit-reset': '40' } }
        : { body: STATUS },
    );
    await expect(stage.esi.request(status(), { signal })).rejects.toThrow();
    stage.nowMs -= 3_600_000;
    await expect(stage.esi.request(status(), { signal })).rejects.toMatchObject({
      retryAfterMs: 40_000,
    });
    stage.nowMs += 40_000;
    await expect(stage.esi.request(status(), { signal })).resolves.toBeDefined();
    expect(stage.server.requests).toHaveLength(2);
  });

  test.each([
    { said: '99999999999999999999', retryAfterMs: 3_600_000 },
    { said: '-5', retryAfterMs: 10_000 },
    { said: 'Fri, 20 Nov 2026 10:05:00 GMT', retryAfterMs: 300_000 },
    { said: 'Fri, 20 Nov 2026 09:00:00 GMT', retryAfterMs: 1_000 },
    { said: 'Fri, 31 Dec 9999 23:59:59 GMT', retryAfterMs: 3_600_000 },
    { said: '1.5', retryAfterMs: 1_500 },
    { said: '900, 900', retryAfterMs: 900_000 },
    { said: '90 ', retryAfterMs: 90_000 },
    { said: 'soon', retryAfterMs: 10_000 },
    { said: undefined, retryAfterMs: 10_000 },
    { said: '0', retryAfterMs: 1_000 },
  ])('a 429 with Retry-After $said rests for $retryAfterMs ms', async ({ said, retryAfterMs }) => {
    const headers: Record<string, string> = {
      date: 'Fri, 20 Nov 2026 10:00:00 GMT',
      ...(said !== undefined && { 'retry-after': said }),
    };
    stage.server.play(() => ({ status: 429, body: '', headers }));
    await expect(stage.esi.request(status(), { signal })).rejects.toMatchObject({ retryAfterMs });
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiRateLimitError);
    expect(stage.server.requests).toHaveLength(1);
  });

  test('a refusal also keeps the tries back that were waiting to be made again', async () => {
    // The pause before another try is drawn by lot: a second here, so that the refusal comes within it.
    const lot = vi.spyOn(Math, 'random').mockReturnValue(0.5);
    stage.create({ retryBaseMs: 1_000 });
    const operation = characterContracts({ characterId: 7 });
    stage.server.play(({ url }) =>
      url.pathname.endsWith('/status')
        ? { status: 420, body: {}, headers: { 'x-esi-error-limit-reset': '40' } }
        : { status: 502, body: '' },
    );
    const failing = stage.esi.request(operation, { signal, accessToken: 'jwt' });
    const refused = expect(failing).rejects.toBeInstanceOf(EsiErrorLimitError);
    await expect.poll(() => stage.server.requests.length).toBe(1);
    await expect(stage.esi.request(status(), { signal })).rejects.toThrow();
    await refused;
    expect(
      stage.server.requests.filter(({ url }) => !url.pathname.endsWith('/status')),
    ).toHaveLength(1);
    lot.mockRestore();
  });
});

describe('a bucket that ESI has put a route into since', () => {
  const HEADERS = { 'x-ratelimit-group': 'prices', 'x-ratelimit-limit': '10/15m' };
  const prices = () => stage.esi.request(operation('GET /markets/prices', {}), { signal });

  test('is learned from its headers, and kept to', async () => {
    stage.server.play(({ nth }) => ({
      body: [],
      headers: { ...freshFor(60), ...HEADERS, 'x-ratelimit-remaining': String(8 - 2 * nth) },
    }));
    for (let calls = 0; calls < 3; calls += 1) {
      await prices();
      stage.nowMs += 60_000;
    }
    await expect(prices()).rejects.toBeInstanceOf(EsiRateLimitError);
    expect(stage.server.requests).toHaveLength(3);
    stage.nowMs += 15 * 60_000;
    await expect(prices()).resolves.toBeDefined();
  });

  test('is shared with others of our character, as its headers tell', async () => {
    stage.server.play(() => ({
      body: [],
      headers: { ...freshFor(60), ...HEADERS, 'x-ratelimit-remaining': '1' },
    }));
    await prices();
    stage.nowMs += 60_000;
    await expect(prices()).rejects.toMatchObject({ retryAfterMs: 14 * 60_000 });
    expect(stage.server.requests).toHaveLength(1);
  });

  test.each(['0/15m', '1000', 'ten/15m', '600/15s'])('is not learned from "%s"', async (limit) => {
    const headers = { ...freshFor(1), ...HEADERS, 'x-ratelimit-limit': limit };
    stage.server.play(() => ({ body: [], headers }));
    for (let calls = 0; calls < 20; calls += 1) {
      await prices();
      stage.nowMs += 1_000;
    }
    expect(stage.server.requests).toHaveLength(20);
  });
});
