/**
 * A character leaving its account, and tokens that die: both happen at sign-in, at a refresh and by hand.
 *
 * @module
 */
import { recordChange } from './events.ts';
import type { EveToken } from './generated/prisma/client.ts';
import { fromId, toId } from './ids.ts';
import { deleteSessionsOf } from './sessions.ts';
import type { Tx } from './transact.ts';

/** Why a token is dead. The account page has a sentence for each. */
export type TokenDeath = 'grant-refused' | 'owner-changed' | 'unlinked' | 'other-character';

type Context = { readonly at: Date; readonly actorId: string | null };

/** Lock name under which a character's account and tokens change. */
export function characterLock(characterId: number): string {
  return `character ${characterId}`;
}

/**
 * In place of an owner hash, until somebody signs in: that is by another one again, for all that is known, also
 * by the seller, back from the buyer. EVE gives no such hash.
 */
const SOLD = 'sold';

/**
 * Take a character off its account: its tokens die, the account's main character moves on, and when it
 * was sold the sessions that it opened end. To be called under {@link characterLock}.
 *
 * One that was sold is told so also where it is nobody's: what it did until now is not its next owner's.
 *
 * @returns The sealed refresh tokens that were erased, for who wants to end them at EVE as well.
 */
export async function releaseCharacter(
  tx: Tx,
  { characterId, reason }: { characterId: number; reason: 'owner-changed' | 'unlinked' },
  context: Context,
): Promise<string[]> {
  const id = fromId(characterId);
  const before = await tx.character.findUnique({ where: { id } });
  if (!before) return [];
  const erased = await killTokens(tx, { characterId, reason }, context);
  const { accountId } = before;
  const isSold = reason === 'owner-changed';
  if (!accountId && !isSold) return erased;

  const after = await tx.character.update({
    where: { id },
    data: {
      accountId: null,
      version: { increment: 1 },
      ...(isSold && { ownerHash: SOLD, ownerChangedAt: context.at }),
    },
  });
  await recordChange(tx, {
    entity: 'character',
    entityId: String(characterId),
    version: after.version,
    action: reason,
    actorId: context.actorId,
    before: { accountId },
    after: { accountId: null },
    at: context.at,
  });
  if (!accountId) return erased;
  await tx.formerCharacter.upsert({
    where: { accountId_characterId: { accountId, characterId: id } },
    create: { accountId, characterId: id, leftAt: context.at },
    update: { leftAt: context.at },
  });
  if (isSold) await deleteSessionsOf({ db: tx }, { accountId, characterId: id });
  await moveMainCharacter(tx, { accountId, leaving: characterId }, context);
  return erased;
}

/**
 * Let all tokens of a character die, for good: also one that EVE has refused, which a refresh under way might
 * bring back.
 *
 * @returns The sealed refresh tokens that were erased.
 */
export async function killTokens(
  tx: Tx,
  { characterId, reason }: { characterId: number; reason: TokenDeath },
  context: Context,
): Promise<string[]> {
  const id = fromId(characterId);
  // A refresh may be storing the next refresh token: what is erased must be the last one.
  await tx.$executeRaw`
    select id from eve_token where character_id = ${id} order by id for update`;
  const tokens = await tx.eveToken.findMany({
    where: {
      characterId: id,
      OR: [{ state: 'active' }, { state: 'dead', deadReason: 'grant-refused' }],
    },
  });
  for (const token of tokens) await killToken(tx, { token, reason }, context);
  return tokens
    .map(({ sealedRefreshToken }) => sealedRefreshToken)
    .filter((sealed) => sealed !== '');
}

/** Let one token die. What was sealed is erased: a dead token must not be worth stealing. */
export async function killToken(
  tx: Tx,
  {
    token,
    reason,
  }: { token: Pick<EveToken, 'id' | 'characterId' | 'purpose' | 'state'>; reason: TokenDeath },
  context: Context,
): Promise<void> {
  const after = await tx.eveToken.update({
    where: { id: token.id },
    data: {
      state: 'dead',
      deadReason: reason,
      sealedRefreshToken: '',
      sealedAccessToken: null,
      accessExpiresAt: null,
      version: { increment: 1 },
    },
  });
  await recordChange(tx, {
    entity: 'eve-token',
    entityId: token.id,
    version: after.version,
    action: 'died',
    actorId: context.actorId,
    before: { state: token.state },
    after: {
      state: 'dead',
      reason,
      characterId: toId(token.characterId),
      purpose: token.purpose,
    },
    at: context.at,
  });
}

async function moveMainCharacter(
  tx: Tx,
  { accountId, leaving }: { accountId: string; leaving: number },
  { at, actorId }: Context,
): Promise<void> {
  const account = await tx.account.findUniqueOrThrow({
    where: { id: accountId },
    include: { characters: { orderBy: { createdAt: 'asc' }, take: 1 } },
  });
  if (account.mainCharacterId !== fromId(leaving)) return;
  const next = account.characters[0]?.id ?? null;
  const { version } = await tx.account.update({
    where: { id: accountId },
    data: { mainCharacterId: next, version: { increment: 1 } },
  });
  await recordChange(tx, {
    entity: 'account',
    entityId: accountId,
    version,
    action: 'main-character-changed',
    actorId,
    before: { mainCharacterId: leaving },
    after: { mainCharacterId: next === null ? null : toId(next) },
    at,
  });
}
