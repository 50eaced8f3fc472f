/**
 * Access tokens for ESI out of the stored grants: one refresh at a time, in all processes together.
 *
 * @module
 */
import { EsiUnauthorizedError } from '#lib/eve/esi/index.ts';
import { SsoGrantError, type TokenSet } from '#lib/eve/sso/index.ts';
import { characterLock, killToken, releaseCharacter, type TokenDeath } from './characters.ts';
import type { Container } from './container.ts';
import { open, SealError, seal } from './crypto.ts';
import type { EveToken } from './generated/prisma/client.ts';
import { fromId } from './ids.ts';
import { lockName } from './locks.ts';
import { type Tx, transact } from './transact.ts';

/** What a pilot granted a token for. It is used for nothing else. */
export type TokenPurpose = 'contracts' | 'window' | 'check';
export type TokenOwner = { readonly characterId: number; readonly purpose: TokenPurpose };

/**
 * Why there is no token to use. 'unreadable': no key of ours opens it any more; it is kept, since a key
 * may come back. 'account-closed': it lives, but whoever granted it is blocked here.
 */
export type TokenLack = TokenDeath | 'missing' | 'unreadable' | 'account-closed';

/** There is no grant that can be used: the pilot must grant it (again). */
export class EveTokenError extends Error {
  override readonly name = 'EveTokenError';
  readonly code = 'ERR_EVE_TOKEN';
  readonly isRetryable = false;
  readonly reason: TokenLack;

  constructor(owner: TokenOwner, reason: TokenLack, options?: ErrorOptions) {
    const { characterId, purpose } = owner;
    super(`Character ${characterId} has no token for ${purpose}: ${reason}`, options);
    this.reason = reason;
  }
}

/** With less than this left a token might end on its way to ESI. */
const LEAST_LEFT_MS = 60_000;
/** The refresh goes on when its caller has gone: the new refresh token must be stored. */
const REFRESH_TIMEOUT_MS = 25_000;

type Refreshed = { ok: true; accessToken: string } | { ok: false; reason: TokenLack };
type Parts = Pick<Container, 'db' | 'env' | 'sso' | 'clock' | 'log'>;

const refreshing = new WeakMap<object, Map<string, Promise<Refreshed>>>();

/**
 * Use the access token of a character's grant, refreshed first when it is about to end. When ESI does
 * not know it any more, it is refreshed and used once more.
 *
 * @throws {EveTokenError} Without a living grant. SsoUnavailableError and whatever `use` throws pass
 *   through; a grant outlives an outage.
 */
export async function withAccessToken<T>(
  container: Parts,
  owner: TokenOwner,
  use: (accessToken: string) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  signal.throwIfAborted();
  const accessToken = await getAccessToken(container, owner, null);
  signal.throwIfAborted();
  try {
    return await use(accessToken);
  } catch (error) {
    if (!(error instanceof EsiUnauthorizedError)) throw error;
    const another = await getAccessToken(container, owner, accessToken);
    signal.throwIfAborted();
    return use(another);
  }
}

/** @param refused A token that ESI did not take: it is not handed out again. */
async function getAccessToken(
  container: Parts,
  owner: TokenOwner,
  refused: string | null,
): Promise<string> {
  const stored = await findToken(container.db, owner);
  if (stored?.character.account?.blockedAt || stored?.character.account?.deletedAt) {
    throw new EveTokenError(owner, 'account-closed');
  }
  const usable = stored && readUsable(container, stored, refused);
  if (usable) return usable;
  const outcome = await refreshOnce(container, owner, refused);
  if (!outcome.ok) throw new EveTokenError(owner, outcome.reason);
  return outcome.accessToken;
}

function refreshOnce(
  container: Parts,
  owner: TokenOwner,
  refused: string | null,
): Promise<Refreshed> {
  const flights = refreshing.get(container.db) ?? new Map<string, Promise<Refreshed>>();
  refreshing.set(container.db, flights);
  const key = `${owner.characterId} ${owner.purpose}`;
  const flight =
    flights.get(key) ??
    refresh(container, owner, refused).finally(() => {
      flights.delete(key);
    });
  flights.set(key, flight);
  return flight;
}

