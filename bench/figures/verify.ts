import {
  createLocalJWKSet,
  exportJWK,
  generateKeyPair,
  type JSONWebKeySet,
  jwtVerify,
  SignJWT,
} from 'jose';
import { createSso, issuerSpellings } from '#lib/eve/sso/index.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { takeTurns } from '../support/rounds.ts';
import { type BenchSignIn, serveSignIn } from '../support/serve-sign-in.ts';

const TOKENS = { full: 20_000, tiny: 20 } as const;
/** A page or a batch of jobs checks several at once; one by one, waiting for threads is all there is. */
const AT_ONCE = 20;
const LEAST_SHARE = 0.9;
const CLIENT_ID = 'bench';
const ALGORITHMS = ['RS256', 'ES256'] as const;

type Algorithm = (typeof ALGORITHMS)[number];
type Verify = (token: string) => Promise<unknown>;

/**
 * An access token of EVE checked whole, the keys known: signature by `kid`, issuer, both audiences, subject,
 * time, and the shape of the claims.
 *
 * The peer is jose's `jwtVerify` with the same keys, and by hand what its options do not check.
 */
export const verify: Figure = {
  name: 'verify',
  title: 'access tokens checked with known keys',
  async measure({ size, rounds }) {
    const measures: Measure[] = [];
    for (const algorithm of ALGORITHMS) {
      measures.push(...(await measureOne(algorithm, { count: TOKENS[size], rounds })));
    }
    return measures;
  },
};

async function measureOne(
  algorithm: Algorithm,
  { count, rounds }: { count: number; rounds: number },
): Promise<Measure[]> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm);
  const kid = 'JWT-Signature-Key';
  const keys = [{ ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' }];
  await using eve = await serveSignIn({ keys });
  const token = await new SignJWT(toClaims(eve))
    .setProtectedHeader({ alg: algorithm, kid })
    .sign(privateKey);

  const ways = { ours: createOurs(eve), bare: createBare(eve, { keys }) };
  const { ours, bare } = await takeTurns(rounds, {
    ours: () => checkAll(ways.ours, token, count),
    bare: () => checkAll(ways.bare, token, count),
  });
  return [
    {
      what: `${algorithm}: share of jose’s speed, processor time`,
      unit: '×',
      value: bare.cpuMs / ours.cpuMs,
      spread: Math.max(ours.cpuSpread, bare.cpuSpread),
      bar: { atLeast: LEAST_SHARE },
    },
    {
      what: `${algorithm}: tokens a second`,
      unit: '/s',
      value: (count / ours.wallMs) * 1_000,
      spread: ours.spread,
      peer: {
        what: 'jose',
        value: (count / bare.wallMs) * 1_000,
        spread: bare.spread,
      },
    },
  ];
}

function toClaims({ baseUrl }: BenchSignIn) {
  const nowS = Math.floor(Date.now() / 1_000);
  return {
    scp: ['publicData', 'esi-contracts.read_character_contracts.v1', 'esi-ui.open_window.v1'],
    jti: '3b1d6a1e-6a0b-4a52-9d9c-1f2f3d4e5a6b',
    kid: 'JWT-Signature-Key',
    sub: 'CHARACTER:EVE:90000001',
    azp: CLIENT_ID,
    tenant: 'tranquility',
    tier: 'live',
    region: 'world',
    aud: [CLIENT_ID, 'EVE Online'],
    name: 'Aiko Sen',
    owner: '8PmzCeTKb4VFUDrHLc/AeZXDSWM=',
    exp: nowS + 86_400,
    iat: nowS,
    iss: baseUrl,
  };
}

function createOurs({ baseUrl }: BenchSignIn): Verify {
  const sso = createSso({
    baseUrl,
    clientId: CLIENT_ID,
    clientSecret: 'secret',
    redirectUri: 'http://localhost/',
  });
  const { signal } = new AbortController();
  return (token) => sso.verifyAccessToken(token, { signal });
}

function createBare({ baseUrl }: BenchSignIn, keys: JSONWebKeySet): Verify {
  const getKey = createLocalJWKSet(keys);
  const options = {
    algorithms: [...ALGORITHMS],
    issuer: issuerSpellings(baseUrl),
    clockTolerance: 30,
    requiredClaims: ['exp', 'sub', 'aud'],
  };
  return async (token) => {
    const { payload } = await jwtVerify(token, getKey, options);
    const { aud, azp, sub, name, owner, scp = [], exp } = payload;
    const isForUs = Array.isArray(aud) && aud.includes(CLIENT_ID) && aud.includes('EVE Online');
    const characterId = Number(/^CHARACTER:EVE:([1-9]\d{0,15})$/.exec(sub ?? '')?.[1]);
    if (!isForUs || azp !== CLIENT_ID || !Number.isSafeInteger(characterId)) {
      throw new Error('The token is not for us');
    }
    const isList = Array.isArray(scp) && scp.every((scope) => typeof scope === 'string');
    const isWhole = typeof name === 'string' && typeof owner === 'string' && exp !== undefined;
    if (!isWhole || !(isList || typeof scp === 'string')) throw new Error('Claims are missing');
    const scopes = typeof scp === 'string' ? scp.split(' ').filter(Boolean) : scp;
    return { characterId, name, ownerHash: owner, scopes, expiresAt: new Date(exp * 1_000) };
  };
}

async function checkAll(check: Verify, token: string, count: number): Promise<void> {
  for (let done = 0; done < count; done += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, () => check(token)));
  }
}
