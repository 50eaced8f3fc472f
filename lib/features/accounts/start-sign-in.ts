import { createHash, randomBytes } from 'node:crypto';
import { SsoError } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { HttpError } from '#lib/server/http.ts';
import { BUDGETS, type Caller, spend } from '#lib/server/request-limits.ts';
import { safeReturnPath } from '#lib/server/return-path.ts';
import { AUTH_COOKIES } from './auth-cookies.ts';
import { createAuthOptions } from './auth-options.ts';
import { PROVIDER_ID } from './eve-provider.ts';
import { PURPOSES } from './purposes.ts';
import { runNextAuth } from './run-next-auth.ts';
import type { SignInRefusal, StartSignIn } from './schema.ts';
import { toSetCookie } from './set-cookie.ts';
import { sealFlow } from './sign-in-flow.ts';

export type StartOutcome =
  /** Send the browser there, with these Set-Cookie headers. */
  | { readonly ok: true; readonly location: string; readonly setCookies: readonly string[] }
  | { readonly ok: false; readonly reason: SignInRefusal };

/**
 * Begin a sign-in: where to send the browser, and what it must bring back.
 *
 * @param caller The visitor: at most 10 starts a minute by address, and by account.
 */
export async function startSignIn(
  container: Container,
  { purpose, intent, callbackUrl, characterId }: StartSignIn,
  { caller, signal }: { caller: Caller; signal: AbortSignal },
): Promise<StartOutcome> {
  const { env, clock, log } = container;
  try {
    await spend(container, BUDGETS.signIns, caller);
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return { ok: false, reason: error.problem.status === 429 ? 'limited' : 'site-away' };
  }
  try {
    const answer = await askNextAuth(container, PURPOSES[purpose].scopes, signal);
    const state = new URL(answer.location).searchParams.get('state') ?? '';
    const flow = { purpose, intent, returnTo: safeReturnPath(callbackUrl), characterId };
    const sealed = await sealFlow(flow, state, { secret: env.AUTH_SECRET, now: clock() });
    return {
      ok: true,
      location: answer.location,
      setCookies: [...answer.setCookies, toSetCookie(AUTH_COOKIES.flow, sealed)],
    };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof SsoError)) throw error;
    log.warn({ err: error }, 'a sign-in could not be begun');
    return { ok: false, reason: 'unavailable' };
  }
}

async function askNextAuth(
  container: Container,
  scopes: readonly string[],
  signal: AbortSignal,
): Promise<{ location: string; setCookies: readonly string[] }> {
  const { env } = container;
  const exchange = { tokens: null, error: null };
  const onSignIn = async () => null;
  const options = await createAuthOptions(container, { scopes, exchange, signal, onSignIn });
  const csrf = createCsrf(env.AUTH_SECRET);
  const { location, setCookies } = await runNextAuth(options, {
    method: 'POST',
    path: ['signin', PROVIDER_ID],
    query: {},
    cookies: { [AUTH_COOKIES.csrfToken.name]: csrf.cookie },
    body: { csrfToken: csrf.token },
  });
  const { origin } = new URL(await container.sso.getAuthorizationEndpoint({ signal }));
  if (!location || new URL(location, env.PUBLIC_URL).origin !== origin) {
    throw new Error('next-auth did not begin the sign-in');
  }
  const kept = [AUTH_COOKIES.state.name, AUTH_COOKIES.pkceCodeVerifier.name];
  return {
    location,
    setCookies: setCookies.filter((header) => kept.some((name) => header.startsWith(`${name}=`))),
  };
}

// The route has checked the request's origin, which is what next-auth's token pair is for.
function createCsrf(secret: string): { token: string; cookie: string } {
  const token = randomBytes(32).toString('hex');
  return {
    token,
    cookie: `${token}|${createHash('sha256').update(`${token}${secret}`).digest('hex')}`,
  };
}
