import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSso, type Sso, SsoClientError, SsoGrantError } from './index.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type SignInServer,
  startSignInServer,
} from './testing/start-sign-in-server.ts';

const { signal } = new AbortController();
const REVOKE = '/sso/v2/oauth/revoke';
let server: SignInServer;
let sso: Sso;
beforeEach(async () => {
  server = await startSignInServer(() => new Date());
  sso = createSso({
    baseUrl: server.baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost:3000/api/auth/callback/eve',
    userAgent: 'AgeiraTest/1.0 (test@example.com)',
  });
});
afterEach(() => server[Symbol.asyncDispose]());

const refresh = () => sso.getAccessToken({ refreshToken: 'a refresh token' }, { signal });
const answer = (status: number, body: object) =>
  server.answerTokens({ status, body: JSON.stringify(body) });

describe('EVE’s word that a grant is over', () => {
  test.each([
    { status: 400, error: 'invalid_grant', said: 'The authorization grant could not be found' },
    { status: 400, error: 'invalid_grant: Token is expired or invalid.', said: undefined },
    { status: 401, error: 'invalid_grant', said: undefined },
    { status: 403, error: 'invalid_token', said: 'The token is expired' },
    { status: 400, error: 'invalid_grant', said: null },
    { status: 400, error: 'invalid_grant', said: { reason: 'revoked' } },
  ])('is heard as $status $error', async ({ status, error, said }) => {
    answer(status, { error, error_description: said });
    const asked = refresh();
    await expect(asked).rejects.toBeInstanceOf(SsoGrantError);
    await expect(asked).rejects.toMatchObject({
      oauthError: typeof said === 'string' ? `${error} (${said})` : error,
      isRetryable: false,
    });
  });
});

describe('what says nothing about the grant', () => {
  test.each([
    // EVE's misleading answer to a refresh token of another application.
    {
      status: 400,
      error: 'unsupported_grant_type',
      said: 'Grant type refresh_token is not supported.',
    },
    { status: 401, error: 'invalid_client', said: undefined },
    { status: 400, error: 'invalid_request', said: undefined },
    { status: 400, error: 'invalid_scope', said: undefined },
    { status: 403, error: 'token expiry is too far in the future', said: undefined },
  ])('is told apart: $status $error', async ({ status, error, said }) => {
    answer(status, { error, error_description: said });
    await expect(refresh()).rejects.toBeInstanceOf(SsoClientError);
    await expect(refresh()).rejects.toMatchObject({ status, isRetryable: false });
  });

  test.each([
    { name: 'JSON that is no error', body: '{"message":"no"}' },
    { name: 'an error that is no text', body: '{"error":{"code":1}}' },
    { name: 'no body', body: '' },
    { name: 'a list', body: '[]' },
  ])('is an outage: 400 with $name', async ({ body }) => {
    server.answerTokens({ status: 400, body });
    await expect(refresh()).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE', status: 400 });
  });

  test('is an outage: a redirect, whatever stands in it', async () => {
    answer(302, { error: 'invalid_grant' });
    await expect(refresh()).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE', status: 302 });
  });

  test('is an answer larger than any of EVE’s: it is not read to its end', async () => {
    const body = JSON.stringify({ error: 'invalid_grant', padding: 'x'.repeat(300_000) });
    server.answerTokens({ status: 400, body });
    await expect(refresh()).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE' });
  });
});

describe('revoking', () => {
  test('proves who we are, and says which program', async () => {
    await sso.revoke('r1', { signal });
    const [{ authorization, headers } = { authorization: '', headers: {} }] = server.forms;
    const basic = Buffer.from(`${CLIENT_ID}:${encodeURIComponent(CLIENT_SECRET)}`);
    expect(authorization).toBe(`Basic ${basic.toString('base64')}`);
    expect(headers['user-agent']).toBe('AgeiraTest/1.0 (test@example.com)');
  });

  test('that is refused or not answered says so, without the token', async () => {
    const said = 'r-1-of-the-pilot is not yours';
    const body = JSON.stringify({ error: 'invalid_client', error_description: said });
    server.failNext(REVOKE, [{ status: 401, body }]);
    const refused = sso.revoke('r-1-of-the-pilot', { signal });
    await expect(refused).rejects.toThrow('invalid_client ([cut] is not yours)');
    const away = { status: 503, body: '' };
    server.failNext(REVOKE, [away, away, away]);
    const unanswered = sso.revoke('r1', { signal });
    await expect(unanswered).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE' });
    expect(server.hits.get(REVOKE)).toBe(4);
  });
});
