/**
 * The end of sessions.
 *
 * @module
 */
import { revokeKeys } from '#lib/server/api-keys.ts';
import type { Container } from '#lib/server/container.ts';
import {
  deleteSession,
  deleteSessionsOf,
  hashSessionToken,
  SESSION_COOKIE,
} from '#lib/server/sessions.ts';
import { transact } from '#lib/server/transact.ts';
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

/**
 * End all sessions of an account, this one too, and its API keys: whoever fears that somebody else acts for it
 * is rid of both. Returns how many sessions there were.
 */
export async function signOutEverywhere(
  container: Pick<Container, 'db' | 'log' | 'clock'>,
  { accountId }: Pick<Viewer, 'accountId'>,
): Promise<number> {
  const context = { actorId: accountId, at: container.clock() };
  const { count, keys } = await transact(container, async (tx) => ({
    keys: await revokeKeys(tx, { accountId }, context),
    count: await deleteSessionsOf({ db: tx }, { accountId }),
  }));
  container.log.info({ accountId, count, keys }, 'signed out everywhere');
  return count;
}
