import type { AuthOptions } from 'next-auth';
import type { Container } from '#lib/server/container.ts';
import { createSessionToken } from '#lib/server/sessions.ts';
import { AUTH_COOKIES, SESSION_COOKIE_MAX_AGE_S } from './auth-cookies.ts';
import { type Exchange, eveProvider } from './eve-provider.ts';
import { type SignedIn, sessionAdapter } from './session-adapter.ts';

export type AuthParts = {
  readonly scopes: readonly string[];
  readonly exchange: Exchange;
  readonly signal: AbortSignal;
  /** Called once EVE's answer is checked: makes account, links and tokens, and says who came in. */
  readonly onSignIn: () => Promise<SignedIn | null>;
};

/** next-auth's options for one step. Made anew for each: they hold what the step found. */
export async function createAuthOptions(
  container: Pick<Container, 'db' | 'env' | 'sso' | 'clock' | 'log'>,
  { scopes, exchange, signal, onSignIn }: AuthParts,
): Promise<AuthOptions> {
  const { env, sso, log } = container;
  const authorizationEndpoint = await sso.getAuthorizationEndpoint({ signal });
  const { flow: _ours, ...cookies } = AUTH_COOKIES;
  let signedIn: SignedIn | null = null;

  return {
    secret: env.AUTH_SECRET,
    providers: [eveProvider(container, { authorizationEndpoint, scopes, exchange, signal })],
    adapter: sessionAdapter(container, () => signedIn),
    session: {
      strategy: 'database',
      maxAge: SESSION_COOKIE_MAX_AGE_S,
      generateSessionToken: createSessionToken,
    },
    cookies,
    useSecureCookies: true,
    pages: { signIn: '/sign-in', error: '/sign-in' },
    callbacks: {
      async signIn() {
        signedIn = await onSignIn();
        return signedIn !== null;
      },
      redirect: () => env.PUBLIC_URL,
    },
    logger: {
      // Its details may hold codes and tokens; the code alone says what failed.
      error: (code) => log.warn({ code }, 'next-auth refused a sign-in'),
      warn: (code) => log.debug({ code }, 'next-auth warned'),
      debug: () => {},
    },
  };
}
