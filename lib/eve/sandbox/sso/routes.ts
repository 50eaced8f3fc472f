import type { SandboxContext } from '../context.ts';
import { type Call, json, type Reply, type Route } from '../http/call.ts';
import { createAuthorize } from './authorize.ts';
import { authenticateClient } from './client-auth.ts';
import { createGrants } from './grants.ts';
import { createMetadata } from './metadata.ts';
import { createTokenEndpoint } from './token.ts';

/** EVE's SSO, version 2, under `/sso`. */
export function createSsoRoutes(parts: SandboxContext): Route[] {
  const grants = createGrants(parts);
  const metadata = () => json(200, createMetadata(`${parts.baseUrl()}/sso`));

  const revoke = async (call: Call): Promise<Reply> => {
    const form = new URLSearchParams(await call.readBody());
    const client = authenticateClient(parts.clients, call.headers.authorization, form);
    if (!client) return json(401, { error: 'invalid_client' });
    const token = form.get('token') ?? '';
    if (grants.findRefreshToken(token, client.clientId)) {
      grants.removeRefreshToken(token);
      await parts.store.save();
    }
    // Always 200: a caller learns nothing about tokens that are not its own.
    return { status: 200, headers: { 'Cache-Control': 'no-store' } };
  };

  return [
    { method: 'GET', path: '/sso/.well-known/oauth-authorization-server', handle: metadata },
    { method: 'GET', path: '/sso/.well-known/openid-configuration', handle: metadata },
    { method: 'GET', path: '/sso/v2/oauth/authorize', handle: createAuthorize(parts, grants) },
    { method: 'POST', path: '/sso/v2/oauth/token', handle: createTokenEndpoint(parts, grants) },
    { method: 'POST', path: '/sso/v2/oauth/revoke', handle: revoke },
    {
      method: 'GET',
      path: '/sso/oauth/jwks',
      handle: () => json(200, { keys: parts.keys.publicKeys, SkipUnresolvedJsonWebKeys: true }),
    },
  ];
}
