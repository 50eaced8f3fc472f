import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSso, type EveClaims, type Sso, SsoTokenError } from './index.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type SignInServer,
  startSignInServer,
} from './testing/start-sign-in-server.ts';

const RUNS = 300;
const NOW = new Date('2026-11-20T10:00:00Z');
const { signal } = new AbortController();
let server: SignInServer;
let sso: Sso;

beforeAll(async () => {
  server = await startSignInServer(() => NOW);
  sso = createSso({
    baseUrl: server.baseUrl,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: 'http://localhost/',
    clock: () => NOW,
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    1e300,
    2 ** 53,
    NOW.getTime() / 1_000 + 0.5,
    '',
    ' ',
    '1200',
    'CHARACTER:EVE:',
    'CHARACTER:EVE:0',
    'CHARACTER:EVE:01',
    'CHARACTER:EVE:-1',
    'CHARACTER:EVE:1e9',
    'CHARACTER:EVE:١',
    'CHARACTER:EVE:9007199254740993',
    ' CHARACTER:EVE:1',
    'CHARACTER:EVE:1\n',
    CLIENT_ID,
    'EVE Online',
    `${CLIENT_ID} EVE Online`,
    [],
    [null],
    [['publicData']],
    ['', 'publicData', 'publicData'],
    {},
    { toString: 'publicData' },
  ),
  fc.jsonValue({ maxDepth: 2 }),
);
const claimChanges = fc.dictionary(
  fc.constantFrom('sub', 'name', 'owner', 'azp', 'aud', 'iss', 'exp', 'iat', 'nbf', 'scp', 'kid'),
  odd,
  { minKeys: 1, maxKeys: 2 },
);
const bodyChanges = fc.dictionary(
  fc.constantFrom('expires_in', 'refresh_token', 'token_type', 'scope', 'error'),
  odd,
  { minKeys: 1, maxKeys: 2 },
);

describe('whatever stands in it', { timeout: 120_000 }, () => {
  test('a signed token is well-formed claims, or refused with its reason', async () => {
    const tally = { read: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(claimChanges, async (changes) => {
        const claims = await orRefused(
          sso.verifyAccessToken(await server.sign(changes), { signal }),
        );
        tally[claims ? 'read' : 'refused'] += 1;
        if (claims) expectWellFormed(claims);
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(tally.read, tally.refused)).toBeGreaterThan(RUNS / 20);
  });

  test('an answer with a good token keeps the refresh token, and ends within a day', async () => {
    const access_token = await server.sign();
    await fc.assert(
      fc.asyncProperty(bodyChanges, async (changes) => {
        const body = { access_token, expires_in: 1_199, refresh_token: 'next', ...changes };
        server.answerTokens({ status: 200, body: JSON.stringify(body) });
        const tokens = await sso.getAccessToken({ refreshToken: 'r' }, { signal });
        const isText = typeof body.refresh_token === 'string' && body.refresh_token !== '';
        expect(tokens.refreshToken).toBe(isText ? body.refresh_token : null);
        const leftMs = tokens.expiresAt.getTime() - NOW.getTime();
        expect(leftMs).toBeGreaterThan(0);
        expect(leftMs).toBeLessThanOrEqual(86_400_000);
      }),
      { numRuns: RUNS },
    );
  });
});

async function orRefused<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof SsoTokenError) return null;
    throw error;
  }
}

function expectWellFormed({ characterId, name, ownerHash, scopes, expiresAt }: EveClaims): void {
  expect(characterId).toBeGreaterThan(0);
  expect(characterId).toBeLessThanOrEqual(Number.MAX_SAFE_INTEGER);
  expect(name.length * ownerHash.length).toBeGreaterThan(0);
  expect(scopes.every((scope) => typeof scope === 'string' && scope !== '')).toBe(true);
  expect(expiresAt.getTime()).toBeGreaterThan(NOW.getTime() - 30_000);
}
