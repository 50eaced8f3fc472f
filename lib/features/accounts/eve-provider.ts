import type { OAuthConfig } from 'next-auth/providers/oauth';
import type { EveClaims, TokenSet } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { isSame } from './sign-in-flow.ts';

export const PROVIDER_ID = 'eve';

/** Where the token exchange of one callback leaves what it got. */
export type Exchange = { tokens: TokenSet | null; error: unknown };

type EveProfile = Pick<EveClaims, 'characterId' | 'name'>;

/**
 * EVE Online for next-auth, on our own SSO kit: the exchange and all checks of the token happen there.
 *
 * @param exchange Filled by the callback: next-auth's own token type would lose the claims.
 */
export function eveProvider(
  { env, sso }: Pick<Container, 'env' | 'sso'>,
  {
    authorizationEndpoint,
    scopes,
    exchange,
    signal,
  }: {
    authorizationEndpoint: string;
    scopes: readonly string[];
    exchange: Exchange;
    signal: AbortSignal;
  },
): OAuthConfig<EveProfile> {
  return {
    id: PROVIDER_ID,
    name: 'EVE Online',
    type: 'oauth',
    checks: ['pkce', 'state'],
    clientId: env.EVE_CLIENT_ID,
    clientSecret: env.EVE_CLIENT_SECRET,
    authorization: {
      url: authorizationEndpoint,
      params: { scope: scopes.join(' '), redirect_uri: callbackAddress(env.PUBLIC_URL) },
    },
    token: {
      async request({ params, checks }) {
        try {
          exchange.tokens = await exchangeCode(sso, params, checks, signal);
          return { tokens: { access_token: 'kept by us' } };
        } catch (error) {
          exchange.error = error;
          throw error;
        }
      },
    },
    userinfo: { request: () => ({ ...readClaims(exchange) }) },
    profile: ({ characterId, name }) => ({
      id: String(characterId),
      name,
      email: null,
      image: null,
    }),
  };
}

/** The address registered with EVE. */
export function callbackAddress(publicUrl: string): string {
  return `${publicUrl}/api/auth/callback/${PROVIDER_ID}`;
}

// With an own exchange next-auth leaves comparing the state to us.
async function exchangeCode(
  sso: Container['sso'],
  params: { code?: string; state?: string },
  checks: { state?: string; code_verifier?: string },
  signal: AbortSignal,
): Promise<TokenSet> {
  const { code, state } = params;
  const { state: expected, code_verifier: codeVerifier } = checks;
  if (!code || !state || !expected || !codeVerifier || !isSame(state, expected)) {
    throw new TypeError('The callback is not of the sign-in that this browser began');
  }
  return sso.getAccessToken({ code, codeVerifier }, { signal });
}

function readClaims({ tokens }: Exchange): EveProfile {
  if (!tokens) throw new TypeError('There are no claims before the exchange');
  return tokens.claims;
}