// The call to EVE happens inside the transaction: whoever waits for the lock must find the new token,
// not ask with the old one, which may be worthless by then. Hence also no second run of it.
async function refresh(
  container: Parts,
  owner: TokenOwner,
  refused: string | null,
): Promise<Refreshed> {
  return transact(
    container,
    async (tx) => {
      await lockName(tx, characterLock(owner.characterId));
      const token = await findToken(tx, owner);
      if (!token) return { ok: false, reason: 'missing' };
      if (token.state === 'dead') return { ok: false, reason: readDeath(token) };
      const usable = readUsable(container, token, refused);
      if (usable) return { ok: true, accessToken: usable };

      const refreshToken = openToken(container, token, token.sealedRefreshToken);
      if (refreshToken === null) return { ok: false, reason: 'unreadable' };
      const answer = await askForTokens(container, token, refreshToken);
      const reason = 'refused' in answer ? answer.refused : findBreach(token, answer);
      const context = { at: container.clock(), actorId: null };
      if (reason === 'owner-changed') {
        const { characterId } = owner;
        await releaseCharacter(tx, { characterId, reason }, context);
        return { ok: false, reason };
      }
      if (reason || 'refused' in answer) {
        const death = reason ?? 'grant-refused';
        await killToken(tx, { token, reason: death }, context);
        return { ok: false, reason: death };
      }
      await storeTokens(container, tx, token, answer);
      return { ok: true, accessToken: answer.accessToken };
    },
    { retries: 0, timeoutMs: REFRESH_TIMEOUT_MS + 5_000 },
  );
}

async function askForTokens(
  container: Parts,
  token: EveToken,
  refreshToken: string,
): Promise<TokenSet | { refused: TokenDeath }> {
  const signal = AbortSignal.timeout(REFRESH_TIMEOUT_MS);
  try {
    return await container.sso.getAccessToken({ refreshToken }, { signal });
  } catch (error) {
    if (!(error instanceof SsoGrantError)) throw error;
    container.log.warn({ tokenId: token.id, said: error.oauthError }, 'EVE ended a grant');
    return { refused: 'grant-refused' };
  }
}

function findBreach(token: EveToken, { claims }: TokenSet): TokenDeath | null {
  if (fromId(claims.characterId) !== token.characterId) return 'other-character';
  if (claims.ownerHash !== token.ownerHash) return 'owner-changed';
  return null;
}

async function storeTokens(container: Parts, tx: Tx, token: EveToken, tokens: TokenSet) {
  const owner = String(token.characterId);
  await tx.eveToken.update({
    where: { id: token.id },
    data: {
      sealedAccessToken: seal(container, tokens.accessToken, owner),
      accessExpiresAt: tokens.expiresAt,
      refreshedAt: container.clock(),
      scopes: [...tokens.claims.scopes],
      ...(tokens.refreshToken !== null && {
        sealedRefreshToken: seal(container, tokens.refreshToken, owner),
      }),
    },
  });
}

function readUsable(container: Parts, token: EveToken, refused: string | null): string | null {
  const { sealedAccessToken, accessExpiresAt, state } = token;
  if (state === 'dead' || !sealedAccessToken || !accessExpiresAt) return null;
  if (accessExpiresAt.getTime() - container.clock().getTime() < LEAST_LEFT_MS) return null;
  const accessToken = openToken(container, token, sealedAccessToken);
  return accessToken === refused ? null : accessToken;
}

/** Null when it cannot be opened: its key is gone, or the row is not what it was. */
function openToken(container: Parts, { id, characterId }: EveToken, sealed: string): string | null {
  try {
    return open(container, sealed, String(characterId));
  } catch (error) {
    if (!(error instanceof SealError)) throw error;
    container.log.error({ tokenId: id, reason: error.reason }, 'a stored token cannot be opened');
    return null;
  }
}

function findToken(db: Pick<Tx, 'eveToken'>, { characterId, purpose }: TokenOwner) {
  return db.eveToken.findUnique({
    where: { characterId_purpose: { characterId: fromId(characterId), purpose } },
    include: { character: { include: { account: true } } },
  });
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
