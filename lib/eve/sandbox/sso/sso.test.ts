import { createHash } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { afterEach, describe, expect, test } from 'vitest';
import {
  authorizeParameters,
  basic,
  CLIENT_ID,
  MINER,
  REDIRECT_URI,
  startTestSandbox,
  type TestSandbox,
} from '../testing/start-test-sandbox.ts';

let sandbox: TestSandbox;
afterEach(() => sandbox.close());

const CONTRACTS = 'esi-contracts.read_character_contracts.v1';

describe('the SSO', () => {
  test('gives a token that its own published keys verify, with the claims EVE writes', async () => {
    sandbox = await startTestSandbox();
    const metadata = await (
      await fetch(`${sandbox.url}/sso/.well-known/oauth-authorization-server`)
    ).json();
    const tokens = await sandbox.signIn(MINER, ['publicData', CONTRACTS]);

    const { payload, protectedHeader } = await jwtVerify(
      tokens.access_token,
      createRemoteJWKSet(new URL(metadata.jwks_uri)),
      { issuer: metadata.issuer, audience: 'EVE Online' },
    );
    expect(protectedHeader).toMatchObject({ alg: 'RS256', kid: 'JWT-Signature-Key' });
    expect(payload).toMatchObject({
      sub: `CHARACTER:EVE:${MINER}`,
      name: 'Ilya Torvanen',
      azp: CLIENT_ID,
      aud: [CLIENT_ID, 'EVE Online'],
      scp: ['publicData', CONTRACTS],
      tenant: 'tranquility',
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(1_199);
    expect(tokens.expires_in).toBe(1_199);
    expect(tokens.refresh_token).toHaveLength(24);
  });

  test('writes scp as a string for one scope and leaves it out for none', async () => {
    sandbox = await startTestSandbox();
    const one = await sandbox.signIn(MINER, [CONTRACTS]);
    const none = await sandbox.signIn(MINER, []);

    expect(decodeJwt(one.access_token).scp).toBe(CONTRACTS);
    expect(decodeJwt(none.access_token)).not.toHaveProperty('scp');
    expect(none.refresh_token).toBeUndefined();
  });

  test('publishes an RS256 and an ES256 key, and no private part of either', async () => {
    sandbox = await startTestSandbox();
    const { keys } = await (await fetch(`${sandbox.url}/sso/oauth/jwks`)).json();

    expect(keys.map(({ alg }: { alg: string }) => alg)).toEqual(['RS256', 'ES256']);
    expect(JSON.stringify(keys)).not.toMatch(/"(d|p|q)":/);
  });

  test('offers every pilot by name and shows what is asked for', async () => {
    sandbox = await startTestSandbox();
    const answer = await sandbox.authorize(authorizeParameters([CONTRACTS]));
    const html = await answer.text();

    expect(answer.status).toBe(200);
    expect(html).toContain('aria-label="Sign in as Ilya Torvanen"');
    expect(html).toContain(CONTRACTS);
  });

  test.each([
    { name: 'an unknown client', change: { client_id: 'nobody' } },
    { name: 'a redirect_uri that is not registered', change: { redirect_uri: `${REDIRECT_URI}/` } },
    { name: 'a missing state', change: { state: '' } },
    { name: 'a character that does not exist', change: { character: '1' } },
  ])('refuses $name without sending the browser anywhere', async ({ change }) => {
    sandbox = await startTestSandbox();
    const answer = await sandbox.authorize({
      ...authorizeParameters([]),
      character: String(MINER),
      ...change,
    });

    expect(answer.status).toBe(400);
    expect(answer.headers.get('location')).toBeNull();
  });

  test.each([
    { name: 'a scope that is not registered', change: { scope: 'openid' }, error: 'invalid_scope' },
    { name: 'a pilot who cancels', change: { decline: '1' }, error: 'access_denied' },
    {
      name: 'another response type',
      change: { response_type: 'token' },
      error: 'unsupported_response_type',
    },
    {
      name: 'a plain code challenge',
      change: { code_challenge: 'x', code_challenge_method: 'plain' },
      error: 'invalid_request',
    },
  ])('sends the browser back with an error for $name', async ({ change, error }) => {
    sandbox = await startTestSandbox();
    const answer = await sandbox.authorize({ ...authorizeParameters([]), ...change });
    const back = new URL(answer.headers.get('location') ?? '');

    expect(back.searchParams.get('error')).toBe(error);
    expect(back.searchParams.get('state')).toBe('state-1');
  });

  test('takes a code only with its verifier, only as a form, only from its client', async () => {
    sandbox = await startTestSandbox();
    const getCode = async () => {
      const answer = await sandbox.authorize({
        ...authorizeParameters(['publicData']),
        code_challenge: createHash('sha256').update('right').digest('base64url'),
        code_challenge_method: 'S256',
        character: String(MINER),
      });
      return new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    };
    const form = { grant_type: 'authorization_code', code_verifier: 'wrong' };

    const wrong = await sandbox.postToken({ ...form, code: await getCode() });
    expect([wrong.status, await wrong.json()]).toMatchObject([400, { error: 'invalid_grant' }]);

    const code = await getCode();
    const stranger = await sandbox.postToken({ ...form, code }, basic('not the secret'));
    expect([stranger.status, await stranger.json()]).toMatchObject([
      401,
      { error: 'invalid_client' },
    ]);

    const asJson = await fetch(`${sandbox.url}/sso/v2/oauth/token`, {
      method: 'POST',
      headers: { ...basic(), 'Content-Type': 'application/json' },
      body: JSON.stringify({ ...form, code }),
    });
    expect(asJson.status).toBe(400);
  });

  test('answers a code that was used before with invalid_grant', async () => {
    sandbox = await startTestSandbox();
    const answer = await sandbox.authorize({
      ...authorizeParameters(['publicData']),
      character: String(MINER),
    });
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    const form = { grant_type: 'authorization_code', code };

    expect((await sandbox.postToken(form)).status).toBe(200);
    const again = await sandbox.postToken(form);
    expect([again.status, await again.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  test('lets a code run out after five minutes', async () => {
    let now = new Date('2026-11-22T12:00:00Z');
    sandbox = await startTestSandbox({ clock: () => now });
    const answer = await sandbox.authorize({
      ...authorizeParameters(['publicData']),
      character: String(MINER),
    });
    const code = new URL(answer.headers.get('location') ?? '').searchParams.get('code') ?? '';
    now = new Date('2026-11-22T12:05:00Z');

    const late = await sandbox.postToken({ grant_type: 'authorization_code', code });
    expect(late.status).toBe(400);
  });

  test('turns the refresh token at every use: the one before is dead', async () => {
    sandbox = await startTestSandbox();
    const first = await sandbox.signIn(MINER, [CONTRACTS, 'publicData']);
    const refresh = (token = '') =>
      sandbox.postToken({ grant_type: 'refresh_token', refresh_token: token });

    const second = await (await refresh(first.refresh_token)).json();
    expect(second.refresh_token).not.toBe(first.refresh_token);

    const stale = await refresh(first.refresh_token);
    expect([stale.status, await stale.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  test('gives fewer scopes on refresh when asked, never others', async () => {
    sandbox = await startTestSandbox();
    const { refresh_token = '' } = await sandbox.signIn(MINER, [CONTRACTS, 'publicData']);
    const form = { grant_type: 'refresh_token', refresh_token };

    const others = await sandbox.postToken({ ...form, scope: 'esi-mail.send_mail.v1' });
    expect(others.status).toBe(400);
    const fewer = await (await sandbox.postToken({ ...form, scope: 'publicData' })).json();
    expect(decodeJwt(fewer.access_token).scp).toBe('publicData');
  });

  test('forgets a revoked refresh token, and answers 200 for any token', async () => {
    sandbox = await startTestSandbox();
    const { refresh_token = '' } = await sandbox.signIn(MINER, ['publicData']);
    const revoke = (token: string) =>
      fetch(`${sandbox.url}/sso/v2/oauth/revoke`, {
        method: 'POST',
        headers: basic(),
        body: new URLSearchParams({ token_type_hint: 'refresh_token', token }),
      });

    expect((await revoke('never given')).status).toBe(200);
    expect((await revoke(refresh_token)).status).toBe(200);
    const after = await sandbox.postToken({ grant_type: 'refresh_token', refresh_token });
    expect(after.status).toBe(400);
  });

  test('changes the owner hash and kills the tokens when a character is sold', async () => {
    sandbox = await startTestSandbox();
    const before = await sandbox.signIn(MINER, ['publicData']);
    await sandbox.command('POST', '/control/api/sell-character', { characterId: MINER });
    const after = await sandbox.signIn(MINER, ['publicData']);

    expect(decodeJwt(after.access_token).owner).not.toBe(decodeJwt(before.access_token).owner);
    const refreshed = await sandbox.postToken({
      grant_type: 'refresh_token',
      refresh_token: before.refresh_token ?? '',
    });
    expect(refreshed.status).toBe(400);
  });
});
