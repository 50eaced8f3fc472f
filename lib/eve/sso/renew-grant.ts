import { setTimeout as sleep } from 'node:timers/promises';
import type { Exchanged, Sso, TokenSet } from './create-sso.ts';
import { SsoEndedError, SsoGrantError } from './errors.ts';
import type { GrantStore, Renewal, StoredGrant } from './grant-store.ts';
import { pause } from './pause.ts';

/** Asking EVE with a refresh token, and bringing the outcome into the store. */
export type Renewals<Id, Held> = {
  /** @returns The new access token. Null when the store has another grant by now. */
  renew(id: Id, held: Held, refreshToken: string): Promise<string | null>;
  /** Whether the store could not take what EVE gave. It is tried again until it can. */
  isLeft(name: string): boolean;
  /** Store what the store could not take when EVE gave it. */
  storeLeft(name: string): Promise<void>;
  storeAllLeft(): Promise<void>;
};

const STORE_TRIES = 3;
const STORE_PAUSE_MS = 200;
const DEFAULT_LEFT_PAUSE_MS = 5_000;

export function createRenewals<Id, Held extends StoredGrant>({
  sso,
  store,
  refreshTimeoutMs = 25_000,
  leftPauseMs = DEFAULT_LEFT_PAUSE_MS,
}: {
  readonly sso: Pick<Sso, 'exchange' | 'revoke'>;
  readonly store: GrantStore<Id, Held>;
  readonly refreshTimeoutMs?: number;
  readonly leftPauseMs?: number;
}): Renewals<Id, Held> {
  /** By name: what came of an exchange and the store did not take, because it was away. */
  const left = new Map<string, () => Promise<boolean>>();
  const limit = () => AbortSignal.timeout(refreshTimeoutMs);

  async function exchange(id: Id, held: Held, refreshToken: string): Promise<Exchanged | null> {
    try {
      return await sso.exchange({ refreshToken }, { signal: limit() });
    } catch (error) {
      if (!(error instanceof SsoGrantError)) throw error;
      // Of a refresh token that somebody else has used meanwhile it says nothing.
      const reason = 'grant-refused';
      const isOver = await store.end(id, held, { reason, said: error.oauthError });
      if (isOver) throw new SsoEndedError(reason, { cause: error });
      return null;
    }
  }

  async function keep(id: Id, held: Held, renewal: Renewal): Promise<boolean> {
    return write(store.nameOf(id), async () => {
      const isKept = await store.replace(id, held, renewal);
      // The grant ended here while EVE answered. Where it was granted anew, that one must stay.
      if (!isKept && (await store.read(id)) === null) await revoke(renewal.refreshToken);
      return isKept;
    });
  }

  /** Write what EVE says once only: now, or before EVE is asked again. */
  async function write(name: string, put: () => Promise<boolean>): Promise<boolean> {
    left.set(name, put);
    for (let tries = 1; ; tries += 1) {
      try {
        const isWritten = await put();
        forget(name, put);
        return isWritten;
      } catch (error) {
        if (tries === STORE_TRIES) {
          void storeLater();
          throw error;
        }
        await pause(STORE_PAUSE_MS * tries);
      }
    }
  }

  /** Unless something newer is left by now: an older write may end late. */
  function forget(name: string, put: () => Promise<boolean>): void {
    if (left.get(name) === put) left.delete(name);
  }

  let isTrying = false;
  /** Nobody may ask here again, and another process has only the old one. */
  async function storeLater(): Promise<void> {
    if (isTrying) return;
    isTrying = true;
    while (left.size > 0) {
      await sleep(leftPauseMs, undefined, { ref: false });
      await storeAllLeft().catch(() => {});
    }
    isTrying = false;
  }

  async function storeAllLeft(): Promise<void> {
    const stored = await Promise.allSettled([...left.keys()].map(storeLeft));
    const failed = stored.find((each) => each.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async function storeLeft(name: string): Promise<void> {
    const put = left.get(name);
    if (!put) return;
    await put();
    forget(name, put);
  }

  // Nobody has it any more but EVE: where that fails it is forgotten all the same.
  async function revoke(refreshToken: string | null): Promise<void> {
    if (refreshToken === null) return;
    await sso.revoke(refreshToken, { signal: limit() }).catch(() => {});
  }

  return {
    async renew(id, held, refreshToken) {
      const exchanged = await exchange(id, held, refreshToken);
      if (!exchanged) return null;
      const { refreshToken: next } = exchanged;
      const tokens = await checkOr(exchanged, () =>
        keep(id, held, { refreshToken: next, access: null }),
      );
      const reason = findBreach(held, tokens);
      if (reason === null) {
        const { accessToken: token, expiresAt, claims } = tokens;
        const renewal = { refreshToken: next, access: { token, expiresAt, claims } };
        return (await keep(id, held, renewal)) ? token : null;
      }
      const isOver = await write(store.nameOf(id), () =>
        store.end(id, held, { reason, said: null }),
      );
      if (!isOver) return null;
      await revoke(next);
      throw new SsoEndedError(reason);
    },

    isLeft: (name) => left.has(name),
    storeLeft,
    storeAllLeft,
  };
}

async function checkOr(exchanged: Exchanged, keepUnchecked: () => Promise<unknown>) {
  try {
    return await exchanged.check();
  } catch (error) {
    await keepUnchecked();
    throw error;
  }
}

function findBreach(
  held: StoredGrant,
  { claims }: TokenSet,
): 'other-character' | 'owner-changed' | null {
  if (claims.characterId !== held.characterId) return 'other-character';
  return claims.ownerHash === held.ownerHash ? null : 'owner-changed';
}
