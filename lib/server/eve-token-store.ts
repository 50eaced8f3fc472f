/**
 * The grants of pilots as the sign-in kit's keeper wants them: sealed rows, changed by compare-and-set.
 *
 * @module
 */
import type { GrantStore, Renewal, StoredGrant } from '#lib/eve/sso/index.ts';
import { characterLock, killToken, releaseCharacter } from './characters.ts';
import type { Container } from './container.ts';
import { open, SealError, seal } from './crypto.ts';
import { EveTokenError, type TokenOwner } from './eve-token-error.ts';
import { recordChange } from './events.ts';
import type { EveToken, Prisma } from './generated/prisma/client.ts';
import { fromId, toId } from './ids.ts';
import { lockName } from './locks.ts';
import { type Tx, transact } from './transact.ts';

export type TokenParts = Pick<Container, 'db' | 'env' | 'clock' | 'log'>;

/** Which grant, and by whose keys and clock. */
export type TokenPlace = { readonly owner: TokenOwner; readonly parts: TokenParts };
export type HeldToken = StoredGrant & { readonly row: EveToken };

/** A row is changed only while its sealed refresh token, which is never sealed alike twice, is there. */
export const eveTokenStore: GrantStore<TokenPlace, HeldToken> = {
  nameOf({ owner }) {
    const name = `${owner.characterId}.${owner.purpose}`;
    return 'accountId' in owner ? `${name}.${owner.accountId}` : name;
  },

  async read({ owner, parts }) {
    const row = await findToken(parts.db, owner);
    const account = row?.character.account;
    if ('accountId' in owner && owner.accountId !== account?.id) return null;
    if (account?.blockedAt || account?.deletedAt) throw new EveTokenError(owner, 'account-closed');
    if (!row || row.state === 'dead') return null;
    const { sealedAccessToken, sealedRefreshToken, accessExpiresAt } = row;
    return {
      row,
      characterId: owner.characterId,
      ownerHash: row.ownerHash,
      accessToken: sealedAccessToken && openToken(parts, row, sealedAccessToken),
      accessExpiresAt,
      readRefreshToken() {
        const refreshToken = openToken(parts, row, sealedRefreshToken);
        if (refreshToken === null) throw new EveTokenError(owner, 'unreadable');
        return refreshToken;
      },
    };
  },

  async replace({ parts }, { row }, renewal) {
    const data = toColumns(parts, row, renewal);
    const { id, sealedRefreshToken } = row;
    const { count } = await parts.db.eveToken.updateMany({
      where: { id, state: 'active', sealedRefreshToken },
      data,
    });
    return count > 0 || transact(parts, (tx) => revive(parts, tx, { row, data }));
  },

  async end({ owner, parts }, { row }, { reason, said }) {
    return transact(parts, async (tx) => {
      const { characterId } = owner;
      await lockName(tx, characterLock(characterId));
      const { id, sealedRefreshToken } = row;
      // Writing takes the row: `replace` does not wait for the lock by name.
      const [token] = await tx.eveToken.updateManyAndReturn({
        where: { id, state: 'active', sealedRefreshToken },
        data: { sealedAccessToken: null, accessExpiresAt: null },
      });
      if (!token) return false;
      parts.log.warn({ tokenId: id, reason, said }, 'a grant ended');
      const context = { at: parts.clock(), actorId: null };
      if (reason === 'owner-changed') await releaseCharacter(tx, { characterId, reason }, context);
      else await killToken(tx, { token, reason }, context);
      return true;
    });
  },
};

export function findToken(db: Pick<Tx, 'eveToken'>, { characterId, purpose }: TokenOwner) {
  return db.eveToken.findUnique({
    where: { characterId_purpose: { characterId: fromId(characterId), purpose } },
    include: { character: { include: { account: true } } },
  });
}

type Columns = Prisma.EveTokenUpdateInput;

function toColumns(parts: TokenParts, row: EveToken, { refreshToken, access }: Renewal): Columns {
  const owner = String(row.characterId);
  return {
    refreshedAt: parts.clock(),
    ...(access && {
      sealedAccessToken: seal(parts, access.token, owner),
      accessExpiresAt: access.expiresAt,
      scopes: [...access.claims.scopes],
    }),
    ...(refreshToken !== null && { sealedRefreshToken: seal(parts, refreshToken, owner) }),
  };
}

/**
 * Undo the death of a grant that EVE refused to another process because we had used its refresh token.
 * It died as we held it if neither a sign-in nor a refresh was in between.
 */
async function revive(
  parts: TokenParts,
  tx: Tx,
  { row, data }: { row: EveToken; data: Columns },
): Promise<boolean> {
  // Without another refresh token there is nothing to live on: the one it had is erased.
  if (data.sealedRefreshToken === undefined) return false;
  const { id, version, refreshedAt, characterId, purpose } = row;
  await lockName(tx, characterLock(toId(characterId)));
  const { count } = await tx.eveToken.updateMany({
    where: { id, state: 'dead', deadReason: 'grant-refused', version: version + 1, refreshedAt },
    data: { ...data, state: 'active', deadReason: null, version: { increment: 1 } },
  });
  if (count === 0) return false;
  parts.log.warn({ tokenId: id }, 'a grant that was refused by mistake lives again');
  await recordChange(tx, {
    entity: 'eve-token',
    entityId: id,
    version: version + 2,
    action: 'revived',
    actorId: null,
    before: { state: 'dead', reason: 'grant-refused' },
    after: { state: 'active', characterId: toId(characterId), purpose },
    at: parts.clock(),
  });
  return true;
}

/** Null when it cannot be opened: its key is gone, or the row is not what it was. */
function openToken(
  parts: TokenParts,
  { id, characterId }: EveToken,
  sealed: string,
): string | null {
  try {
    return open(parts, sealed, String(characterId));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    parts.log.error({ tokenId: id, reason: error.reason }, 'a stored token cannot be opened');
    return null;
  }
}
