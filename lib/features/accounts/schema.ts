/**
 * What a sign-in is for, and what can become of it.
 *
 * @module
 */
import * as z from 'zod';

/** 'sign-in' proves who one is; the others also grant us something, asked for only when it is needed. */
export const purposeSchema = z.enum(['sign-in', 'contracts', 'window', 'check', 'wallet']);
export type Purpose = z.output<typeof purposeSchema>;

/** Those of them that grant us something. */
export const grantedPurposeSchema = purposeSchema.exclude(['sign-in']);
export type GrantedPurpose = z.output<typeof grantedPurposeSchema>;

/** Whether somebody comes in, or brings another character to the account that is signed in. */
export const intentSchema = z.enum(['sign-in', 'add-character']);
export type Intent = z.output<typeof intentSchema>;

/** What the form behind a sign-in button sends to /api/auth/start. */
export const startSignInSchema = z.strictObject({
  purpose: purposeSchema.default('sign-in'),
  intent: intentSchema.default('sign-in'),
  callbackUrl: z.string().max(4_096).default('/'),
  /** Whose permission is asked for; absent: whoever is chosen at EVE. */
  characterId: z.coerce.number().int().positive().nullable().default(null),
});
export type StartSignIn = z.output<typeof startSignInSchema>;

/** Why a sign-in did not happen: `/sign-in?error=<reason>`. */
export const signInRefusalSchema = z.enum([
  'cancelled',
  'expired',
  'unavailable',
  'site-away',
  'limited',
  'refused',
  'other-account',
  'other-account-has-role',
  'other-character',
  'signed-out',
  'blocked',
  'role-missing',
  'scopes-missing',
  'failed',
]);
export type SignInRefusal = z.output<typeof signInRefusalSchema>;

/** For the pilot: what happened and what to do. */
export const SIGN_IN_REFUSALS: Record<SignInRefusal, string> = {
  cancelled:
    'You left EVE Online’s page without choosing a character. Nothing was changed. Try again when you like.',
  expired:
    'This sign-in was begun in another browser, used before, or left for too long, or your browser keeps no cookies for this site (Safari keeps none of a sandbox on http://localhost). Begin it again.',
  unavailable: 'EVE Online’s sign-in does not answer. Try again in a few minutes.',
  'site-away': 'This site cannot take a sign-in right now. Try again in a minute.',
  limited: 'Too many sign-ins from your address. Wait a minute, then try again.',
  refused: 'EVE Online’s answer could not be trusted, so you were not signed in. Try again.',
  'other-account':
    'This character belongs to another account here. Sign in with it instead, or remove it there first.',
  'other-account-has-role':
    'This character belongs to another account here, one that works for the trader: such an account is never merged. Sign in with it instead, or remove the character there first.',
  'other-character':
    'At EVE Online you chose another character than the one that this was asked for. Nothing was changed. Ask again, and choose that one.',
  'signed-out':
    'Your session ended while you were at EVE Online. Sign in, then add the character again.',
  blocked: 'This account is closed. Write to the trader if you think that this is wrong.',
  'role-missing':
    'Only the site’s traders need to grant this. Ask an owner to give your account the role first.',
  'scopes-missing':
    'EVE Online did not grant all that was asked for. Begin again and allow it all.',
  failed: 'The sign-in failed on our side. Nothing was changed. Try again in a minute.',
};
