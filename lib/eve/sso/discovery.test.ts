import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { createLocalJWKSet } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { checkMetadata } from './discovery.ts';
import { createSso, type Sso, SsoMetadataError, SsoUnavailableError } from './index.ts';
import { jwksSchema, metadataSchema } from './schema.ts';
import {
  type Answer,
  CLIENT_ID,
  CLIENT_SECRET,
  type SignInServer,
  startSignInServer,
} from './testing/start-sign-in-server.ts';

const METADATA = '/sso/.well-known/oauth-authorization-server';
const KEYS = '/sso/oauth/jwks';
const REVOKE = '/sso/v2/oauth/revoke';
const TOKEN = '/sso/v2/oauth/token';
const HTML: Answer = { status: 200, body: '<html>maintenance</html>', type: 'text/html' };
const AWAY: Answer = { status: 503, body: '{}' };
const { signal } = new AbortController();
let nowMs: number;
let server: SignInServer;
let sso: Sso;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  server = await startSignInServer(() => new Date(nowMs));
  sso = create();
});
afterEach(() => server[Symbol.asyncDispose]());

const create = (timeoutMs = 5_000) =>
  createSso({
    baseUrl: server.baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost:3000/api/auth/callback/eve',
    timeoutMs,
    clock: () => new Date(nowMs),
  });
const hits = (path: string) => server.hits.get(path) ?? 0;
const go = (from = sso) => from.getRedirectUrl({ state: 's', codeChallenge: 'c' });
const longToken = () => server.sign({ exp: nowMs / 1_000 + 86_400 });

describe('the discovery document', () => {
  test('is fetched once an hour, and once for many at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => go()));
    nowMs += 3_599_000;
    await go();
    expect(hits(METADATA)).toBe(1);
    nowMs += 2_000;
    await Promise.all([go(), go()]);
    expect(hits(METADATA)).toBe(2);
  });

  test('that cannot be fetched again is looked for once a minute', async () => {
    await go();
    nowMs += 3_601_000;
    server.failNext(METADATA, [AWAY, AWAY, AWAY]);
    await go();
    const asked = hits(METADATA);
    await go();
    expect(hits(METADATA)).toBe(asked);
    nowMs += 61_000;
    await go();
    expect(hits(METADATA)).toBe(asked + 1);
  });

  test('of EVE itself, as recorded, is taken, and its keys are of both kinds', async () => {
    const read = async (name: string) =>
      JSON.parse(await readFile(new URL(`testing/${name}.json`, import.meta.url), 'utf8'));
    const metadata = metadataSchema.parse(await read('eve-metadata'));
    const eve = 'https://login.eveonline.com';
    expect(checkMetadata(metadata, eve)).toBe(metadata);
    for (const issuer of [`${eve}/`, 'login.eveonline.com']) {
      expect(checkMetadata({ ...metadata, issuer }, eve)).toMatchObject({ issuer });
    }
    expect(() => checkMetadata({ ...metadata, issuer: 'logineveonline.com' }, eve)).toThrow(
      SsoMetadataError,
    );

    const jwks = await read('eve-jwks');
    const { keys } = jwksSchema.parse(jwks);
    const getKey = createLocalJWKSet(jwks);
    const found = await Promise.all(
      keys.map(
        async ({ kid = '', alg }) => (await getKey({ alg: String(alg), kid })).algorithm.name,
      ),
    );
    expect(found).toEqual(['RSASSA-PKCS1-v1_5', 'ECDSA']);
  });
});

