import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSession, createSessionToken } from '#lib/server/sessions.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import {
  type Browser,
  createSignInSite,
  OTHER_PILOT,
  OWNER,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';
import { appointOwner } from './appoint-owner.ts';
import { deleteAccount } from './delete-account.ts';
import { unlinkCharacter } from './unlink-character.ts';

let site: SignInSite;
let browser: Browser;

beforeEach(async () => {
  site = await createSignInSite();
  browser = site.createBrowser();
});
afterEach(() => site[Symbol.asyncDispose]());

async function signedIn(of: Browser = browser): Promise<Viewer> {
  const viewer = await of.viewer();
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer;
}

const NAME = 'Ilya Torvanen';
const THIRD_PILOT = 9_000_000_000_004;
const accountOf = (id: string) => site.container.db.account.findUniqueOrThrow({ where: { id } });

describe('deleting one’s account', () => {
  test('takes names, grants and sessions away, and leaves bare ids', async () => {
    await browser.signIn(PILOT, { purpose: 'check' });
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    await site.createBrowser().signIn(OTHER_PILOT);
    const viewer = await signedIn();
    expect(await deleteAccount(site.container, viewer, ` ilya  TORVANEN `)).toEqual({ ok: true });

    const { db } = site.container;
    expect(await browser.viewer()).toBeNull();
    expect(await db.session.count()).toBe(0);
    expect(await db.eveToken.count()).toBe(0);
    expect(await db.character.findMany({ orderBy: { id: 'asc' } })).toMatchObject(
      [PILOT, OTHER_PILOT].map((id) => ({
        id: BigInt(id),
        accountId: null,
        name: '',
        ownerHash: '',
        corporationId: null,
        allianceId: null,
        affiliationAt: null,
        lastSignInAt: null,
      })),
    );
    expect(await accountOf(viewer.accountId)).toMatchObject({
      mainCharacterId: null,
      deletedAt: site.now(),
    });
  });

  test('forgets the characters that were removed from it before, but for what others told of one since', async () => {
    await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character', purpose: 'check' });
    await browser.signIn(THIRD_PILOT, { intent: 'add-character', purpose: 'check' });
    const viewer = await signedIn();
    for (const id of [OTHER_PILOT, THIRD_PILOT]) await unlinkCharacter(site.container, viewer, id);
    site.passTime(1_000);
    const elsewhere = site.createBrowser();
    await elsewhere.signIn(THIRD_PILOT);
    await elsewhere.signIn(OWNER, { intent: 'add-character' });
    await unlinkCharacter(site.container, await signedIn(elsewhere), THIRD_PILOT);
    expect(await deleteAccount(site.container, viewer, NAME)).toEqual({ ok: true });

    const [forgotten, others] = await Promise.all(
      [OTHER_PILOT, THIRD_PILOT].map((id) =>
        site.container.db.character.findUniqueOrThrow({
          where: { id: BigInt(id) },
          include: { tokens: true },
        }),
      ),
    );
    const nobody = { accountId: null, name: '', ownerHash: '', lastSignInAt: null, tokens: [] };
    expect(forgotten).toMatchObject(nobody);
    expect(others).toMatchObject({ accountId: null, name: 'Nadir Esh', tokens: [{}] });
  });

  test('is told in the trail and in the outbox, each step once, and by ids alone', async () => {
    await browser.signIn(PILOT, { purpose: 'check' });
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    await deleteAccount(site.container, await signedIn(), NAME);
    const { db } = site.container;
    expect(await site.audit('account')).toEqual(['created', 'main-character-changed', 'deleted']);
    expect(await site.audit('character')).toEqual(['linked', 'linked', 'unlinked', 'unlinked']);
    expect(await site.audit('eve-token')).toEqual(['granted', 'died']);
    const told = await db.auditEvent.count();
    // The end of a session is told to gateways, and is in no trail, as its start is not.
    expect(await db.outboxEvent.count({ where: { entity: { not: 'session' } } })).toBe(told);
    expect(JSON.stringify(await db.auditEvent.findMany({ select: { after: true } }))).not.toContain(
      'Torvanen',
    );
  });

  test('ends what was granted at EVE as well', async () => {
    await browser.signIn(PILOT, { purpose: 'check' });
    await browser.signIn(OTHER_PILOT, { purpose: 'check', intent: 'add-character' });
    const revoked: string[] = [];
    const sso = {
      ...site.container.sso,
      revoke: async (refreshToken: string) => void revoked.push(refreshToken),
    };
    await deleteAccount({ ...site.container, sso }, await signedIn(), NAME);
    expect(new Set(revoked).size).toBe(2);
  });

  test('lets the same pilot begin anew, with another account and nothing of before', async () => {
    await browser.signIn(PILOT, { purpose: 'check' });
    const { accountId } = await signedIn();
    await deleteAccount(site.container, { accountId }, NAME);
    await browser.signIn(PILOT);
    const anew = await signedIn();
    expect(anew.accountId).not.toBe(accountId);
    expect(anew).toMatchObject({ characterName: NAME, role: 'member' });
    expect(await site.container.db.eveToken.count()).toBe(0);
    expect(await site.audit('character')).toEqual(['linked', 'unlinked', 'linked']);
  });

  test('leaves no session to a sign-in that ends after it', async () => {
    await browser.signIn(PILOT);
    const viewer = await signedIn();
    await deleteAccount(site.container, viewer, NAME);
    const late = { token: createSessionToken(), characterId: PILOT, now: site.now() };
    await createSession(site.container, { ...late, accountId: viewer.accountId });
    expect(await site.container.db.session.count()).toBe(0);
  });

  test('wants the main character’s name, and nothing near it', async () => {
    await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    for (const typed of ['', 'Ilya', 'Sael Odrinn', 'Ilya Torvanen.', 'Maren Tessidari']) {
      const outcome = await deleteAccount(site.container, await signedIn(), typed);
      expect(outcome, typed).toEqual({ ok: false, reason: 'other-name' });
    }
    expect(await site.audit('account')).toEqual(['created']);
  });

  test('is done once when it is asked for twice at the same moment', async () => {
    await browser.signIn(PILOT);
    const viewer = await signedIn();
    const outcomes = await Promise.all(
      [1, 2, 3].map(() => deleteAccount(site.container, viewer, NAME)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, reason: 'closed' });
    expect((await site.audit('account')).filter((action) => action === 'deleted')).toHaveLength(1);
  });
});

