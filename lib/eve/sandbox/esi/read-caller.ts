import type { SandboxContext } from '../context.ts';
import type { Call } from '../http/call.ts';
import { findPilot } from '../presets.ts';
import { type AccessTokenOwner, checkAccessToken } from '../sso/access-token.ts';
import type { World } from '../store/world.ts';
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

/**
 * Why a route that belongs to a character or a corporation is not for this caller; null where it is.
 *
 * The path must name the caller, or the caller's corporation, in which the caller has one of the
 * roles.
 */
export function refuseOwner(
  world: World,
  { scope, roles = [] }: EsiRoute,
  params: Readonly<Record<string, string>>,
  owner: AccessTokenOwner | null,
): string | null {
  if (scope === undefined || owner === null) return null;
  const { characterId } = owner;
  const { character_id: character, corporation_id: corporation } = params;
  if (character !== undefined && Number(character) !== characterId) {
    return 'Character ID in the path does not match the token';
  }
  if (corporation === undefined) return null;
  if (findPilot(characterId)?.corporationId !== Number(corporation)) {
    return 'Character is not in the corporation';
  }
  const held = rolesOf(world, characterId);
  if (roles.length === 0 || held.includes('Director')) return null;
  return roles.some((role) => held.includes(role))
    ? null
    : 'Character does not have required role(s)';
}

/** The roles of a character in the corporation, in ESI's words. */
export function rolesOf(world: World, characterId: number): readonly string[] {
  return world.roles[String(characterId)] ?? findPilot(characterId)?.roles ?? [];
}

/**
 * Whose budget a call is paid from: the application's with the character; the address's, with the
 * application where a token was sent to a route that needs none.
 */
export function userOf({ scope }: EsiRoute, caller: Caller, address: string): string {
  if (!caller.ok || caller.owner === null) return address;
  const { clientId, characterId } = caller.owner;
  return scope === undefined ? `${address}:${clientId}` : `${clientId}:${characterId}`;
}
