/**
 * The JWT that EVE's SSO gives out, made and checked.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { SandboxContext } from '../context.ts';
import { findPilot } from '../presets.ts';
import { ownerHash } from './owner-hash.ts';

/** How long an access token lives, in seconds. EVE says 1199 too. */
export const ACCESS_TOKEN_SECONDS = 1_199;

export type AccessTokenOwner = {
  readonly characterId: number;
  readonly clientId: string;
  readonly scopes: readonly string[];
};

export type TokenCheck =
  | ({ readonly ok: true } & AccessTokenOwner)
  | { readonly ok: false; readonly reason: 'invalid' | 'expired' };

const claimsSchema = z.looseObject({
  sub: z.string().regex(/^CHARACTER:EVE:\d+$/),
  azp: z.string(),
  scp: z.union([z.string(), z.array(z.string())]).optional(),
});

type Parts = Pick<SandboxContext, 'keys' | 'clock' | 'baseUrl' | 'store'>;

/** Sign the claims as EVE writes them: `scp` a string for one scope, an array for several, absent for none. */
export async function signAccessToken(parts: Parts, owner: AccessTokenOwner): Promise<string> {
  const issuedAt = Math.floor(parts.clock().getTime() / 1_000);
  const [scope] = owner.scopes;
  return new SignJWT({
    ...(scope !== undefined && { scp: owner.scopes.length === 1 ? scope : [...owner.scopes] }),
    jti: randomUUID(),
    kid: parts.keys.keyId,
    sub: `CHARACTER:EVE:${owner.characterId}`,
    azp: owner.clientId,
    tenant: 'tranquility',
    tier: 'live',
    region: 'world',
    aud: [owner.clientId, 'EVE Online'],
    name: findPilot(owner.characterId)?.name ?? '',
    owner: ownerHash(parts.store.world, owner.characterId),
    exp: issuedAt + ACCESS_TOKEN_SECONDS,
    iat: issuedAt,
    iss: `${parts.baseUrl()}/sso`,
  })
    .setProtectedHeader({ alg: 'RS256', kid: parts.keys.keyId, typ: 'JWT' })
    .sign(parts.keys.signingKey);
}

/** Check a bearer token as ESI does. */
export async function checkAccessToken(parts: Parts, token: string): Promise<TokenCheck> {
  try {
    const { payload } = await jwtVerify(token, parts.keys.checkingKey, {
      algorithms: ['RS256'],
      issuer: `${parts.baseUrl()}/sso`,
      audience: 'EVE Online',
      currentDate: parts.clock(),
    });
    const claims = claimsSchema.parse(payload);
    return {
      ok: true,
      characterId: Number(claims.sub.slice('CHARACTER:EVE:'.length)),
      clientId: claims.azp,
      scopes: [claims.scp ?? []].flat(),
    };
  } catch (error) {
    const isExpired = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';
    return { ok: false, reason: isExpired ? 'expired' : 'invalid' };
  }
}
