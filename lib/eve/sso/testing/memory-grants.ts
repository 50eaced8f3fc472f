import type { GrantEnding } from '../errors.ts';
import type { GrantStore, StoredGrant } from '../grant-store.ts';

/** A row as a database would have it. */
export type GrantRow = {
  refreshToken: string;
  accessToken: string | null;
  accessExpiresAt: Date | null;
  ownerHash: string;
  /** Null while it lives. */
  ended: GrantEnding | null;
};

export type HeldGrant = StoredGrant & { readonly refreshToken: string };

export type MemoryGrants = {
  readonly store: GrantStore<number, HeldGrant>;
  readonly rows: Map<number, GrantRow>;
  /** All that was written, in order. */
  readonly writes: string[];
  /** What each call throws from now on, or null. */
  failWith(error: Error | null): void;
};

/** Grants by character id, with the compare-and-set that a {@link GrantStore} promises. */
export function createMemoryGrants(): MemoryGrants {
  const rows = new Map<number, GrantRow>();
  const writes: string[] = [];
  let failure: Error | null = null;
  const reach = async () => {
    // As far away as a database: others run in between.
    await new Promise((resolve) => setImmediate(resolve));
    if (failure) throw failure;
  };

  return {
    rows,
    writes,
    failWith: (error) => {
      failure = error;
    },
    store: {
      nameOf: (characterId) => `${characterId}`,
      async read(characterId) {
        await reach();
        const row = rows.get(characterId);
        if (!row || row.ended) return null;
        const { refreshToken, accessToken, accessExpiresAt, ownerHash } = row;
        const readRefreshToken = () => refreshToken;
        return {
          characterId,
          refreshToken,
          accessToken,
          accessExpiresAt,
          ownerHash,
          readRefreshToken,
        };
      },
      async replace(characterId, held, { refreshToken, access }) {
        await reach();
        const row = rows.get(characterId);
        const isUnchanged = row?.refreshToken === held.refreshToken;
        if (!row || !isUnchanged || (row.ended && row.ended !== 'grant-refused')) return false;
        Object.assign(row, {
          ended: null,
          refreshToken: refreshToken ?? row.refreshToken,
          ...(access && { accessToken: access.token, accessExpiresAt: access.expiresAt }),
        });
        writes.push(`${access ? 'tokens' : 'refresh token'} ${row.refreshToken}`);
        return true;
      },
      async end(characterId, held, { reason }) {
        await reach();
        const row = rows.get(characterId);
        if (!row || row.ended || row.refreshToken !== held.refreshToken) return false;
        row.ended = reason;
        writes.push(reason);
        return true;
      },
    },
  };
}
