import { createHash } from 'node:crypto';
import { issuerSpellings, SsoUnavailableError } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { readViewer } from '#lib/server/sessions.ts';
import { AUTH_COOKIES } from './auth-cookies.ts';
import { createAuthOptions } from './auth-options.ts';
import { completeSignIn, type SignInOutcome } from './complete-sign-in.ts';
import { type Exchange, PROVIDER_ID } from './eve-provider.ts';
import { type MergeOffer, sealMergeOffer } from './merge-offer.ts';
import { PURPOSES } from './purposes.ts';
import { refreshAffiliation } from './refresh-affiliation.ts';
import { runNextAuth } from './run-next-auth.ts';
import type { SignInRefusal } from './schema.ts';
import { toClearCookie, toSetCookie } from './set-cookie.ts';
import { FLOW_LIFETIME_S, openFlow, type SignInFlow } from './sign-in-flow.ts';

export type Callback = {
  /** What EVE sent the browser back with. */
  readonly query: URLSearchParams;
  readonly cookies: ReadonlyMap<string, string>;
};

export type FinishOutcome = {
  /** Always to be sent: the cookies of the sign-in end with it. */
  readonly setCookies: readonly string[];
} & (
  | {
      readonly ok: true;
      readonly returnTo: string;
      readonly accountId: string;
      readonly characterId: number;
    }
  | {
      readonly ok: false;
      readonly reason: SignInRefusal;
      /** What the sign-in was for; null when the browser could not say. */
      readonly asked: SignInFlow | null;
      /** The browser may now ask to have the other account made part of its own; a cookie says which. */
      readonly isMergeOffered?: true;
    }
);

/** End a sign-in: check what came back, let the character in, open the session. */
export async function finishSignIn(
  container: Container,
  callback: Callback,
  signal: AbortSignal,
): Promise<FinishOutcome> {
  const { log } = container;
  const cleared = [AUTH_COOKIES.flow, AUTH_COOKIES.state, AUTH_COOKIES.pkceCodeVerifier].map(
    toClearCookie,
  );

  const flow = await readFlow(container, callback);
  const refuse = (reason: SignInRefusal): Extract<FinishOutcome, { ok: false }> => ({
    ok: false,
    reason,
    asked: flow,
    // A callback that is not of this browser's sign-in must not end the one that is under way.
    setCookies: flow ? cleared : [],
  });
  if (!flow) return refuse('expired');
  if (!isOfOurIssuer(container, callback.query)) {
    log.warn('a sign-in was refused: another server than EVE’s sent the browser back');
    return refuse('refused');
  }
  if (callback.query.has('error')) return refuse('cancelled');

  try {
    const isFirst = await takeState(container, callback.query.get('state') ?? '');
    if (!isFirst) return refuse('expired');
  } catch (error) {
    log.warn({ err: error }, 'a sign-in was refused: its state could not be marked as used');
    return refuse('site-away');
  }

  const { outcome, setCookie } = await exchange(container, flow, callback, signal);
  if (!outcome.ok) {
    log.info({ reason: outcome.reason, purpose: flow.purpose }, 'a sign-in was refused');
    const refusal = refuse(outcome.reason);
    if (!outcome.offer) return refusal;
    const { env, clock } = container;
    const sealed = await sealMergeOffer(outcome.offer, { secret: env.AUTH_SECRET, now: clock() });
    const offered = toSetCookie(AUTH_COOKIES.mergeOffer, sealed);
    return { ...refusal, setCookies: [...refusal.setCookies, offered], isMergeOffered: true };
  }
  const { accountId, characterId } = outcome;
  if (setCookie === null) return refuse('failed');
  log.info({ accountId, characterId, purpose: flow.purpose, intent: flow.intent }, 'signed in');
  await refreshAffiliation(container, characterId, signal);
  return {
    ok: true,
    returnTo: flow.returnTo,
    accountId,
    characterId,
    setCookies: [...cleared, setCookie],
  };
}

async function readFlow(
  { env, clock }: Container,
  { query, cookies: sent }: Callback,
): Promise<SignInFlow | null> {
  const state = query.get('state');
  // An address with two states or codes was not made by EVE.
  if (!state || query.getAll('state').length > 1 || query.getAll('code').length > 1) return null;
  return openFlow(sent.get(AUTH_COOKIES.flow.name), state, {
    secret: env.AUTH_SECRET,
    now: clock(),
  });
}

// EVE names itself in no callback today. Another server that does (RFC 9207) mixes us up with itself.
function isOfOurIssuer({ env }: Container, query: URLSearchParams): boolean {
  const spellings = issuerSpellings(env.EVE_SSO_URL);
  return query.getAll('iss').every((issuer) => spellings.includes(issuer));
}

// A browser that kept its cookies must not come in twice by one state.
async function takeState({ redis }: Container, state: string): Promise<boolean> {
  const key = `sign-in.state.${createHash('sha256').update(state).digest('base64url')}`;
  return (await redis.set(key, '1', 'EX', FLOW_LIFETIME_S * 2, 'NX')) === 'OK';
}

type Refused = {
  readonly ok: false;
  readonly reason: SignInRefusal;
  readonly offer?: MergeOffer;
};
type Exchanged = {
  readonly outcome: Extract<SignInOutcome, { ok: true }> | Refused;
  readonly setCookie: string | null;
};

async function exchange(
  container: Container,
  flow: SignInFlow,
  { query, cookies: sent }: Callback,
  signal: AbortSignal,
): Promise<Exchanged> {
  const got: Exchange = { tokens: null, error: null };
  const found: { outcome: SignInOutcome | null } = { outcome: null };
  const sessionToken = sent.get(AUTH_COOKIES.sessionToken.name);

  const onSignIn = async () => {
    if (!got.tokens) return null;
    const viewer = await readViewer(container, sessionToken, container.clock());
    const { purpose, intent, characterId: wantedId } = flow;
    const signIn = { tokens: got.tokens, purpose, intent, wantedId, viewer, sessionToken };
    try {
      found.outcome = await completeSignIn(container, signIn);
      return found.outcome.ok ? found.outcome : null;
    } catch (error) {
      // next-auth would only make an address of it.
      got.error = error;
      return null;
    }
  };
  try {
    const { scopes } = PURPOSES[flow.purpose];
    const options = await createAuthOptions(container, { scopes, exchange: got, signal, onSignIn });
    const names = [AUTH_COOKIES.state.name, AUTH_COOKIES.pkceCodeVerifier.name];
    const { setCookies } = await runNextAuth(options, {
      method: 'GET',
      path: ['callback', PROVIDER_ID],
      query: { code: query.get('code') ?? '', state: query.get('state') ?? '' },
      cookies: Object.fromEntries(names.map((name) => [name, sent.get(name) ?? ''])),
    });
    const session = setCookies.find((header) =>
      header.startsWith(`${AUTH_COOKIES.sessionToken.name}=`),
    );
    return { outcome: found.outcome ?? readFailure(container, got), setCookie: session ?? null };
  } catch (error) {
    signal.throwIfAborted();
    got.error ??= error;
    return { outcome: readFailure(container, got), setCookie: null };
  }
}

function readFailure({ log }: Container, { tokens, error }: Exchange): Refused {
  if (error instanceof SsoUnavailableError) return { ok: false, reason: 'unavailable' };
  if (tokens === null) {
    log.warn({ err: error }, 'EVE’s answer to a sign-in was refused');
    return { ok: false, reason: 'refused' };
  }
  log.error({ err: error }, 'a sign-in failed');
  return { ok: false, reason: 'failed' };
}
