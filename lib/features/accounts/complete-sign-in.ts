import { v7 as createId } from 'uuid';
import type { TokenSet } from '#lib/eve/sso/index.ts';
import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import type { Container } from '#lib/server/container.ts';
import { recordChange } from '#lib/server/events.ts';
import type { Account } from '#lib/server/generated/prisma/client.ts';
import { fromId } from '#lib/server/ids.ts';
import { lockName } from '#lib/server/locks.ts';
import { deleteSession } from '#lib/server/sessions.ts';
import { type Tx, transact } from '#lib/server/transact.ts';
import { hasRole, type Viewer } from '#lib/server/viewer.ts';
import { grantOwner } from './grant-owner.ts';
import { linkCharacter } from './link-character.ts';
import type { MergeOffer } from './merge-offer.ts';
import { PURPOSES } from './purposes.ts';
import type { Intent, Purpose } from './schema.ts';
import { storeGrant } from './store-grant.ts';

type Parts = Pick<Container, 'db' | 'env' | 'clock'>;

export type SignIn = {
  /** What EVE gave, already checked. */
  readonly tokens: TokenSet;
  readonly purpose: Purpose;
  readonly intent: Intent;
  /** Whose sign-in was asked for, if not anybody's. */
  readonly wantedId?: number | null;
  /** Who was signed in in this browser before. */
  readonly viewer: Viewer | null;
  /** Of that session: it ends, so that no token of before is good after. */
  readonly sessionToken: string | undefined;
};

export type SignInOutcome =
  | { readonly ok: true; readonly accountId: string; readonly characterId: number }
  | {
      readonly ok: false;
      readonly reason:
        | 'other-account'
        | 'other-account-has-role'
        | 'other-character'
        | 'signed-out'
        | 'blocked'
        | 'role-missing'
        | 'scopes-missing';
      /** With 'other-account', where that could become part of the one that is signed in. */
      readonly offer?: MergeOffer;
    };

type Refusal = Extract<SignInOutcome, { ok: false }>;

class Refused extends Error {
  readonly reason: Refusal['reason'];
  readonly offer: MergeOffer | undefined;

  constructor(reason: Refusal['reason'], offer?: MergeOffer) {
    super(reason);
    this.reason = reason;
    this.offer = offer;
  }
}

/**
 * Everything that a sign-in changes, in one transaction under a lock on the character: two at once
 * make one account.
 *
 * A character that changed hands since it was last here first leaves its old account. A free character
 * goes to the account that is signed in, else to a new one. One of another account stays there; the two
 * accounts can then be merged. A refusal changes nothing else.
 */
export async function completeSignIn(container: Parts, signIn: SignIn): Promise<SignInOutcome> {
  const { scopes, characterId } = signIn.tokens.claims;
  if (signIn.wantedId && signIn.wantedId !== characterId) {
    return { ok: false, reason: 'other-character' };
  }
  if (!PURPOSES[signIn.purpose].scopes.every((scope) => scopes.includes(scope))) {
    return { ok: false, reason: 'scopes-missing' };
  }
  await releaseIfSold(container, signIn.tokens);
  try {
    return await transact(container, (tx) => enter(container, tx, signIn));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { reason, offer } = error;
    return { ok: false, reason, ...(offer && { offer }) };
  }
}

// Apart from what follows: whoever signs in next, and even if that is refused, the seller's account
// must not keep the character.
async function releaseIfSold(container: Parts, { claims }: TokenSet): Promise<void> {
  const { characterId, ownerHash } = claims;
  const known = await container.db.character.findUnique({ where: { id: fromId(characterId) } });
  if (!known || known.ownerHash === ownerHash) return;
  await transact(container, async (tx) => {
    await lockName(tx, characterLock(characterId));
    const current = await tx.character.findUnique({ where: { id: fromId(characterId) } });
    if (!current || current.ownerHash === ownerHash) return;
    const now = container.clock();
    // Of one that was forgotten nobody knows: it is as one that was never here.
    if (current.ownerHash !== '') {
      const context = { at: now, actorId: null };
      await releaseCharacter(tx, { characterId, reason: 'owner-changed' }, context);
    }
    // What it had allowed, and since when it is here, was the seller's: no page or file of the buyer's tells it.
    await tx.eveToken.deleteMany({ where: { characterId: current.id } });
    await tx.character.update({
      where: { id: current.id },
      data: { ownerHash, createdAt: now },
    });
  });
}

async function enter(container: Parts, tx: Tx, signIn: SignIn): Promise<SignInOutcome> {
  const { characterId, ownerHash, name } = signIn.tokens.claims;
  const now = container.clock();
  await lockName(tx, characterLock(characterId));

  const known = await tx.character.findUnique({ where: { id: fromId(characterId) } });
  const account = await chooseAccount(tx, known?.accountId ?? null, signIn, now);
  if (known?.accountId !== account.id) {
    await linkCharacter(tx, { characterId, ownerHash, name, accountId: account.id }, now);
  }
  await tx.character.update({
    where: { id: fromId(characterId) },
    data: { name, ownerHash, lastSignInAt: now },
  });
  const { role } = await grantOwner(container, tx, { account, characterId, ownerHash }, now);
  if (!hasRole({ role }, PURPOSES[signIn.purpose].role)) throw new Refused('role-missing');
  await storeGrant(container, tx, { ...signIn, accountId: account.id }, now);
  await deleteSession({ db: tx }, signIn.sessionToken);
  return { ok: true, accountId: account.id, characterId };
}

async function chooseAccount(
  tx: Tx,
  linkedId: string | null,
  signIn: SignIn,
  now: Date,
): Promise<Account> {
  const { viewer, intent, tokens } = signIn;
  if (intent === 'add-character') {
    // Without the session it would silently make a second account of one person.
    if (!viewer) throw new Refused('signed-out');
    if (linkedId && linkedId !== viewer.accountId) {
      throw await refuseOther(tx, linkedId, { ...signIn, viewer });
    }
  }
  const id = linkedId ?? viewer?.accountId;
  if (!id) return createAccount(tx, tokens.claims.characterId, now);
  // Until we are through nobody deletes it: the character would be of an account that is closed.
  await tx.$executeRaw`select id from account where id = ${id}::uuid for no key update`;
  const account = await tx.account.findUniqueOrThrow({ where: { id } });
  if (account.blockedAt || account.deletedAt) throw new Refused('blocked');
  return account;
}

async function refuseOther(
  tx: Tx,
  otherAccountId: string,
  { viewer, purpose, tokens }: SignIn & { readonly viewer: Viewer },
): Promise<Refused> {
  const { role, blockedAt } = await tx.account.findUniqueOrThrow({ where: { id: otherAccountId } });
  // Whoever asked for a permission wanted that, and is told to look for it in the other account.
  if (blockedAt || purpose !== 'sign-in') return new Refused('other-account');
  if (role !== 'member') return new Refused('other-account-has-role');
  const { characterId, ownerHash } = tokens.claims;
  return new Refused('other-account', {
    accountId: viewer.accountId,
    otherAccountId,
    characterId,
    ownerHash,
  });
}

async function createAccount(tx: Tx, characterId: number, now: Date): Promise<Account> {
  const account = await tx.account.create({
    data: { id: createId(), mainCharacterId: fromId(characterId), createdAt: now },
  });
  await recordChange(tx, {
    entity: 'account',
    entityId: account.id,
    version: account.version,
    action: 'created',
    actorId: account.id,
    before: null,
    after: { role: account.role, mainCharacterId: characterId },
    at: now,
  });
  return account;
}
