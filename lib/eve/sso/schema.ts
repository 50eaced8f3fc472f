/**
 * The answers of EVE's sign-in, as far as we rely on them.
 *
 * @module
 */
import * as z from 'zod';

export const metadataSchema = z.looseObject({
  issuer: z.string().min(1),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  revocation_endpoint: z.url(),
  jwks_uri: z.url(),
});
export type SsoMetadata = z.output<typeof metadataSchema>;

export const jwksSchema = z.looseObject({
  keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })).min(1),
});

/** Refusing an answer for what we can do without would lose the refresh token in it. */
export const tokenResponseSchema = z.looseObject({
  access_token: z.string().min(1),
  /** Seconds; 1,199 or 1,200 at Tranquility. Null where it makes no sense: the token says it, too. */
  expires_in: z.coerce.number().min(1).max(86_400).nullable().catch(null),
  /** Null when no scope was asked for. */
  refresh_token: z.string().min(1).nullable().catch(null),
});

export const oauthErrorSchema = z.looseObject({
  error: z.string(),
  error_description: z.string().optional().catch(undefined),
});

/** The last second that a `Date` knows. */
const LAST_SECOND = 8_640_000_000_000;

/** `scp` is a string for one scope, an array for several and absent for none. */
export const claimsSchema = z.looseObject({
  sub: z.string(),
  name: z.string().min(1),
  owner: z.string().min(1),
  exp: z.number().max(LAST_SECOND),
  aud: z.union([z.string(), z.array(z.string())]),
  azp: z.string().optional(),
  scp: z.union([z.string(), z.array(z.string())]).nullish(),
});
