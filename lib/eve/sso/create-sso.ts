import { createDiscovery } from './discovery.ts';
import { SsoTokenError, type TokenRefusal } from './errors.ts';
import { type HttpAnswer, send } from './http.ts';
import { readTokens, toError } from './read-answer.ts';
import { type EveClaims, verifyAccessToken } from './verify-access-token.ts';
import { isOutage, type Retrying, wasNeverSent, withRetries } from './with-retries.ts';

/** The EVE application, and where EVE's sign-in is. */
export type SsoOptions = {
  /** Where the discovery document lives, without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exactly as registered with EVE. */
  readonly redirectUri: string;
  /** For each request with its retries; 10 s by default. */
  readonly timeoutMs?: number;
  readonly userAgent?: string;
  readonly clock?: () => Date;
};

/** What EVE gives for a grant; the access token has been checked. */
export type TokenSet = {
  readonly accessToken: string;
  /** Store it each time: EVE may hand out another one than the one given. Null without a scope. */
  readonly refreshToken: string | null;
  /** On our clock. */
  readonly expiresAt: Date;
  readonly claims: EveClaims;
};

/** What is exchanged for tokens: the code of a callback, or a stored refresh token. */
export type Grant =
  | { readonly code: string; readonly codeVerifier: string }
  | { readonly refreshToken: string };

/** What an exchange gave, before the access token is checked. */
export type Exchanged = {
  /** Null where EVE gave none: the one that was sent is still good. */
  readonly refreshToken: string | null;
  /** Check the access token. May ask for the keys, and throws as `verifyAccessToken` does. */
  check(): Promise<TokenSet>;
};

type Waiting = { readonly signal: AbortSignal };

type Post = { readonly url: string; readonly form: Record<string, string> };

/** EVE's live for 20 minutes. */
const LONGEST_LIFE_MS = 86_400_000;
const TIME_REFUSALS: ReadonlySet<TokenRefusal> = new Set(['expired', 'not-yet-valid']);

/** EVE's sign-in for one application. */
export type Sso = {
  /** Where EVE asks the pilot. Fetched once from the discovery document. */
  getAuthorizationEndpoint(waiting?: Waiting): Promise<string>;
  /** The address to send the browser to. `scopes` empty asks for publicData. */
  getRedirectUrl(
    ask: { state: string; codeChallenge: string; scopes?: readonly string[] },
    waiting?: Waiting,
  ): Promise<string>;
  /**
   * Exchange a code or a refresh token, and check the access token that comes back.
   *
   * Tried again only where no connection came about. A code works once (RFC 6749, section 4.1.2), and a
   * request whose answer was lost may have rotated the refresh token: whether to ask once more is for
   * whoever keeps it, see `createTokenKeeper`.
   */
  getAccessToken(grant: Grant, waiting: Waiting): Promise<TokenSet>;
  /** The same in two steps, for whoever keeps the new refresh token whatever the check says. */
  exchange(grant: Grant, waiting: Waiting): Promise<Exchanged>;
  verifyAccessToken(accessToken: string, waiting: Waiting): Promise<EveClaims>;
  /** Make a refresh token worthless. EVE answers 200 even for one that it does not know. */
  revoke(refreshToken: string, waiting: Waiting): Promise<void>;
};

/**
 * A client of EVE's sign-in (SSO v2). It keeps nothing but the discovery document and the keys.
 *
 * Every call throws one of the errors in errors.ts, or the reason of `signal` when that aborts.
 */
