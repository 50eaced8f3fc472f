import { abandonOn } from './abandon-on.ts';
import type { Sso } from './create-sso.ts';
import { SsoEndedError, SsoLockError } from './errors.ts';
import type { GrantStore, StoredGrant } from './grant-store.ts';
import { type HeldLock, type RefreshLock, withRefreshLock } from './refresh-lock.ts';
import { createRenewals } from './renew-grant.ts';

export type TokenKeeperOptions<Id, Held extends StoredGrant> = {
  readonly sso: Pick<Sso, 'exchange' | 'revoke'>;
  readonly store: GrantStore<Id, Held>;
  readonly lock: RefreshLock;
  readonly clock?: () => Date;
  /** With less than this left a token might end on its way. Default 60 s. */
  readonly leastLeftMs?: number;
  /** For EVE's whole answer. Default 25 s. */
  readonly refreshTimeoutMs?: number;
  /** How long a holder that died keeps others out. Default 10 s. */
  readonly leaseMs?: number;
  /** How long to wait for another holder. Default 30 s. */
  readonly waitMs?: number;
  /** How long to wait before what the store could not take is offered to it again. Default 5 s. */
  readonly leftPauseMs?: number;
};

/** Living access tokens out of stored grants: one refresh at a time, for all callers in all processes. */
export type TokenKeeper<Id> = {
  /**
   * The stored access token, refreshed first when it is about to end.
   *
   * A refresh goes on when its callers have gone: what EVE gives must be stored.
   *
   * @param refused A token that ESI did not take: it is not given again.
   * @throws {SsoEndedError} Final: there is no living grant (any more).
   * @throws {SsoUnavailableError} EVE does not answer. The grant is kept, as with all that follow.
   * @throws {SsoLockError} The lock could not be had.
   * @throws {SsoClientError} EVE refuses our application.
   * @throws {SsoTokenError} EVE's access token was not taken; its refresh token is stored.
   *
   * Errors of the store pass through, and the reason of `signal` when it aborts.
   */
  getAccessToken(
    id: Id,
    options: { readonly signal: AbortSignal; readonly refused?: string | null },
  ): Promise<string>;
  /** Wait for the refreshes under way, and store what could not be stored: for an orderly end. */
  settle(): Promise<void>;
};

/** How often to begin anew when somebody else changes the grant meanwhile. */
const MAX_ROUNDS = 3;

/**
 * Keep tokens alive. The keeper itself remembers nothing but what its store could not take; that is
 * stored before EVE is asked again.
 */
export function createTokenKeeper<Id, Held extends StoredGrant>(
  options: TokenKeeperOptions<Id, Held>,
): TokenKeeper<Id> {
  const { store, lock } = options;
  const { clock = () => new Date(), leastLeftMs = 60_000 } = options;
  const { leaseMs = 10_000, waitMs = 30_000 } = options;
  const renewals = createRenewals(options);
  const flights = new Map<string, Promise<string>>();

  function readUsable(held: Held, refused: string | null): string | null {
    const { accessToken, accessExpiresAt } = held;
    if (accessToken === null || accessToken === refused || !accessExpiresAt) return null;
    return accessExpiresAt.getTime() - clock().getTime() < leastLeftMs ? null : accessToken;
  }

  async function refresh(id: Id, refused: string | null): Promise<string> {
    const name = store.nameOf(id);
    return withRefreshLock(lock, { name, leaseMs, waitMs }, async (ours) => {
      await renewals.storeLeft(name);
      for (let round = 1; round <= MAX_ROUNDS; round += 1) {
        const accessToken = await refreshHeld(id, refused, ours);
        if (accessToken !== null) return accessToken;
      }
      throw new SsoLockError('busy');
    });
  }

  /** @returns Null when the grant is not what it was: it must be read again. */
  async function refreshHeld(id: Id, refused: string | null, ours: HeldLock) {
    const held = await store.read(id);
    if (!held) throw new SsoEndedError('missing');
    const usable = readUsable(held, refused);
    if (usable !== null) return usable;
    const refreshToken = held.readRefreshToken();
    await ours.confirm();
    return renewals.renew(id, held, refreshToken);
  }

  function refreshOnce(id: Id, refused: string | null): Promise<string> {
    const name = store.nameOf(id);
    const flight =
      flights.get(name) ?? refresh(id, refused).finally(() => void flights.delete(name));
    flights.set(name, flight);
    return flight;
  }

  return {
    async getAccessToken(id, { signal, refused = null }) {
      signal.throwIfAborted();
      const held = await abandonOn(signal, store.read(id));
      // What could not be stored may be what brings it back.
      if (!held && !renewals.isLeft(store.nameOf(id))) throw new SsoEndedError('missing');
      const usable = held && readUsable(held, refused);
      if (usable !== null) return usable;
      const accessToken = await abandonOn(signal, refreshOnce(id, refused));
      // Of a flight that began for others, who had nothing against this one.
      return accessToken === refused ? abandonOn(signal, refreshOnce(id, refused)) : accessToken;
    },

    async settle() {
      await Promise.allSettled(flights.values());
      await renewals.storeAllLeft();
    },
  };
}