describe('who may not delete', () => {
  test('is the last owner, also when two owners go at the same moment', async () => {
    await browser.signIn(OWNER);
    const viewer = await signedIn();
    const refused = { ok: false, reason: 'last-owner' };
    expect(await deleteAccount(site.container, viewer, 'Maren Tessidari')).toEqual(refused);

    const other = site.createBrowser();
    await other.signIn(PILOT);
    await appointOwner(site.container, PILOT);
    await other.signIn(PILOT);
    const second = await signedIn(other);
    const outcomes = await Promise.all([
      deleteAccount(site.container, viewer, 'Maren Tessidari'),
      deleteAccount(site.container, second, NAME),
    ]);
    expect(outcomes).toContainEqual({ ok: true });
    expect(outcomes).toContainEqual(refused);
  });

  test('is an owner beside whom there is only one who cannot sign in', async () => {
    await browser.signIn(OWNER);
    await site.createBrowser().signIn(PILOT);
    await appointOwner(site.container, PILOT);
    const { db } = site.container;
    await db.character.update({ where: { id: BigInt(PILOT) }, data: { accountId: null } });
    const outcome = await deleteAccount(site.container, await signedIn(), 'Maren Tessidari');
    expect(outcome).toEqual({ ok: false, reason: 'last-owner' });
  });

  test('is whoever is blocked: the block stays, and knows the character', async () => {
    await browser.signIn(PILOT);
    const viewer = await signedIn();
    const { db } = site.container;
    await db.account.update({
      where: { id: viewer.accountId },
      data: { blockedAt: site.now() },
    });
    const outcome = await deleteAccount(site.container, viewer, NAME);
    expect(outcome).toEqual({ ok: false, reason: 'closed' });
    expect(await browser.signIn(PILOT)).toMatchObject({ ok: false, reason: 'blocked' });
  });
});

test('a character that is added at that moment is deleted with the account, or on none', async () => {
  for (let round = 0; round < 10; round += 1) {
    const own = site.createBrowser();
    await own.signIn(PILOT);
    const viewer = await signedIn(own);
    const address = await own.goToEve(OTHER_PILOT, { intent: 'add-character' });
    const [outcome] = await Promise.all([
      deleteAccount(site.container, viewer, NAME),
      own.comeBack(address),
    ]);
    expect(outcome).toEqual({ ok: true });
    const { db } = site.container;
    expect(await db.character.count({ where: { account: { deletedAt: { not: null } } } })).toBe(0);
    await db.character.updateMany({ data: { accountId: null } });
  }
});
