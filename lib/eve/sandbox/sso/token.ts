import type { SandboxClient, SandboxContext } from '../context.ts';
import { type Call, json, type Reply } from '../http/call.ts';
import { ACCESS_TOKEN_SECONDS, type AccessTokenOwner, signAccessToken } from './access-token.ts';
import { authenticateClient } from './client-auth.ts';
import { type Grants, isRightVerifier } from './grants.ts';

const NO_STORE = { 'Cache-Control': 'no-store', Pragma: 'no-cache' };

/**
 * `POST /v2/oauth/token`: a code or a refresh token for an access token. Forms only.
 *
 * Every refresh gives another refresh token, and the one sent is dead from then on: a caller that
 * does not keep the returned one is found out at once. The control page can have them stay as they are.
 */
export function createTokenEndpoint(parts: SandboxContext, grants: Grants) {
  return async (call: Call): Promise<Reply> => {
    if (!call.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
      return refuse('invalid_request', 'The request must be form-encoded.');
    }
    const form = new URLSearchParams(await call.readBody());
    const client = authenticateClient(parts.clients, call.headers.authorization, form);
    if (!client) {
      return json(
        401,
        { error: 'invalid_client', error_description: 'Unknown client or wrong secret.' },
        { ...NO_STORE, 'WWW-Authenticate': 'Basic realm="EVE SSO sandbox"' },
      );
    }
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return exchangeCode(client, form);
      case 'refresh_token':
        return refresh(client, form);
      default:
        return refuse('unsupported_grant_type', 'Use authorization_code or refresh_token.');
    }
  };

  async function exchangeCode(client: SandboxClient, form: URLSearchParams): Promise<Reply> {
    const grant = grants.takeCode(form.get('code') ?? '');
    if (!grant || grant.clientId !== client.clientId) {
      return refuse('invalid_grant', 'Authorization code not found.');
    }
    const redirectUri = form.get('redirect_uri');
    if (redirectUri !== null && redirectUri !== grant.redirectUri) {
      return refuse(
        'invalid_grant',
        'The redirect_uri is not the one the code was asked for with.',
      );
    }
    if (
      grant.codeChallenge !== null &&
      !isRightVerifier(form.get('code_verifier') ?? '', grant.codeChallenge)
    ) {
      return refuse('invalid_grant', 'Failed code challenge.');
    }
    return giveTokens(grant);
  }

  async function refresh(client: SandboxClient, form: URLSearchParams): Promise<Reply> {
    const token = form.get('refresh_token') ?? '';
    const grant = grants.findRefreshToken(token, client.clientId);
    if (!grant) {
      return refuse('invalid_grant', 'Invalid refresh token. Unable to migrate grant.');
    }
    const asked = (form.get('scope') ?? '').split(' ').filter((text) => text !== '');
    if (!asked.every((scope) => grant.scopes.includes(scope))) {
      return refuse('invalid_scope', 'A refresh may ask for fewer scopes, never for others.');
    }
    const accessScopes = asked.length > 0 ? asked : grant.scopes;
    if (!parts.store.world.rotatesTokens) return giveTokens(grant, accessScopes, token);
    grants.removeRefreshToken(token);
    return giveTokens(grant, accessScopes);
  }

  async function giveTokens(
    owner: AccessTokenOwner,
    accessScopes: readonly string[] = owner.scopes,
    keptToken: string | null = null,
  ): Promise<Reply> {
    // EVE gives a refresh token only where at least one scope was asked for.
    const refreshToken =
      keptToken ?? (owner.scopes.length > 0 ? grants.createRefreshToken(owner) : null);
    const accessToken = await signAccessToken(parts, { ...owner, scopes: accessScopes });
    await parts.store.save();
    return json(
      200,
      {
        access_token: accessToken,
        expires_in: ACCESS_TOKEN_SECONDS,
        token_type: 'Bearer',
        ...(refreshToken !== null && { refresh_token: refreshToken }),
      },
      NO_STORE,
    );
  }
}

function refuse(error: string, description: string): Reply {
  return json(400, { error, error_description: description }, NO_STORE);
}
