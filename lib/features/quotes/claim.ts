/**
 * The secret with which a guest's browser later claims its quotes. The browser keeps the secret in
 * an HttpOnly cookie, a program that asks the API sends its own, the database keeps only the hash.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';

export const CLAIM_COOKIE = '__Host-ageira-claim';
/** In which a program without a key sends a secret that it has made itself. */
export const CLAIM_HEADER = 'Ageira-Claim';

const SECRET_BYTES = 16;
const SECRET_TEXT = /^[A-Za-z0-9_-]{22}$/;
const SIXTY_DAYS_S = 60 * 24 * 60 * 60;

/** How the cookie is set. */
export const CLAIM_COOKIE_OPTIONS = {
  httpOnly: true,
  sameSite: 'lax',
  secure: true,
  path: '/',
  maxAge: SIXTY_DAYS_S,
} as const;

/** The Set-Cookie header that takes the cookie away, once its secret has claimed all there was. */
export const CLEARED_CLAIM_COOKIE = `${CLAIM_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure`;

/** Make a new secret: 128 random bits. One is kept for all quotes of a browser. */
export function createClaimSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

/** The hash under which a secret is stored; null for what is not a secret of ours. */
export function hashClaimSecret(secret: string | undefined): Uint8Array<ArrayBuffer> | null {
  if (secret === undefined || !SECRET_TEXT.test(secret)) return null;
  return new Uint8Array(createHash('sha256').update(secret).digest());
}
