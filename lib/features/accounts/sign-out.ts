/**
 * The end of sessions.
 *
 * @module
 */
import type { Container } from '#lib/server/container.ts';
import {
  deleteSession,
  deleteSessionsOf,
  hashSessionToken,
  SESSION_COOKIE,
} from '#lib/server/sessions.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { AUTH_COOKIES } from './auth-cookies.ts';
import { toClearCookie } from './set-cookie.ts';

/**
 * End the session of this browser.
 *
 * @returns The Set-Cookie header that takes the token away.
 */
export async function signOut(
  container: Pick<Container, 'db' | 'log'>,
  cookies: ReadonlyMap<string, string>,
): Promise<string> {
  const { db, log } = container;
  const token = cookies.get(SESSION_COOKIE);
  const tokenHash = hashSessionToken(token);
  const session = tokenHash && (await db.session.findUnique({ where: { tokenHash } }));
  await deleteSession(container, token);
  if (session) log.info({ accountId: session.accountId }, 'signed out');
  return toClearCookie(AUTH_COOKIES.sessionToken);
}

/** End all sessions of an account, this one too. Returns how many there were. */
export async function signOutEverywhere(
  { db, log }: Pick<Container, 'db' | 'log'>,
  { accountId }: Pick<Viewer, 'accountId'>,
): Promise<number> {
  const count = await deleteSessionsOf({ db }, { accountId });
  log.info({ accountId, count }, 'signed out everywhere');
  return count;
}
