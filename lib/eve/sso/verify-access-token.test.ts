import { generateKeyPairSync, sign } from 'node:crypto';
import { base64url, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSso, type Sso, type SsoError } from './index.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type SignInServer,
  startSignInServer,
} from './testing/start-sign-in-server.ts';

let nowMs = Date.parse('2026-11-20T10:00:00Z');
const clock = () => new Date(nowMs);
const { signal } = new AbortController();
let server: SignInServer;
let sso: Sso;

beforeEach(async () => {
  nowMs = Date.parse('2026-11-20T10:00:00Z');
  server = await startSignInServer(clock);
  sso = createSso({
    baseUrl: server.baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost:3000/api/auth/callback/eve',
    clock,
  });
});
afterEach(() => server[Symbol.asyncDispose]());

const refusal = (token: string) =>
  sso.verifyAccessToken(token, { signal }).then(
    () => 'accepted',
    (error: SsoError & { reason?: string }) => `${error.code} ${error.reason}`,
  );

describe('a good token', () => {
  test('says who it is, for RS256 and ES256', async () => {
    for (const alg of ['RS256', 'ES256'] as const) {
      const claims = await sso.verifyAccessToken(await server.sign({}, { alg }), { signal });
      expect(claims).toEqual({
        characterId: 90000001,
        name: 'Aiko Sen',
        ownerHash: 'owner-hash',
        scopes: ['publicData', 'esi-ui.open_window.v1'],
        expiresAt: new Date(nowMs + 1_200_000),
      });
    }
  });

  test.each([
    { scp: 'publicData', scopes: ['publicData'] },
    { scp: ['a', 'b'], scopes: ['a', 'b'] },
    { scp: undefined, scopes: [] },
    // Two of EVE's scopes break the usual pattern.
    { scp: 'esi.activity.char:read', scopes: ['esi.activity.char:read'] },
    {
      scp: ['publicData', 'esi.cosmetic.char:read'],
      scopes: ['publicData', 'esi.cosmetic.char:read'],
    },
  ])('gives its scopes as a list, from $scp', async ({ scp, scopes }) => {
    const claims = await sso.verifyAccessToken(await server.sign({ scp }), { signal });
    expect(claims.scopes).toEqual(scopes);
  });

  test('may spell the issuer in three ways', async () => {
    const host = server.baseUrl.replace('http://', '');
    for (const iss of [server.baseUrl, `${server.baseUrl}/`, host]) {
      expect(await refusal(await server.sign({ iss }))).toBe('accepted');
    }
  });

  test('may have its audiences in any order, and more of them', async () => {
    for (const aud of [
      ['EVE Online', CLIENT_ID],
      [CLIENT_ID, 'EVE Online', 'another'],
    ]) {
      expect(await refusal(await server.sign({ aud }))).toBe('accepted');
    }
  });

  test('may have a clock 30 s ahead of ours, and no more', async () => {
    const nowS = nowMs / 1_000;
    expect(await refusal(await server.sign({ nbf: nowS + 30 }))).toBe('accepted');
    expect(await refusal(await server.sign({ nbf: nowS + 31 }))).toBe(
      'ERR_SSO_TOKEN not-yet-valid',
    );
  });

  test('needs no azp', async () => {
    expect(await refusal(await server.sign({ azp: undefined }))).toBe('accepted');
  });

  test('is good for 30 s beyond its end, and no longer', async () => {
    const token = await server.sign();
    nowMs += 1_229_000;
    expect(await refusal(token)).toBe('accepted');
    nowMs += 2_000;
    expect(await refusal(token)).toBe('ERR_SSO_TOKEN expired');
  });
});

