import type { Adapter, AdapterUser } from 'next-auth/adapters';
import type { Container } from '#lib/server/container.ts';
import { createSession } from '#lib/server/sessions.ts';

/** Who has just signed in, as `completeSignIn` found. */
export type SignedIn = { accountId: string; characterId: number };

/**
 * What next-auth needs of a database, for one callback: it opens the session of who has just signed in.
 *
 * It never finds the session of before: next-auth would keep its token, and a token of before the
 * sign-in must not be good after it.
 */
export function sessionAdapter(
  container: Pick<Container, 'db' | 'clock'>,
  readSignedIn: () => SignedIn | null,
): Adapter {
  const readUser = (): AdapterUser | null => {
    const signedIn = readSignedIn();
    // EVE knows no mail addresses; next-auth's type wants one.
    return signedIn && { id: signedIn.accountId, email: '', emailVerified: null };
  };
  const refuse = async (): Promise<never> => {
    throw new TypeError('Accounts are made and linked by completeSignIn alone');
  };

  return {
    getUserByAccount: readUser,
    getUser: readUser,
    getUserByEmail: () => null,
    getSessionAndUser: () => null,
    createUser: refuse,
    updateUser: refuse,
    linkAccount: refuse,
    async createSession({ sessionToken, userId, expires }) {
      const signedIn = readSignedIn();
      if (signedIn?.accountId !== userId) throw new TypeError('Nobody has signed in');
      const now = container.clock();
      await createSession(container, { token: sessionToken, ...signedIn, now });
      return { sessionToken, userId, expires };
    },
    updateSession: () => null,
    deleteSession: () => null,
  };
}
