import { createDiscovery } from './discovery.ts';
import {
  SsoClientError,
  SsoGrantError,
  SsoTokenError,
  SsoUnavailableError,
  type TokenRefusal,
} from './errors.ts';
import { type HttpAnswer, send } from './http.ts';
import { oauthErrorSchema, tokenResponseSchema } from './schema.ts';
import { type EveClaims, verifyAccessToken } from './verify-access-token.ts';

/** The EVE application, and where EVE's sign-in is. */
export type SsoOptions = {
  /** Where the discovery document lives, without a slash at the end. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Exactly as registered with EVE. */
  readonly redirectUri: string;
  /** For each single request; 10 s by default. */
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

type Waiting = { readonly signal: AbortSignal };

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
  /** Exchange a code or a refresh token, and check the access token that comes back. */
  getAccessToken(grant: Grant, waiting: Waiting): Promise<TokenSet>;
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

  async function post(url: string, form: Record<string, string>, signal: AbortSignal) {
    const body = new URLSearchParams(form).toString();
    return send(url, { method: 'POST', headers, body }, { timeoutMs, signal });
  }

  async function verify(accessToken: string, now: Date, signal: AbortSignal): Promise<EveClaims> {
    const getKey = await discovery.getKey(signal);
    return verifyAccessToken(accessToken, getKey, { baseUrl, clientId, now });
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

    async getAccessToken(grant, { signal }) {
      // Before the exchange: were the keys missing afterwards, a rotated refresh token would be lost.
      const [{ token_endpoint }] = await Promise.all([
        discovery.getMetadata(signal),
        discovery.getKey(signal),
      ]);
      const answer = await post(token_endpoint, toForm(grant, redirectUri), signal);
      const receivedAt = clock().getTime();
      const secrets = 'code' in grant ? [grant.code, grant.codeVerifier] : [grant.refreshToken];
      const tokens = readTokens(answer, [...secrets, clientSecret]);
      const claims = await verifyNew(tokens.access_token, answer.date, signal);
      return {
        accessToken: tokens.access_token,
        refreshToken: tokens.refresh_token ?? null,
        expiresAt: new Date(receivedAt + tokens.expires_in * 1_000),
        claims,
      };
    },

    verifyAccessToken: (accessToken, { signal }) => verify(accessToken, clock(), signal),

    async revoke(refreshToken, { signal }) {
      const { revocation_endpoint } = await discovery.getMetadata(signal);
      const form = { token_type_hint: 'refresh_token', token: refreshToken };
      const answer = await post(revocation_endpoint, form, signal);
      if (answer.status !== 200 && answer.status !== 204) {
        throw toError(answer, [refreshToken, clientSecret]);
      }
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

function readTokens(answer: HttpAnswer, secrets: readonly string[]) {
  if (answer.status !== 200) throw toError(answer, secrets);
  const parsed = tokenResponseSchema.safeParse(answer.json);
  if (!parsed.success) throw new SsoUnavailableError('answer', answer.status);
  return parsed.data;
}

/** What is shorter stands in plain words by chance. */
const SHORTEST_SECRET = 8;

// What a server says of a token may repeat it, and an error ends up in a log.
// EVE has spelled these as "invalid_grant: Token is expired or invalid." too, hence `includes`.
function toError({ status, json }: HttpAnswer, secrets: readonly string[]): Error {
  const parsed = oauthErrorSchema.safeParse(json);
  if (status >= 500 || status === 429 || status < 400 || !parsed.success) {
    return new SsoUnavailableError('answer', status);
  }
  const { error, error_description: description } = parsed.data;
  const whole = description ? `${error} (${description})` : error;
  const said = secrets
    .filter(({ length }) => length >= SHORTEST_SECRET)
    .reduce((text, secret) => text.replaceAll(secret, '[cut]'), whole);
  const isFinal = error.includes('invalid_grant') || error.includes('invalid_token');
  return isFinal ? new SsoGrantError(said) : new SsoClientError(status, said);
}
