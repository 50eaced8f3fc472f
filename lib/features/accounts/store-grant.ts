import { v7 as createId } from 'uuid';
import type { TokenSet } from '#lib/eve/sso/index.ts';
import type { Container } from '#lib/server/container.ts';
import { seal } from '#lib/server/crypto.ts';
import { recordChange } from '#lib/server/events.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Tx } from '#lib/server/transact.ts';
import { PURPOSES } from './purposes.ts';
import type { Purpose } from './schema.ts';

/** Keep the tokens of a sign-in that granted something, sealed; one grant per character and purpose. */
export async function storeGrant(
  container: Pick<Container, 'env'>,
  tx: Tx,
  { tokens, purpose, accountId }: { tokens: TokenSet; purpose: Purpose; accountId: string },
  now: Date,
): Promise<void> {
  const kept = PURPOSES[purpose].token;
  // A mere sign-in's refresh token is worth nothing to us, so it is not kept.
  if (kept === null || tokens.refreshToken === null) return;
  const { characterId, ownerHash, scopes } = tokens.claims;
  const owner = String(characterId);
  const grant = {
    scopes: [...scopes],
    ownerHash,
    sealedRefreshToken: seal(container, tokens.refreshToken, owner),
    sealedAccessToken: seal(container, tokens.accessToken, owner),
    accessExpiresAt: tokens.expiresAt,
    refreshedAt: now,
    // Also of one that had ended: what holds now was given now.
    createdAt: now,
    state: 'active' as const,
    deadReason: null,
  };
  const key = { characterId: fromId(characterId), purpose: kept };
  const { id, version } = await tx.eveToken.upsert({
    where: { characterId_purpose: key },
    create: { id: createId(), ...key, ...grant },
    update: { ...grant, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'eve-token',
    entityId: id,
    version,
    action: 'granted',
    actorId: accountId,
    before: null,
    after: { characterId, purpose: kept, scopes },
    at: now,
  });
}
