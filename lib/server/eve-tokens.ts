/**
 * Access tokens for ESI out of the stored grants: one refresh at a time, in all processes together.
 *
 * @module
 */
import { EsiUnauthorizedError } from '#lib/eve/esi/index.ts';
import {
  createRedisRefreshLock,
  createTokenKeeper,
  SsoEndedError,
  type TokenKeeper,
} from '#lib/eve/sso/index.ts';
import type { TokenDeath } from './characters.ts';
import type { Container } from './container.ts';
import { EveTokenError, type TokenOwner } from './eve-token-error.ts';
import { eveTokenStore, findToken, type TokenPlace } from './eve-token-store.ts';
import type { EveToken } from './generated/prisma/client.ts';

export { EveTokenError, type TokenOwner, type TokenPurpose } from './eve-token-error.ts';

type Parts = Pick<Container, 'db' | 'env' | 'sso' | 'redis' | 'clock' | 'log' | 'lastWork'>;

const keepers = new WeakMap<object, TokenKeeper<TokenPlace>>();

/**
 * Use the access token of a character's grant, refreshed first when it is about to end. When ESI does
 * not know it any more, it is refreshed and used once more.
 *
 * @throws {EveTokenError} Without a living grant. SsoUnavailableError, SsoLockError and whatever `use`
 *   throws pass through; a grant outlives an outage of EVE's, and of Redis.
 */
export async function withAccessToken<T>(
  container: Parts,
  owner: TokenOwner,
  use: (accessToken: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const accessToken = await getAccessToken(container, owner, { refused: null, signal });
  signal.throwIfAborted();
  try {
    return await use(accessToken);
  } catch (error) {
    if (!(error instanceof EsiUnauthorizedError)) throw error;
    const another = await getAccessToken(container, owner, { refused: accessToken, signal });
    signal.throwIfAborted();
    return use(another);
  }
}

/** @param options `refused` is a token that ESI did not take: it is not handed out again. */
async function getAccessToken(
  parts: Parts,
  owner: TokenOwner,
  options: { readonly refused: string | null; readonly signal: AbortSignal },
): Promise<string> {
  try {
    return await getKeeper(parts).getAccessToken({ owner, parts }, options);
  } catch (error) {
    if (!(error instanceof SsoEndedError)) throw error;
    const row = await findToken(parts.db, owner);
    const reason = row?.state === 'dead' ? readDeath(row) : error.reason;
    throw new EveTokenError(owner, reason, { cause: error });
  }
}

/** One for all who share a database's connections, so that they share refreshes, too. */
function getKeeper({ db, sso, redis, clock, lastWork }: Parts): TokenKeeper<TokenPlace> {
  const known = keepers.get(db);
  if (known) return known;
  const lock = createRedisRefreshLock(redis, { prefix: 'eve-token.refresh.' });
  const keeper = createTokenKeeper({ sso, store: eveTokenStore, lock, clock });
  lastWork.add(() => keeper.settle());
  keepers.set(db, keeper);
  return keeper;
}

// Written by killToken alone.
function readDeath({ deadReason }: EveToken): TokenDeath {
  const deaths: readonly TokenDeath[] = [
    'grant-refused',
    'owner-changed',
    'unlinked',
    'other-character',
  ];
  return deaths.find((death) => death === deadReason) ?? 'grant-refused';
}
