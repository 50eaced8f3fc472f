import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from '#lib/server/viewer.ts';
import {
  type Browser,
  createSignInSite,
  OTHER_PILOT,
  OWNER,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';
import { AUTH_COOKIES } from './auth-cookies.ts';
import { deleteAccount } from './delete-account.ts';
import { getMergeView } from './get-merge-view.ts';
import { mergeAccounts } from './merge-accounts.ts';
import { type MergeOffer, openMergeOffer } from './merge-offer.ts';
import { unlinkCharacter } from './unlink-character.ts';

let site: SignInSite;
let browser: Browser;
let elsewhere: Browser;

beforeEach(async () => {
  site = await createSignInSite();
  newBrowsers();
});
afterEach(() => site[Symbol.asyncDispose]());

/** At addresses of their own: sign-ins are limited by them. */
function newBrowsers(): void {
  browser = site.createBrowser();
  elsewhere = site.createBrowser();
}

async function signedIn(of: Browser = browser): Promise<Viewer> {
  const viewer = await of.viewer();
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer;
}

/** What the browser holds, as the page reads it. */
async function offerOf(of: Browser, accountId: string): Promise<MergeOffer | null> {
  const { AUTH_SECRET: secret } = site.container.env;
  const sealed = of.cookies.get(AUTH_COOKIES.mergeOffer.name);
  return openMergeOffer(sealed, accountId, { secret, now: site.now() });
}

/** Two accounts of one pilot, who has just found that out. */
async function offered(): Promise<{ offer: MergeOffer; viewer: Viewer }> {
  await elsewhere.signIn(OTHER_PILOT, { purpose: 'check' });
  await browser.signIn(PILOT);
  await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
  const viewer = await signedIn();
  const offer = await offerOf(browser, viewer.accountId);
  if (!offer) throw new Error('Nothing was offered');
  return { offer, viewer };
}

const accountOf = (id: string) => site.container.db.account.findUniqueOrThrow({ where: { id } });
const accountIdOf = async (id: number) =>
  (await site.container.db.character.findUniqueOrThrow({ where: { id: BigInt(id) } })).accountId;

describe('adding a character of another account', () => {
  test('offers to merge the two, and changes nothing yet', async () => {
    const { offer, viewer } = await offered();
    expect(offer).toMatchObject({ accountId: viewer.accountId, characterId: OTHER_PILOT });
    expect(await accountIdOf(OTHER_PILOT)).toBe(offer.otherAccountId);
    expect(offer.otherAccountId).not.toBe(viewer.accountId);
    expect(await getMergeView(site.container, offer)).toEqual({
      characterName: 'Sael Odrinn',
      characters: [{ characterId: OTHER_PILOT, name: 'Sael Odrinn' }],
      quoteCount: 0,
      permissionCount: 1,
    });
    expect(await site.audit('account')).toEqual(['created', 'created']);
  });

  test('offers it for ten minutes, and to that account alone', async () => {
    const { offer, viewer } = await offered();
    expect(await offerOf(browser, offer.otherAccountId)).toBeNull();
    site.passTime(599_000);
    expect(await offerOf(browser, viewer.accountId)).toEqual(offer);
    site.passTime(2_000);
    expect(await offerOf(browser, viewer.accountId)).toBeNull();
  });

  test('that works for the trader offers nothing, and says why', async () => {
    await elsewhere.signIn(OWNER);
    await browser.signIn(PILOT);
    const refused = await browser.signIn(OWNER, { intent: 'add-character' });
    expect(refused).toMatchObject({ ok: false, reason: 'other-account-has-role' });
    expect(browser.cookies.has(AUTH_COOKIES.mergeOffer.name)).toBe(false);
  });

  test('for a permission, or of a closed account, offers nothing', async () => {
    await elsewhere.signIn(OTHER_PILOT);
    await browser.signIn(PILOT);
    const asked = { intent: 'add-character', purpose: 'check' } as const;
    expect(await browser.signIn(OTHER_PILOT, asked)).toMatchObject({ reason: 'other-account' });
    await site.container.db.account.update({
      where: { id: (await signedIn(elsewhere)).accountId },
      data: { blockedAt: site.now() },
    });
    const refused = await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    expect(refused).toMatchObject({ ok: false, reason: 'other-account' });
    expect(browser.cookies.has(AUTH_COOKIES.mergeOffer.name)).toBe(false);
  });
});

describe('merging two accounts', () => {
  test('brings the characters over, and closes the one that they leave', async () => {
    const { offer, viewer } = await offered();
    expect(await mergeAccounts(site.container, offer)).toEqual({ ok: true });

    expect((await signedIn()).characters.map(({ characterId }) => characterId)).toEqual([
      PILOT,
      OTHER_PILOT,
    ]);
    expect(await elsewhere.viewer()).toBeNull();
    expect(await accountOf(offer.otherAccountId)).toMatchObject({
      deletedAt: site.now(),
      mergedIntoId: viewer.accountId,
      mainCharacterId: null,
    });
    expect(await accountOf(viewer.accountId)).toMatchObject({
      deletedAt: null,
      mainCharacterId: BigInt(PILOT),
    });
    const again = await elsewhere.signIn(OTHER_PILOT);
    expect(again).toMatchObject({ ok: true, accountId: viewer.accountId });
  });

  test('is told in the trail, and in the outbox as often', async () => {
    const { offer } = await offered();
    await mergeAccounts(site.container, offer);
    expect(await site.audit('account')).toEqual([
      'created',
      'created',
      'main-character-changed',
      'merged',
    ]);
    expect(await site.audit('character')).toEqual(['linked', 'linked', 'unlinked', 'linked']);
    const { db } = site.container;
    expect(await db.outboxEvent.count()).toBe(await db.auditEvent.count());
  });

  test('ends what the characters allowed, here and at EVE', async () => {
    const { offer } = await offered();
    const revoked: string[] = [];
    const sso = {
      ...site.container.sso,
      revoke: async (refreshToken: string) => void revoked.push(refreshToken),
    };
    await mergeAccounts({ ...site.container, sso }, offer);
    expect(revoked).toHaveLength(1);
    expect(await site.container.db.eveToken.findMany()).toMatchObject([
      { state: 'dead', deadReason: 'unlinked', sealedRefreshToken: '' },
    ]);
  });

  test('keeps what former characters had sold for either', async () => {
    const { offer, viewer } = await offered();
    const [early, late] = [new Date('2026-11-01T00:00:00Z'), new Date('2026-11-02T00:00:00Z')];
    const { accountId } = viewer;
    const { otherAccountId } = offer;
    const db = site.container.db.formerCharacter;
    await db.createMany({
      data: [
        { accountId, characterId: 71n, leftAt: late },
        { accountId: otherAccountId, characterId: 71n, leftAt: early },
        { accountId: otherAccountId, characterId: 72n, leftAt: early },
      ],
    });
    await mergeAccounts(site.container, offer);
    expect(await db.findMany({ orderBy: { characterId: 'asc' } })).toEqual([
      { accountId, characterId: 71n, leftAt: late },
      { accountId, characterId: 72n, leftAt: early },
    ]);
  });

  test('happens once', async () => {
    const { offer } = await offered();
    await mergeAccounts(site.container, offer);
    expect(await mergeAccounts(site.container, offer)).toEqual({ ok: false, reason: 'changed' });
  });

  test('is refused when the other account works for the trader by now', async () => {
    const { offer } = await offered();
    await site.container.db.account.update({
      where: { id: offer.otherAccountId },
      data: { role: 'trader' },
    });
    expect(await mergeAccounts(site.container, offer)).toEqual({ ok: false, reason: 'has-role' });
    expect(await getMergeView(site.container, offer)).toBeNull();
  });

  test.each<[string, (offer: MergeOffer) => Promise<unknown>]>([
    [
      'the character was removed there',
      async ({ otherAccountId }) => {
        await elsewhere.signIn(OWNER, { intent: 'add-character' });
        await unlinkCharacter(site.container, { accountId: otherAccountId }, OTHER_PILOT);
      },
    ],
    [
      'the character was sold',
      async () => {
        await site.control('sell-character', 'POST', { characterId: OTHER_PILOT });
        await site.createBrowser().signIn(OTHER_PILOT);
      },
    ],
    [
      'the other account is deleted',
      ({ otherAccountId }) =>
        deleteAccount(site.container, { accountId: otherAccountId }, 'Sael Odrinn'),
    ],
    [
      'one’s own account is deleted',
      ({ accountId }) => deleteAccount(site.container, { accountId }, 'Ilya Torvanen'),
    ],
    [
      'the other account is blocked',
      ({ otherAccountId }) =>
        site.container.db.account.update({
          where: { id: otherAccountId },
          data: { blockedAt: site.now() },
        }),
    ],
  ])('is refused when %s meanwhile', async (_what, change) => {
    const { offer } = await offered();
    await change(offer);
    const told = await site.container.db.auditEvent.count();
    const outcome = await mergeAccounts(site.container, offer);
    expect(outcome).toMatchObject({ ok: false });
    expect(await site.container.db.auditEvent.count()).toBe(told);
  });
});

describe('at the same moment', () => {
  test('of two merges in opposite directions one happens, in each of ten rounds', async () => {
    for (let round = 0; round < 10; round++) {
      newBrowsers();
      await elsewhere.signIn(OTHER_PILOT);
      await browser.signIn(PILOT);
      await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
      await elsewhere.signIn(PILOT, { intent: 'add-character' });
      const offers = [
        await offerOf(browser, (await signedIn()).accountId),
        await offerOf(elsewhere, (await signedIn(elsewhere)).accountId),
      ];
      const outcomes = await Promise.all(
        offers.map((offer) => offer && mergeAccounts(site.container, offer)),
      );
      expect(outcomes.map((outcome) => outcome?.ok).toSorted()).toEqual([false, true]);
      const accountId = await accountIdOf(PILOT);
      expect(await accountIdOf(OTHER_PILOT)).toBe(accountId);
      expect(await accountOf(accountId ?? '')).toMatchObject({ deletedAt: null });
      await unlinkCharacter(site.container, { accountId: accountId ?? '' }, OTHER_PILOT);
      await site.container.db.session.deleteMany();
    }
  });

  test('a sign-in, another character or a deletion leaves each character on an open account', async () => {
    for (let round = 0; round < 8; round++) {
      newBrowsers();
      await elsewhere.signIn(OTHER_PILOT);
      await browser.signIn(PILOT);
      await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
      const { accountId } = await signedIn();
      const offer = await offerOf(browser, accountId);
      if (!offer) throw new Error('Nothing was offered');
      const back = await elsewhere.goToEve(OWNER, { intent: 'add-character' });
      const newcomer = site.createBrowser();
      const entering = await newcomer.goToEve(OTHER_PILOT);
      await Promise.all([
        mergeAccounts(site.container, offer),
        elsewhere.comeBack(back),
        newcomer.comeBack(entering),
        round % 2 === 0 && deleteAccount(site.container, { accountId }, 'Ilya Torvanen'),
      ]);
      const lost = await site.container.db.character.findMany({
        where: { account: { deletedAt: { not: null } } },
      });
      expect(lost).toEqual([]);
      const late = await site.container.db.session.findMany({
        where: { account: { deletedAt: { not: null } } },
      });
      expect(late).toEqual([]);
      // Free again for the next round.
      await site.container.db.session.deleteMany();
      await site.container.db.character.updateMany({ data: { accountId: null } });
      await site.container.db.account.updateMany({ data: { role: 'member' } });
    }
  });
});