describe('an outage', () => {
  const failures: readonly { name: string; answer: Answer }[] = [
    { name: 'a 503', answer: AWAY },
    { name: 'HTML with 200', answer: HTML },
    { name: 'an HTML 504', answer: { status: 504, body: '<html>awselb</html>' } },
    { name: 'a cut answer', answer: 'cut' },
  ];

  test.each(failures)(
    'of one answer is not seen: discovery, keys and revoking are tried again after $name',
    async ({ answer }) => {
      for (const path of [METADATA, KEYS, REVOKE]) server.failNext(path, [answer]);
      await sso.verifyAccessToken(await server.sign(), { signal });
      // EVE’s revoking answers without a body: HTML with 200 is a yes.
      await sso.revoke('r', { signal });
      expect([hits(METADATA), hits(KEYS)]).toEqual([2, 2]);
      expect(hits(REVOKE)).toBe(answer === HTML ? 1 : 2);
    },
  );

  test('that lasts is given up after three tries', async () => {
    server.failNext(METADATA, [AWAY, AWAY, AWAY, AWAY]);
    await expect(go()).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE', status: 503 });
    expect(hits(METADATA)).toBe(3);
  });

  test('is not waited for beyond the time-out, tries and pauses together', async () => {
    server.failNext(METADATA, ['hang']);
    const startedMs = performance.now();
    await expect(go(create(200))).rejects.toMatchObject({ reason: 'timeout' });
    expect(performance.now() - startedMs).toBeLessThan(3_000);
    expect(hits(METADATA)).toBe(1);
  });

  test.each([
    { name: 'too many requests', answer: { status: 429, body: '{}' } },
    { name: 'a 404', answer: { status: 404, body: '{}' } },
    { name: 'a redirect', answer: { status: 302, body: '' } },
  ])('is no name for $name: it is not tried again', async ({ answer }) => {
    server.failNext(METADATA, [answer]);
    await expect(go()).rejects.toBeInstanceOf(SsoUnavailableError);
    expect(hits(METADATA)).toBe(1);
  });

  test('of the keys is called so, and no token is called bad for it', async () => {
    server.failNext(KEYS, [AWAY, AWAY, AWAY]);
    const asked = sso.verifyAccessToken(await server.sign(), { signal });
    await expect(asked).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE', isRetryable: true });
  });

  test('leaves a token of a known key good, and calls one of a new key not bad', async () => {
    const known = await longToken();
    await sso.verifyAccessToken(known, { signal });
    await server.rotateKey('next');
    server.failNext(KEYS, [AWAY, AWAY, AWAY]);
    const early = await Promise.allSettled(
      [await longToken(), await longToken()].map((token) =>
        sso.verifyAccessToken(token, { signal }),
      ),
    );
    const away = { code: 'ERR_SSO_UNAVAILABLE', isRetryable: true };
    expect(early).toMatchObject([{ reason: away }, { reason: away }]);
    await expect(sso.verifyAccessToken(known, { signal })).resolves.toBeDefined();
    // As soon as EVE is back.
    await expect(sso.verifyAccessToken(await longToken(), { signal })).resolves.toBeDefined();
  });
});

describe('an exchange', () => {
  test.each([
    { name: 'a 503', answer: AWAY },
    { name: 'HTML', answer: HTML },
    { name: 'a cut answer', answer: 'cut' as const },
  ])('is asked for once, whatever comes: EVE may have done it before $name', async ({ answer }) => {
    server.failNext(TOKEN, [answer]);
    for (const grant of [{ code: 'c', codeVerifier: 'v' }, { refreshToken: 'r' }]) {
      const before = hits(TOKEN);
      await expect(sso.getAccessToken(grant, { signal })).rejects.toMatchObject({
        code: 'ERR_SSO_UNAVAILABLE',
        wasSent: true,
      });
      expect(hits(TOKEN)).toBe(before + 1);
    }
  });

  test('is tried again where no connection came about: EVE cannot have seen it', async () => {
    await go();
    await sso.verifyAccessToken(await longToken(), { signal });
    await server[Symbol.asyncDispose]();
    // Whoever asks next finds the kept connections broken, and leaves none.
    await expect(go(create())).rejects.toBeInstanceOf(SsoUnavailableError);
    const asked = sso.getAccessToken({ refreshToken: 'r' }, { signal });
    // Back at the same place while it is still tried: at once, without keys of its own to be made.
    const forms: string[] = [];
    const back = createServer(async (request, response) => {
      forms.push(await text(request));
      const body = { access_token: 'none', expires_in: 1, refresh_token: 'r2' };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }).listen(Number(new URL(server.baseUrl).port), '127.0.0.1');
    try {
      await expect(asked).rejects.toMatchObject({ code: 'ERR_SSO_TOKEN', reason: 'malformed' });
      expect(forms[0]).toContain('refresh_token=r');
    } finally {
      back.closeAllConnections();
      await promisify(back.close.bind(back))();
    }
  });

  test('whose caller has left waits no longer for the next try', async () => {
    const gone = createSso({
      baseUrl: server.baseUrl,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      redirectUri: 'http://localhost/',
    });
    server.failNext(REVOKE, [AWAY, AWAY, AWAY]);
    const leaving = new AbortController();
    const asked = gone.revoke('r', { signal: leaving.signal });
    const refused = expect(asked).rejects.toThrow('gone');
    await expect.poll(() => hits(REVOKE), { interval: 1 }).toBe(1);
    leaving.abort(new Error('gone'));
    await refused;
    expect(hits(REVOKE)).toBeLessThan(3);
  });
});

test('a caller who leaves while the discovery document is fetched ends nobody else’s wait', async () => {
  const leaving = new AbortController();
  const patient = go();
  const hasty = sso.getRedirectUrl({ state: 's', codeChallenge: 'c' }, { signal: leaving.signal });
  leaving.abort(new Error('gone'));
  await expect(hasty).rejects.toThrow('gone');
  await expect(patient).resolves.toContain('/v2/oauth/authorize');
  expect(hits(METADATA)).toBe(1);
});
