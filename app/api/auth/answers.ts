/**
 * What the routes of the sign-in have in common.
 *
 * @module
 */

import { cookies } from 'next/headers';
import { toPermission } from '#app/_parts/to-permission.ts';
import type { Intent, Purpose, SignInRefusal } from '#lib/features/accounts/schema.ts';
import { getContainer } from '#lib/server/container.ts';

/** Cookies of the request by name. */
export async function readCookies(): Promise<Map<string, string>> {
  const jar = await cookies();
  return new Map(jar.getAll().map(({ name, value }) => [name, value]));
}

/** Send the browser on with GET. `location` is a path of ours or EVE's sign-in. */
export function seeOther(location: string, setCookies: readonly string[] = []): Response {
  const headers = new Headers({
    Location: new URL(location, getContainer().env.PUBLIC_URL).href,
    'Cache-Control': 'no-store',
  });
  for (const header of setCookies) headers.append('Set-Cookie', header);
  return new Response(null, { status: 303, headers });
}

export type AskedSignIn = {
  readonly purpose: Purpose;
  readonly intent: Intent;
  /** A path of ours. */
  readonly returnTo: string;
  readonly characterId: number | null;
};

/** After these nobody is signed in, or the page that asked is not theirs. */
const FOR_SIGN_IN: ReadonlySet<SignInRefusal> = new Set([
  'signed-out',
  'expired',
  'blocked',
  'role-missing',
]);

/**
 * Where somebody is told why a sign-in did not happen: on the page that asked for the permission, or for
 * another character, else on the sign-in page.
 */
export function toRefusal(reason: SignInRefusal, asked: AskedSignIn | null): string {
  const { purpose, intent, returnTo, characterId } = asked ?? NOTHING;
  if (FOR_SIGN_IN.has(reason) || intent === 'sign-in') {
    return `/sign-in?${new URLSearchParams({ error: reason, callbackUrl: returnTo })}`;
  }
  if (purpose === 'sign-in') return `/account?${new URLSearchParams({ error: reason })}`;
  return toPermission(purpose, { returnTo, characterId, error: reason });
}

const NOTHING: AskedSignIn = {
  purpose: 'sign-in',
  intent: 'sign-in',
  returnTo: '/',
  characterId: null,
};