export function createSso(options: SsoOptions): Sso {
  const { clientId, clientSecret, redirectUri, timeoutMs = 10_000 } = options;
  const clock = options.clock ?? (() => new Date());
  const baseUrl = options.baseUrl.replace(/(?<!\/)\/+$/, '');
  const discovery = createDiscovery({ baseUrl, timeoutMs, clock });
  const headers = {
    authorization: toBasic(clientId, clientSecret),
    'content-type': 'application/x-www-form-urlencoded',
    ...(options.userAgent && { 'user-agent': options.userAgent }),
  };

  async function post<T>(
    { url, form, isWorthRetrying }: Post & Pick<Retrying, 'isWorthRetrying'>,
    signal: AbortSignal,
    read: (answer: HttpAnswer) => T,
  ): Promise<T> {
    const request = {
      method: 'POST',
      headers,
      body: new URLSearchParams(form).toString(),
    } as const;
    return withRetries(
      async (remainingMs) => read(await send(url, request, { timeoutMs: remainingMs, signal })),
      { deadlineMs: timeoutMs, isWorthRetrying, signal },
    );
  }

  async function verify(accessToken: string, now: Date, signal: AbortSignal): Promise<EveClaims> {
    const getKey = await discovery.getKey(signal);
    return verifyAccessToken(accessToken, getKey, { baseUrl, clientId, now, signal });
  }

  /**
   * A token that EVE has just given is good by one of two clocks: ours may be wrong, and refusing it
   * would lose the refresh token that came with it, which may be the only one that still works.
   */
  async function verifyNew(accessToken: string, date: Date | null, signal: AbortSignal) {
    try {
      return await verify(accessToken, clock(), signal);
    } catch (error) {
      const isTime = error instanceof SsoTokenError && TIME_REFUSALS.has(error.reason);
      if (!isTime || date === null) throw error;
      return verify(accessToken, date, signal);
    }
  }

  async function exchange(grant: Grant, { signal }: Waiting): Promise<Exchanged> {
    // Before the exchange: were the keys missing afterwards, the access token could not be checked.
    const [{ token_endpoint: url }] = await Promise.all([
      discovery.getMetadata(signal),
      discovery.getKey(signal),
    ]);
    const secrets = 'code' in grant ? [grant.code, grant.codeVerifier] : [grant.refreshToken];
    const form = toForm(grant, redirectUri);
    const { tokens, date } = await post(
      { url, form, isWorthRetrying: wasNeverSent },
      signal,
      (answer) => ({ tokens: readTokens(answer, [...secrets, clientSecret]), date: answer.date }),
    );
    const { access_token: accessToken, refresh_token: refreshToken, expires_in } = tokens;
    const receivedMs = clock().getTime();
    return {
      refreshToken,
      async check() {
        const claims = await verifyNew(accessToken, date, signal);
        const saidMs =
          expires_in === null ? claims.expiresAt.getTime() - receivedMs : expires_in * 1_000;
        const expiresAt = new Date(receivedMs + Math.min(saidMs, LONGEST_LIFE_MS));
        return { accessToken, refreshToken, expiresAt, claims };
      },
    };
  }

  return {
    async getAuthorizationEndpoint(waiting) {
      return (await discovery.getMetadata(waiting?.signal)).authorization_endpoint;
    },

    async getRedirectUrl({ state, codeChallenge, scopes = [] }, waiting) {
      const { authorization_endpoint } = await discovery.getMetadata(waiting?.signal);
      const url = new URL(authorization_endpoint);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        // Without any scope EVE gives no refresh token.
        scope: scopes.length > 0 ? scopes.join(' ') : 'publicData',
        state,
        code_challenge: codeChallenge,
        code_challenge_method: 'S256',
      }).toString();
      return url.href;
    },

    async getAccessToken(grant, waiting) {
      return (await exchange(grant, waiting)).check();
    },

    exchange,

    verifyAccessToken: (accessToken, { signal }) => verify(accessToken, clock(), signal),

    async revoke(refreshToken, { signal }) {
      const { revocation_endpoint: url } = await discovery.getMetadata(signal);
      const form = { token_type_hint: 'refresh_token', token: refreshToken };
      await post({ url, form, isWorthRetrying: isOutage }, signal, (answer) => {
        if (answer.status !== 200 && answer.status !== 204) {
          throw toError(answer, [refreshToken, clientSecret]);
        }
      });
    },
  };
}

// RFC 6749 wants both halves form-encoded. EVE's own are letters and digits, which this leaves alone.
function toBasic(clientId: string, clientSecret: string): string {
  const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}

function toForm(grant: Grant, redirectUri: string): Record<string, string> {
  return 'code' in grant
    ? {
        grant_type: 'authorization_code',
        code: grant.code,
        code_verifier: grant.codeVerifier,
        redirect_uri: redirectUri,
      }
    : { grant_type: 'refresh_token', refresh_token: grant.refreshToken };
}