describe('a forged token is refused', () => {
  test.each([
    { name: 'the client id alone', claims: { aud: [CLIENT_ID] }, reason: 'audience' },
    { name: 'EVE alone, in a list', claims: { aud: ['EVE Online'] }, reason: 'audience' },
    { name: 'EVE alone, as old tokens', claims: { aud: 'EVE Online' }, reason: 'audience' },
    { name: 'another client', claims: { aud: ['other', 'EVE Online'] }, reason: 'audience' },
    { name: 'no audience', claims: { aud: undefined }, reason: 'audience' },
    { name: 'azp of another client', claims: { azp: 'other' }, reason: 'authorized-party' },
    { name: 'another issuer', claims: { iss: 'https://login.evil.example' }, reason: 'issuer' },
    {
      name: 'the typo of the documentation',
      claims: { iss: 'logineveonline.com' },
      reason: 'issuer',
    },
    { name: 'no issuer', claims: { iss: undefined }, reason: 'issuer' },
    { name: 'no end', claims: { exp: undefined }, reason: 'claims' },
    { name: 'a corporation', claims: { sub: 'CORPORATION:EVE:98000001' }, reason: 'subject' },
    {
      name: 'an id too large',
      claims: { sub: 'CHARACTER:EVE:9999999999999999' },
      reason: 'subject',
    },
    { name: 'more after the id', claims: { sub: 'CHARACTER:EVE:1 OR 1' }, reason: 'subject' },
    { name: 'no owner', claims: { owner: undefined }, reason: 'claims' },
    { name: 'an owner of another kind', claims: { owner: 7 }, reason: 'claims' },
  ])('for $name', async ({ claims, reason }) => {
    expect(await refusal(await server.sign(claims))).toBe(`ERR_SSO_TOKEN ${reason}`);
  });

  test('before its time', async () => {
    const nbf = nowMs / 1_000 + 60;
    expect(await refusal(await server.sign({ nbf }))).toBe('ERR_SSO_TOKEN not-yet-valid');
  });

  test.each(['none', 'HS256', 'HS512', 'RS384', 'RS512', 'PS256', 'ES384', 'EdDSA', 'rs256', ''])(
    'of the algorithm "%s", whatever key it names',
    async (alg) => {
      const [, payload, signature] = (await server.sign()).split('.');
      for (const kid of ['JWT-Signature-Key', 'ec']) {
        const header = base64url.encode(JSON.stringify({ alg, kid, typ: 'JWT' }));
        const answer = await refusal(`${header}.${payload}.${signature}`);
        expect(answer).toMatch(/^ERR_SSO_TOKEN (?:algorithm|malformed)$/);
      }
    },
  );

  test('without a signature (alg none)', async () => {
    const [, payload] = (await server.sign()).split('.');
    const header = base64url.encode(JSON.stringify({ alg: 'none', typ: 'JWT' }));
    expect(await refusal(`${header}.${payload}.`)).toBe('ERR_SSO_TOKEN algorithm');
  });

  test('signed by HS256 with the public key as the secret', async () => {
    const forged = await new SignJWT({ sub: 'CHARACTER:EVE:1' })
      .setProtectedHeader({ alg: 'HS256', kid: 'JWT-Signature-Key' })
      .sign(new TextEncoder().encode(server.publicPem));
    expect(await refusal(forged)).toBe('ERR_SSO_TOKEN algorithm');
  });

  test('with a changed claim', async () => {
    const [header, payload = '', signature] = (await server.sign()).split('.');
    const claims = JSON.parse(new TextDecoder().decode(base64url.decode(payload)));
    const changed = base64url.encode(JSON.stringify({ ...claims, sub: 'CHARACTER:EVE:2' }));
    expect(await refusal(`${header}.${changed}.${signature}`)).toBe('ERR_SSO_TOKEN signature');
  });

  test('that names the RS256 key but is signed by ES256', async () => {
    const token = await server.sign({}, { alg: 'ES256', kid: 'JWT-Signature-Key' });
    expect(await refusal(token)).toBe('ERR_SSO_TOKEN key');
  });

  test('that names the ES256 key but is signed by RS256', async () => {
    const token = await server.sign({}, { alg: 'RS256', kid: 'ec' });
    expect(await refusal(token)).toBe('ERR_SSO_TOKEN key');
  });

  test('that names no key, though there is one of its algorithm', async () => {
    expect(await refusal(await server.sign({}, { kid: null }))).toBe('ERR_SSO_TOKEN key');
  });

  test('of the other scheme: http is not https', async () => {
    const iss = server.baseUrl.replace('http:', 'https:');
    expect(await refusal(await server.sign({ iss }))).toBe('ERR_SSO_TOKEN issuer');
  });

  test.each(['', 'a.b', 'a.b.c', '{}'])('that is none: "%s"', async (token) => {
    expect(await refusal(token)).toBe('ERR_SSO_TOKEN malformed');
  });
});

describe('the keys', () => {
  const jwksHits = () => server.hits.get('/sso/oauth/jwks');

  test('are fetched once for many tokens', async () => {
    const token = await server.sign();
    await Promise.all(Array.from({ length: 20 }, () => sso.verifyAccessToken(token, { signal })));
    expect(jwksHits()).toBe(1);
  });

  test('are fetched again once for a key not known yet', async () => {
    expect(await refusal(await server.sign())).toBe('accepted');
    await server.rotateKey('next');
    expect(await refusal(await server.sign())).toBe('accepted');
    expect(jwksHits()).toBe(2);
  });

  test('of many tokens of a new key at one moment are fetched once, and none is refused', async () => {
    expect(await refusal(await server.sign())).toBe('accepted');
    await server.rotateKey('next');
    const tokens = await Promise.all(Array.from({ length: 20 }, () => server.sign()));
    const leaving = new AbortController();
    const left = sso.verifyAccessToken(tokens[0] ?? '', { signal: leaving.signal });
    const refusals = tokens.map(refusal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    expect(new Set(await Promise.all(refusals))).toEqual(new Set(['accepted']));
    expect(jwksHits()).toBe(2);
  });

  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 1_024 });
  const shortKey = publicKey.export({ format: 'jwk' });
  test.each([
    { name: 'of 1,024 bits', jwk: shortKey },
    { name: 'without a modulus', jwk: { kty: 'RSA', e: 'AQAB' } },
    { name: 'whose modulus is a number', jwk: { kty: 'RSA', e: 'AQAB', n: 5 } },
    { name: 'whose modulus is no base64', jwk: { kty: 'RSA', e: '***', n: '***' } },
    { name: 'off its curve', jwk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' } },
  ])('refuse a token where the one it names is $name', async ({ jwk }) => {
    const keys = [{ ...jwk, kid: 'odd' }];
    server.failNext('/sso/oauth/jwks', [{ status: 200, body: JSON.stringify({ keys }) }]);
    const alg = jwk.kty === 'EC' ? 'ES256' : 'RS256';
    const [, payload] = (await server.sign()).split('.');
    const text = `${base64url.encode(JSON.stringify({ alg, kid: 'odd' }))}.${payload}`;
    const signature = sign('sha256', Buffer.from(text), privateKey).toString('base64url');
    expect(await refusal(`${text}.${signature}`)).toBe('ERR_SSO_TOKEN key');
  });

  test('are not fetched for each token with an invented key', async () => {
    for (const kid of ['x1', 'x2', 'x3', 'x4']) {
      expect(await refusal(await server.sign({}, { kid }))).toBe('ERR_SSO_TOKEN key');
    }
    expect(jwksHits()).toBe(2);
    nowMs += 31_000;
    await refusal(await server.sign({}, { kid: 'x5' }));
    expect(jwksHits()).toBe(3);
  });
});
