import type { CookiesOptions } from 'next-auth';
import { SESSION_ABSOLUTE_MS, SESSION_COOKIE } from '#lib/server/sessions.ts';
import { MERGE_OFFER_LIFETIME_S } from './merge-offer.ts';
import { FLOW_LIFETIME_S } from './sign-in-flow.ts';

/** What a cookie of the sign-in is called, and how it is set. */
export type AuthCookie = CookiesOptions[keyof CookiesOptions];
export type AuthCookies = CookiesOptions & {
  readonly flow: AuthCookie;
  readonly mergeOffer: AuthCookie;
};

const SHARED = { httpOnly: true, sameSite: 'lax', path: '/', secure: true } as const;

/**
 * The cookies of the sign-in. All of them are `__Host-`: no other host can set or read them.
 */
export const AUTH_COOKIES: AuthCookies = {
  sessionToken: { name: SESSION_COOKIE, options: SHARED },
  flow: short('sign-in'),
  state: short('sign-in-state'),
  pkceCodeVerifier: short('sign-in-pkce'),
  csrfToken: short('sign-in-csrf'),
  callbackUrl: short('sign-in-return'),
  nonce: short('sign-in-nonce'),
  mergeOffer: short('merge-offer', MERGE_OFFER_LIFETIME_S),
};

/** How long the browser keeps the session's cookie, in seconds. The database decides earlier. */
export const SESSION_COOKIE_MAX_AGE_S = SESSION_ABSOLUTE_MS / 1_000;

function short(name: string, maxAge = FLOW_LIFETIME_S): AuthCookie {
  return { name: `__Host-ageira-${name}`, options: { ...SHARED, maxAge } };
}
