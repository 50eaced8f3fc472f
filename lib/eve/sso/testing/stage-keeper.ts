import { createSso } from '../create-sso.ts';
import { createMemoryRefreshLock } from '../memory-refresh-lock.ts';
import type { RefreshLock } from '../refresh-lock.ts';
import { createTokenKeeper, type TokenKeeper, type TokenKeeperOptions } from '../token-keeper.ts';
import { createGate } from './create-gate.ts';
import { createMemoryGrants, type HeldGrant, type MemoryGrants } from './memory-grants.ts';
import { type RotatingGrant, rotateGrants } from './rotate-grants.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  type SignInServer,
  startSignInServer,
} from './start-sign-in-server.ts';

export const PILOT = 90000001;
export const NOW: Date = new Date('2026-11-20T10:00:00Z');
export const TOKEN_PATH = '/sso/v2/oauth/token';
export const REVOKE_PATH = '/sso/v2/oauth/revoke';

type Change = Partial<TokenKeeperOptions<number, HeldGrant>> & {
  /** Of the sign-in client, for each request. */
  readonly timeoutMs?: number;
};

/** One pilot's grant 'r1' whose access token has just ended, a rotating EVE, and keepers of it. */
export type KeeperStage = AsyncDisposable & {
  readonly server: SignInServer;
  readonly grants: MemoryGrants;
  readonly eve: RotatingGrant;
  readonly lock: RefreshLock;
  /** As one more process: its own sign-in client and flights. */
  createKeeper(change?: Change): TokenKeeper<number>;
  /** Let EVE's answers ('r1-next', for 'r1') wait until the gate is opened. */
  holdAnswers(): { open(): void };
  /** How often EVE's token endpoint was asked. */
  asked(): number;
  row(): { refreshToken: string; accessToken: string | null; ended: string | null };
};

export async function stageKeeper(
  lock: RefreshLock = createMemoryRefreshLock(),
): Promise<KeeperStage> {
  const server = await startSignInServer(() => NOW);
  const grants = createMemoryGrants();
  grants.rows.set(PILOT, {
    refreshToken: 'r1',
    accessToken: 'ended',
    accessExpiresAt: new Date(NOW.getTime() - 1_000),
    ownerHash: 'owner-hash',
    ended: null,
  });
  const clock = () => NOW;
  const eve = rotateGrants(server);
  return {
    server,
    grants,
    eve,
    lock,
    createKeeper({ timeoutMs = 5_000, ...change } = {}) {
      const sso = createSso({
        baseUrl: server.baseUrl,
        clientId: CLIENT_ID,
        clientSecret: CLIENT_SECRET,
        redirectUri: 'http://localhost:3000/api/auth/callback/eve',
        timeoutMs,
        clock,
      });
      return createTokenKeeper({ sso, lock, clock, store: grants.store, ...change });
    },
    holdAnswers() {
      const gate = createGate();
      server.answerTokens(async () => {
        await gate.promise;
        const refresh_token = `${eve.living()}-next`;
        const body = { access_token: await server.sign(), expires_in: 1_199, refresh_token };
        return { status: 200, body: JSON.stringify(body) };
      });
      return gate;
    },
    asked: () => server.hits.get(TOKEN_PATH) ?? 0,
    row() {
      const row = grants.rows.get(PILOT);
      if (!row) throw new Error('There is no row');
      return row;
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
