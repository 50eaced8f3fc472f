import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  characterContracts,
  createEsiClient,
  type EsiClient,
  type EsiClientOptions,
  EsiForbiddenError,
  EsiNetworkError,
  EsiNotFoundError,
  EsiRequestError,
  EsiServerError,
  EsiTimeoutError,
  EsiUnauthorizedError,
  status,
  universeNames,
} from './index.ts';
import { type ScriptedEsi, startScriptedEsi } from './testing/start-scripted-esi.ts';

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
    server.play(() => ({ status: code, body: { error: 'no' }, headers }));
    const failed = await esi.request(status(), { signal }).catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(type);
    expect(failed).toMatchObject({ requestId: 'req-1', isRetryable });
    expect(server.requests).toHaveLength(1);
  });

  test('403 that is trouble at the sign-in is no verdict on the token', async () => {
    server.play(() => ({ status: 403, body: { error: 'sso', sso_status: 503 } }));
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiServerError);
  });

  test('never holds the token', async () => {
    server.play(() => ({ status: 401, body: { error: 'no' } }));
    const operation = characterContracts({ characterId: 7 });
    const call = { signal, accessToken: 'secret-token' };
    const failed = await esi.request(operation, call).catch((error: unknown) => error);
    expect(JSON.stringify(failed, Object.getOwnPropertyNames(failed))).not.toContain(
      'secret-token',
    );
  });
});

describe('an outage', () => {
  test.each([502, 503, 504])('of %s is tried three times, HTML or not', async (code) => {
    server.play(({ nth }) =>
      nth < 2 ? { status: code, body: '<html>awselb</html>' } : { body: STATUS },
    );
    expect((await esi.request(status(), { signal })).data).toEqual(STATUS);
    expect(server.requests).toHaveLength(3);
  });

  test('that lasts is given up after the third try', async () => {
    server.play(() => ({ status: 503, body: '' }));
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiServerError);
    expect(server.requests).toHaveLength(3);
  });

  test('in the middle of an answer is tried again', async () => {
    server.play(({ nth }) => (nth === 0 ? { fault: 'cut' } : { body: STATUS }));
    expect((await esi.request(status(), { signal })).data).toEqual(STATUS);
  });

  test('does not repeat a POST', async () => {
    server.play(() => ({ status: 502, body: '' }));
    const operation = universeNames({ ids: [1] });
    await expect(esi.request(operation, { signal })).rejects.toBeInstanceOf(EsiServerError);
    expect(server.requests).toHaveLength(1);
  });

  test('ends at the time-out', async () => {
    esi = create({ timeoutMs: 60, deadlineMs: 100 });
    server.play(() => ({ fault: 'hang' }));
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiTimeoutError);
  });

  test('where nothing listens is a network error', async () => {
    esi = create({ baseUrl: 'http://127.0.0.1:9' });
    await expect(esi.request(status(), { signal })).rejects.toBeInstanceOf(EsiNetworkError);
  });
});

describe('a caller that leaves', () => {
  test('gets its own reason, and the request ends', async () => {
    server.play(() => ({ fault: 'hang' }));
    const leaving = new AbortController();
    const asked = esi.request(status(), { signal: leaving.signal });
    const refused = expect(asked).rejects.toThrow('gone');
    await expect.poll(() => server.requests.length).toBe(1);
    leaving.abort(new Error('gone'));
    await refused;
  });

  test('does not take the answer from the others', async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    server.play(async () => {
      await released;
      return { body: STATUS };
    });
    const leaving = new AbortController();
    const first = esi.request(status(), { signal: leaving.signal });
    const refused = expect(first).rejects.toThrow('gone');
    const second = esi.request(status(), { signal });
    await expect.poll(() => server.requests.length).toBe(1);
    leaving.abort(new Error('gone'));
    await refused;
    release();
    expect((await second).data).toEqual(STATUS);
    expect(server.requests).toHaveLength(1);
  });
});
