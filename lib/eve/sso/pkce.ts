import { createHash, randomBytes } from 'node:crypto';

/** A verifier for the token request and its S256 challenge for the authorization URL. */
export type PkcePair = { readonly codeVerifier: string; readonly codeChallenge: string };

/** Make a PKCE pair from 32 random bytes (RFC 7636, method S256). */
export function createPkcePair(): PkcePair {
  const codeVerifier = randomBytes(32).toString('base64url');
  return { codeVerifier, codeChallenge: toCodeChallenge(codeVerifier) };
}

/** The S256 challenge of a verifier. */
export function toCodeChallenge(codeVerifier: string): string {
  return createHash('sha256').update(codeVerifier).digest('base64url');
}

/** Make a `state` value of 32 random bytes. It must be used once and be bound to the browser. */
export function createState(): string {
  return randomBytes(32).toString('base64url');
}
