import type { GrantedPurpose, SignInRefusal } from '#lib/features/accounts/schema.ts';

/**
 * The page that asks for a permission: what it is, why, and for which character. Not beside the schemas, which
 * pages that only link to it would load with zod.
 */
export function toPermission(
  purpose: GrantedPurpose,
  { returnTo, characterId = null, error }: PermissionPlace,
): string {
  const query = new URLSearchParams({
    ...(returnTo !== undefined && { callbackUrl: returnTo }),
    ...(characterId !== null && { character: String(characterId) }),
    ...(error !== undefined && { error }),
  });
  return `/account/allow/${purpose}?${query}`;
}

type PermissionPlace = {
  /** A path of ours to come back to; the account's page where absent. */
  readonly returnTo?: string;
  readonly characterId?: number | null;
  /** Why it was not given. */
  readonly error?: SignInRefusal;
};
