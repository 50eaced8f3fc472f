import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createPkcePair,
  createSso,
  createState,
  type Sso,
  SsoClientError,
  SsoGrantError,
  SsoMetadataError,
  SsoTokenError,
  SsoUnavailableError,
  toCodeChallenge,
} from './index.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type SignInServer,
  startSignInServer,
} from './testing/start-sign-in-server.ts';

const NOW = new Date('2026-11-20T10:00:00Z');
const { signal } = new AbortController();
let server: SignInServer;
let sso: Sso;

beforeEach(async () => {
  server = await startSignInServer(() => NOW);
  sso = create();
});
afterEach(() => server[Symbol.asyncDispose]());

const create = (timeoutMs = 5_000, clock = () => NOW) =>
  createSso({
    baseUrl: server.baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost:3000/api/auth/callback/eve',
    timeoutMs,
    clock,
  });

async function answerGood(refreshToken: string | null = 'refresh-2'): Promise<string> {
  const accessToken = await server.sign();
  const body = { access_token: accessToken, expires_in: 1_199, token_type: 'Bearer' };
  server.answerTokens({
    status: 200,
    body: JSON.stringify({ ...body, ...(refreshToken && { refresh_token: refreshToken }) }),
  });
  return accessToken;
}

describe('the way to EVE', () => {
  test('carries client, address, scopes, state and S256 challenge', async () => {
    const { codeChallenge } = createPkcePair();
    const url = new URL(
      await sso.getRedirectUrl({ state: 's1', codeChallenge, scopes: ['a.v1', 'b:read'] }),
    );
    expect(`${url.origin}${url.pathname}`).toBe(`${server.baseUrl}/v2/oauth/authorize`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: CLIENT_ID,
      redirect_uri: 'http://localhost:3000/api/auth/callback/eve',
      scope: 'a.v1 b:read',
      state: 's1',
      code_challenge: codeChallenge,
      code_challenge_method: 'S256',
    });
  });

  test('asks for publicData where nothing else is wanted: else there is no refresh token', async () => {
    const url = new URL(await sso.getRedirectUrl({ state: 's', codeChallenge: 'c' }));
    expect(url.searchParams.get('scope')).toBe('publicData');
  });

  test('is made of values that never repeat, the challenge the hash of the verifier', () => {
    const pairs = Array.from({ length: 100 }, createPkcePair);
    expect(new Set(pairs.map(({ codeVerifier }) => codeVerifier)).size).toBe(100);
    expect(new Set(Array.from({ length: 100 }, createState)).size).toBe(100);
    // RFC 7636, appendix B.
    expect(toCodeChallenge('dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(
      'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    );
  });

  test('refuses a discovery document of another issuer or server', async () => {
    const token_endpoint = 'https://evil.example/token';
    for (const change of [{ issuer: 'https://evil.example' }, { token_endpoint }]) {
      server.answerMetadata(change);
      const ask = create().getRedirectUrl({ state: 's', codeChallenge: 'c' });
      await expect(ask).rejects.toBeInstanceOf(SsoMetadataError);
    }
  });
});

describe('the exchange', () => {
  test('of a code is a form with verifier, id and secret by Basic', async () => {
    const accessToken = await answerGood();
    const tokens = await sso.getAccessToken({ code: 'c1', codeVerifier: 'v1' }, { signal });

    expect(tokens).toMatchObject({ accessToken, refreshToken: 'refresh-2' });
    expect(tokens.expiresAt).toEqual(new Date(NOW.getTime() + 1_199_000));
    expect(tokens.claims.characterId).toBe(90000001);
    const [{ form, authorization, headers } = { form: [], authorization: '', headers: {} }] =
      server.forms;
    expect(Object.fromEntries(form)).toMatchObject({
      grant_type: 'authorization_code',
      code: 'c1',
      code_verifier: 'v1',
      redirect_uri: 'http://localhost:3000/api/auth/callback/eve',
    });
    expect(headers).toMatchObject({
      host: new URL(server.baseUrl).host,
      'content-type': 'application/x-www-form-urlencoded',
    });
    const basic = Buffer.from(`${CLIENT_ID}:${encodeURIComponent(CLIENT_SECRET)}`);
    expect(authorization).toBe(`Basic ${basic.toString('base64')}`);
  });

  test('of a refresh token sends it encoded and hands on the one that comes back', async () => {
    await answerGood('rotated');
    const tokens = await sso.getAccessToken({ refreshToken: 'a+b/c==' }, { signal });
    expect(tokens.refreshToken).toBe('rotated');
    expect(server.forms[0]?.form.get('refresh_token')).toBe('a+b/c==');
  });

  test('without a refresh token in the answer says null', async () => {
    await answerGood(null);
    const tokens = await sso.getAccessToken({ refreshToken: 'r' }, { signal });
    expect(tokens.refreshToken).toBeNull();
  });

  test.each([-60, -5, 5, 60])(
    'is good though our clock is %s min off: what EVE gave is not lost',
    async (minutes) => {
      const now = new Date(NOW.getTime() + minutes * 60_000);
      const asker = create(5_000, () => now);
      await answerGood('rotated');
      const tokens = await asker.getAccessToken({ refreshToken: 'r' }, { signal });
      expect(tokens.refreshToken).toBe('rotated');
      expect(tokens.expiresAt).toEqual(new Date(now.getTime() + 1_199_000));
    },
  );

  test('refuses an access token that is over by our clock and by EVE’s', async () => {
    const exp = NOW.getTime() / 1_000 - 120;
    const access_token = await server.sign({ exp });
    server.answerTokens({ status: 200, body: JSON.stringify({ access_token, expires_in: 1_200 }) });
    const asked = sso.getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toMatchObject({ reason: 'expired' });
  });

  test('refuses an access token that was made for another application', async () => {
    const access_token = await server.sign({ aud: ['other', 'EVE Online'] });
    server.answerTokens({ status: 200, body: JSON.stringify({ access_token, expires_in: 1_200 }) });
    const asked = sso.getAccessToken({ code: 'c', codeVerifier: 'v' }, { signal });
    await expect(asked).rejects.toBeInstanceOf(SsoTokenError);
  });

  test.each([
    { error: 'invalid_grant', description: 'Invalid refresh token. Unable to migrate grant.' },
    { error: 'invalid_grant: Token is expired or invalid.', description: undefined },
    { error: 'invalid_token', description: 'The authorization grant could not be found' },
  ])('is final for $error', async ({ error, description }) => {
    server.answerTokens({
      status: 400,
      body: JSON.stringify({ error, error_description: description }),
    });
    const asked = sso.getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toMatchObject({ name: 'SsoGrantError', isRetryable: false });
  });

  test('that repeats what it was sent is quoted without it', async () => {
    const description = 'Token refresh-token-canary of another client';
    const body = JSON.stringify({ error: 'invalid_grant', error_description: description });
    server.answerTokens({ status: 400, body });
    const asked = sso.getAccessToken({ refreshToken: 'refresh-token-canary' }, { signal });
    await expect(asked).rejects.toThrow('invalid_grant (Token [cut] of another client)');
  });

  test.each([
    { name: 'a 500', status: 500, body: '{"error":"invalid_grant"}' },
    { name: 'an HTML 502', status: 502, body: '<html>awselb</html>' },
    { name: 'an HTML page with 200', status: 200, body: '<html>maintenance</html>' },
    { name: 'an HTML page with 400', status: 400, body: '<html>bad</html>' },
    { name: 'too many requests', status: 429, body: '{"error":"slow_down"}' },
    { name: 'a redirect', status: 302, body: '' },
    { name: 'half an answer', status: 200, body: '{"expires_in":1200}' },
  ])('is transient for $name: the grant lives', async ({ status, body }) => {
    server.answerTokens({ status, body, type: 'text/html' });
    const asked = sso.getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toBeInstanceOf(SsoUnavailableError);
  });

  test('with a wrong client secret says nothing about the grant', async () => {
    server.answerTokens({ status: 401, body: '{"error":"invalid_client"}' });
    const asked = sso.getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toBeInstanceOf(SsoClientError);
    await expect(asked).rejects.not.toBeInstanceOf(SsoGrantError);
  });

  test('does not begin while the keys are missing: a rotated refresh token would be lost', async () => {
    server.answerMetadata({ jwks_uri: `${server.baseUrl}/nowhere` });
    server.answerTokens({ status: 500, body: '' });
    const asked = create().getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toBeInstanceOf(SsoUnavailableError);
    expect(server.hits.get('/sso/v2/oauth/token')).toBeUndefined();
  });
});

describe('waiting', () => {
  test('ends at the time-out when the server hangs', async () => {
    server.answerTokens('hang');
    const asked = create(150).getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE', reason: 'timeout' });
  });

  test('ends when the caller leaves, with the reason of the caller', async () => {
    server.answerTokens('hang');
    const leaving = new AbortController();
    const asked = sso.getAccessToken({ refreshToken: 'r' }, { signal: leaving.signal });
    const refused = expect(asked).rejects.toThrow('gone');
    await expect.poll(() => server.forms.length).toBe(1);
    leaving.abort(new Error('gone'));
    await refused;
  });

  test('fails at once when nothing listens', async () => {
    const gone = createSso({
      baseUrl: 'http://127.0.0.1:9',
      clientId: 'a',
      clientSecret: 'b',
      redirectUri: 'http://localhost/',
    });
    const asked = gone.getAccessToken({ refreshToken: 'r' }, { signal });
    await expect(asked).rejects.toMatchObject({ reason: 'network', isRetryable: true });
  });
});

test('revoking sends the refresh token with its kind', async () => {
  await sso.revoke('r1', { signal });
  expect(Object.fromEntries(server.forms[0]?.form ?? [])).toEqual({
    token_type_hint: 'refresh_token',
    token: 'r1',
  });
});

test('discovery and keys outlive an outage of the server', async () => {
  let nowMs = NOW.getTime();
  const lasting = createSso({
    baseUrl: server.baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost/',
    clock: () => new Date(nowMs),
  });
  const token = await server.sign({ exp: NOW.getTime() / 1_000 + 100_000 });
  await lasting.verifyAccessToken(token, { signal });
  await server[Symbol.asyncDispose]();
  nowMs += 2 * 3_600_000;
  await expect(lasting.verifyAccessToken(token, { signal })).resolves.toBeDefined();
});
