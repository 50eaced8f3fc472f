import { describe, expect, onTestFinished, test, vi } from 'vitest';
import {
  characterContracts,
  EsiForbiddenError,
  EsiNetworkError,
  EsiNotFoundError,
  EsiRequestError,
  EsiServerError,
  EsiTimeoutError,
  EsiUnauthorizedError,
  openContractWindow,
  status,
  universeNames,
} from './index.ts';
import { stageEsi } from './testing/stage-esi.ts';

const STATUS = { players: 20_000, server_version: '1', start_time: '2026-11-20T11:02:00Z' };
const { signal } = new AbortController();
const WINDOW = openContractWindow({ contractId: 1, tokenCharacterId: 7 });
const stage = stageEsi();

describe('an error', () => {
  test.each([
    { status: 400, type: EsiRequestError, isRetryable: false },
    { status: 401, type: EsiUnauthorizedError, isRetryable: false },
    { status: 403, type: EsiForbiddenError, isRetryable: false },
    { status: 404, type: EsiNotFoundError, isRetryable: false },
    { status: 422, type: EsiRequestError, isRetryable: false },
    { status: 500, type: EsiServerError, isRetryable: true },
    { status: 520, type: EsiServerError, isRetryable: true },
  ])('$status has its class and names the request', async ({ status: code, type, isRetryable }) => {
    const headers = { 'x-esi-request-id': 'req-1' };
    stage.server.play(() => ({ status: code, body: { error: 'no' }, headers }));
    const failed = await stage.esi.request(status(), { signal }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(type);
    expect(failed).toMatchObject({ requestId: 'req-1', isRetryable });
    expect(stage.server.requests).toHaveLength(1);
  });

  test('403 that is trouble at the sign-in is no verdict on the token', async () => {
    stage.server.play(() => ({ status: 403, body: { error: 'sso', sso_status: 503 } }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiServerError);
  });

  test('never holds the token', async () => {
    stage.server.play(() => ({ status: 401, body: { error: 'no' } }));
    const operation = characterContracts({ characterId: 7 });
    const call = { signal, accessToken: 'secret-token' };
    const failed = await stage.esi.request(operation, call).catch((error: unknown) => error);
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain(
      'secret-token',
    );
  });
});

describe('an outage', () => {
  test.each([502, 503, 504])('of %s is tried three times, HTML or not', async (code) => {
    stage.server.play(({ nth }) =>
      nth < 2 ? { status: code, body: '<html>awselb</html>' } : { body: STATUS },
    );
    expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
    expect(stage.server.requests).toHaveLength(3);
  });

  test('that lasts is given up after the third try', async () => {
    stage.server.play(() => ({ status: 503, body: '' }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiServerError);
    expect(stage.server.requests).toHaveLength(3);
  });

  test('in the middle of an answer is tried again', async () => {
    stage.server.play(({ nth }) => (nth === 0 ? { fault: 'cut' } : { body: STATUS }));
    expect((await stage.esi.request(status(), { signal })).data).toEqual(STATUS);
  });

  test.each([
    { name: 'that does something is not', tries: 1, asked: WINDOW },
    { name: 'that only reads is', tries: 3, asked: universeNames({ ids: [1] }) },
  ])('of a POST $name asked again', async ({ tries, asked }) => {
    stage.server.play(() => ({ status: 502, body: '' }));
    const answer = stage.esi.request<unknown>(asked, { signal, accessToken: 'jwt' });
    await expect(answer).rejects.toBeInstanceOf(EsiServerError);
    expect(stage.server.requests).toHaveLength(tries);
  });

  test('ends at the time-out', async () => {
    stage.create({ timeoutMs: 60, deadlineMs: 100 });
    stage.server.play(() => ({ fault: 'hang' }));
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiTimeoutError);
  });

  test('of ESI’s own, after 10 s, is waited for and heard', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    stage.server.play(({ nth }) => {
      if (nth === 0) vi.advanceTimersByTime(12_000);
      return nth === 0 ? { status: 500, body: '' } : { body: STATUS };
    });
    await expect(stage.esi.request(status(), { signal })).rejects.toMatchObject({ status: 500 });
  });

  test('where nothing listens is a network error', async () => {
    stage.create({ baseUrl: 'http://127.0.0.1:9' });
    await expect(stage.esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiNetworkError);
  });
});

describe('a caller that leaves', () => {
  test('gets its own reason, and the request ends', async () => {
    stage.server.play(() => ({ fault: 'hang' }));
    const leaving = new AbortController();
    const asked = stage.esi.request(status(), { signal: leaving.signal });
    const refused = expect(asked).rejects.toThrow('gone');
    await expect.poll(() => stage.server.requests.length).toBe(1);
    leaving.abort(new Error('gone'));
    await refused;
  });

  test('does not take the answer from the others', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    stage.server.play(async () => {
      await released;
      return { body: STATUS };
    });
    const leaving = new AbortController();
    const first = stage.esi.request(status(), { signal: leaving.signal });
    const refused = expect(first).rejects.toThrow('gone');
    const second = stage.esi.request(status(), { signal });
    await expect.poll(() => stage.server.requests.length).toBe(1);
    leaving.abort(new Error('gone'));
    await refused;
    release();
    expect((await second).data).toEqual(STATUS);
    expect(stage.server.requests).toHaveLength(1);
  });
});
