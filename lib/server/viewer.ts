/**
 * Who looks at a page: an account with its characters, and what it may do.
 *
 * @module
 */
import * as z from 'zod';

/** From the most to the least trusted. Each may do all that those after it may. */
export const ROLES = ['owner', 'manager', 'trader', 'viewer', 'member'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.output<typeof roleSchema>;

export type ViewerCharacter = {
  readonly characterId: number;
  readonly name: string;
  /** When it came to its present owner, where the site knew another one: what it did before is not the viewer's. */
  readonly ownerChangedAt: Date | null;
};

export type Viewer = {
  readonly accountId: string;
  readonly role: Role;
  /** The character that signed in. */
  readonly characterId: number;
  readonly characterName: string;
  /** All characters of the account, by name. */
  readonly characters: readonly ViewerCharacter[];
  readonly sessionId: string;
};

/** Whether somebody has at least this role. Nobody has none. */
export function hasRole(who: { readonly role: Role } | null, least: Role): boolean {
  return who !== null && ROLES.indexOf(who.role) <= ROLES.indexOf(least);
}
