import type { Container } from '#lib/server/container.ts';
import { open } from '#lib/server/crypto.ts';

export type ErasedGrant = {
  readonly characterId: number;
  readonly sealedRefreshToken: string;
};

const TIMEOUT_MS = 5_000;

/**
 * End at EVE what is dead here already: its page of third-party applications should say so, too. Never
 * fails.
 */
export async function revokeGrants(
  container: Pick<Container, 'env' | 'sso' | 'log'>,
  grants: readonly ErasedGrant[],
): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  await Promise.all(
    grants.map(async ({ characterId, sealedRefreshToken }) => {
      try {
        const refreshToken = open(container, sealedRefreshToken, String(characterId));
        await container.sso.revoke(refreshToken, { signal });
      } catch (error) {
        container.log.warn({ err: error, characterId }, 'a grant could not be revoked at EVE');
      }
    }),
  );
}
