import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { issuerSpellings } from './discovery.ts';
import { SsoError, SsoTokenError, type TokenRefusal } from './errors.ts';
import { claimsSchema } from './schema.ts';

/** What an access token says, once it is known to be EVE's and meant for us. */
export type EveClaims = {
  readonly characterId: number;
  readonly name: string;
  /** EVE's hash of character and account: it changes when the character is sold. */
  readonly ownerHash: string;
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
};

const ALGORITHMS = ['RS256', 'ES256'];
const CLOCK_SKEW_S = 30;
const SUBJECT = /^CHARACTER:EVE:([1-9]\d{0,15})$/;

/**
 * Check an access token of EVE: algorithm, key, signature, issuer, both audiences, authorized party,
 * subject and time (30 s of skew allowed).
 *
 * @param signal The one that `getKey` listens to.
 * @throws {SsoTokenError} With the reason. Errors of fetching the keys, and the signal's reason, pass through.
 */
export async function verifyAccessToken(
  token: string,
  getKey: JWTVerifyGetKey,
  options: { baseUrl: string; clientId: string; now: Date; signal: AbortSignal },
): Promise<EveClaims> {
  const { clientId } = options;
  const payload = await verifySignature(token, getKey, options);
  const parsed = claimsSchema.safeParse(payload);
  if (!parsed.success) throw new SsoTokenError('claims', { cause: parsed.error });
  const { sub, name, owner, aud, azp, scp, exp } = parsed.data;

  // A library's audience option is satisfied by one of several; EVE's documentation wants both.
  if (!Array.isArray(aud) || !aud.includes(clientId) || !aud.includes('EVE Online')) {
    throw new SsoTokenError('audience');
  }
  if (azp !== undefined && azp !== clientId) throw new SsoTokenError('authorized-party');
  const characterId = Number(SUBJECT.exec(sub)?.[1]);
  if (!Number.isSafeInteger(characterId)) throw new SsoTokenError('subject');

  return {
    characterId,
    name,
    ownerHash: owner,
    scopes: (typeof scp === 'string' ? scp.split(' ') : (scp ?? [])).filter(Boolean),
    expiresAt: new Date(exp * 1_000),
  };
}

async function verifySignature(
  token: string,
  getKey: JWTVerifyGetKey,
  { baseUrl, now, signal }: { baseUrl: string; now: Date; signal: AbortSignal },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, getKey, {
      algorithms: ALGORITHMS,
      issuer: issuerSpellings(baseUrl),
      currentDate: now,
      clockTolerance: CLOCK_SKEW_S,
      requiredClaims: ['exp', 'sub', 'aud'],
    });
    return payload;
  } catch (cause) {
    if (cause instanceof SsoError) throw cause;
    if (cause instanceof errors.JOSEError) throw new SsoTokenError(toReason(cause), { cause });
    // What is wrong with a key itself comes as the platform says it.
    signal.throwIfAborted();
    throw new SsoTokenError('key', { cause });
  }
}

function toReason(error: errors.JOSEError): TokenRefusal {
  if (error instanceof errors.JWTExpired) return 'expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'iss') return 'issuer';
    if (error.claim === 'nbf') return 'not-yet-valid';
    if (error.claim === 'aud') return 'audience';
    if (error.claim === 'sub') return 'subject';
    return 'claims';
  }
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JOSENotSupported) return 'algorithm';
  if (error instanceof errors.JWKSNoMatchingKey) return 'key';
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'key';
  return 'malformed';
}
