/**
 * Who asks, in pages, routes and actions. Only code that runs inside Next may load this file; others
 * use `readViewer` of sessions.ts.
 *
 * @module
 */
import { cookies } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { getContainer } from './container.ts';
import { HttpError } from './http.ts';
import { readViewer, SESSION_COOKIE } from './sessions.ts';
import { hasRole, type Role, type Viewer } from './viewer.ts';

export type { Role, Viewer } from './viewer.ts';

/** Who is signed in, or null. Asked once per request. */
export const getViewer = cache(async (): Promise<Viewer | null> => {
  const container = getContainer();
  const jar = await cookies();
  const token = jar.get(SESSION_COOKIE)?.value;
  return readViewer(container, token, container.clock());
});

/**
 * For pages: who is signed in; anybody else is sent to the sign-in page.
 *
 * @param returnTo Path of the page, to come back to.
 */
export async function requireViewer(returnTo = '/'): Promise<Viewer> {
  const viewer = await getViewer();
  return viewer ?? redirect(`/sign-in?callbackUrl=${encodeURIComponent(returnTo)}`);
}

/** For pages: as {@link requireViewer}; to those without the role the page does not exist. */
export async function requireRole(least: Role, returnTo = '/'): Promise<Viewer> {
  const viewer = await requireViewer(returnTo);
  if (hasRole(viewer, least)) return viewer;
  noteDenial(viewer, least);
  return notFound();
}

/**
 * For routes and actions: who is signed in.
 *
 * @throws {HttpError} 401
 */
export async function demandViewer(): Promise<Viewer> {
  const viewer = await getViewer();
  if (viewer) return viewer;
  throw new HttpError({
    status: 401,
    title: 'Not signed in',
    detail: 'Your session is over. Sign in again.',
  });
}

/**
 * For routes and actions: who is signed in with at least this role.
 *
 * @throws {HttpError} 401, or 403 without the role.
 */
export async function demandRole(least: Role): Promise<Viewer> {
  const viewer = await demandViewer();
  if (hasRole(viewer, least)) return viewer;
  noteDenial(viewer, least);
  throw new HttpError({
    status: 403,
    title: 'Not allowed',
    detail: `This needs the role of ${least} or above.`,
  });
}

// Once a request: layout and page both ask.
const noteDenial = cache(({ accountId, role }: Viewer, needs: Role): void => {
  getContainer().log.info({ accountId, role, needs }, 'denied');
});
