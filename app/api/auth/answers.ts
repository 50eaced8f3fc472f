/**
 * What the routes of the sign-in have in common.
 *
 * @module
 */
import { cookies } from 'next/headers';
import type { SignInRefusal } from '#lib/features/accounts/schema.ts';
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

/** The sign-in page with the reason why it did not work. */
export function toSignIn(reason: SignInRefusal, returnTo: string): string {
  return `/sign-in?${new URLSearchParams({ error: reason, callbackUrl: returnTo })}`;
}
