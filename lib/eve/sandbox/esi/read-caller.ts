import type { SandboxContext } from '../context.ts';
import type { Call } from '../http/call.ts';
import { type AccessTokenOwner, checkAccessToken } from '../sso/access-token.ts';
import type { EsiRoute } from './route.ts';

export type Caller =
  | { readonly ok: true; readonly owner: AccessTokenOwner | null }
  | { readonly ok: false; readonly status: number; readonly error: string };

/** Who sends this, and whether the token fits the route. Public routes take any caller. */
export async function readCaller(
  parts: SandboxContext,
  route: EsiRoute,
  { headers, url }: Call,
): Promise<Caller> {
  const bearer = /^bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const token = bearer ?? url.searchParams.get('token');
  if (!token) {
    return route.scope === undefined
      ? { ok: true, owner: null }
      : { ok: false, status: 401, error: 'authorization header missing' };
  }
  const check = await checkAccessToken(parts, token);
  if (!check.ok) return { ok: false, status: 401, error: `token is ${check.reason}` };
  if (route.scope !== undefined && !check.scopes.includes(route.scope)) {
    return { ok: false, status: 403, error: `token is not valid for scope: ${route.scope}` };
  }
  return { ok: true, owner: check };
}

/** Whose budget a call is paid from: the application's with the character, else the address's. */
export function userOf(caller: Caller, address: string): string {
  return caller.ok && caller.owner
    ? `${caller.owner.clientId}:${caller.owner.characterId}`
    : address;
}
