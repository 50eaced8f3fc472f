import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  createSignInSite,
  OTHER_PILOT,
  OWNER,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';
import { appointOwner } from './appoint-owner.ts';

let site: SignInSite;

beforeEach(async () => {
  site = await createSignInSite();
});
afterEach(() => site[Symbol.asyncDispose]());

describe('the owner of the site', () => {
  test('is the named character’s account at its first sign-in', async () => {
    const browser = site.createBrowser();
    await browser.signIn(OWNER);
    expect((await browser.viewer())?.role).toBe('owner');
    expect(await site.audit('account')).toEqual(['created', 'role-changed']);
  });

  test('is made once: a named character gets no second grant after it was taken away', async () => {
    const browser = site.createBrowser();
    await browser.signIn(OWNER);
    await site.container.db.account.updateMany({ data: { role: 'member' } });
    await browser.signIn(OWNER);
    expect((await browser.viewer())?.role).toBe('member');
  });

  test('is no other account when a named one comes while there is one', async () => {
    await using busy = await createSignInSite({ ownerCharacterIds: [OWNER, PILOT] });
    await busy.createBrowser().signIn(OWNER);
    const late = busy.createBrowser();
    await late.signIn(PILOT);
    expect((await late.viewer())?.role).toBe('member');
    expect(await busy.container.db.ownerGrant.count()).toBe(1);
  });

  test('is not the buyer of the named character, neither before nor after the owner has left', async () => {
    const seller = site.createBrowser();
    await seller.signIn(OWNER);
    await site.control('sell-character', 'POST', { characterId: OWNER });
    const buyer = site.createBrowser();
    await buyer.signIn(OWNER);
    expect((await buyer.viewer())?.role).toBe('member');
    await site.container.db.account.updateMany({
      where: { role: 'owner' },
      data: { blockedAt: site.now() },
    });
    await buyer.signIn(OWNER);
    expect((await buyer.viewer())?.role).toBe('member');
    const grant = await site.container.db.ownerGrant.findFirstOrThrow();
    const character = await site.container.db.character.findFirstOrThrow();
    expect(grant.ownerHash).not.toBe(character.ownerHash);
  });

  test('is signed out elsewhere when a sign-in makes it the owner: tokens of before are worth nothing', async () => {
    await using plain = await createSignInSite({ ownerCharacterIds: [PILOT] });
    const [first, second] = [plain.createBrowser(), plain.createBrowser()];
    await first.signIn(OTHER_PILOT);
    await second.signIn(OTHER_PILOT);
    await first.signIn(PILOT, { intent: 'add-character' });
    expect(await first.viewer()).toMatchObject({ role: 'owner' });
    expect(await second.viewer()).toBeNull();
  });

  test('is one: the next named character finds the place taken, even at the same moment', async () => {
    await using busy = await createSignInSite({ ownerCharacterIds: [OWNER, PILOT, OTHER_PILOT] });
    const outcomes = await Promise.all(
      [OWNER, PILOT, OTHER_PILOT].map((id) => busy.createBrowser().signIn(id)),
    );
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(await busy.container.db.account.count({ where: { role: 'owner' } })).toBe(1);
  });
});

describe('an owner by the operator’s hand', () => {
  test('is made beside another, and said so in the audit trail', async () => {
    await site.createBrowser().signIn(OWNER);
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    expect(await appointOwner(site.container, OTHER_PILOT)).toMatchObject({
      ok: true,
      roleBefore: 'member',
    });
    await browser.signIn(PILOT);
    expect((await browser.viewer())?.role).toBe('owner');
    const change = await site.container.db.auditEvent.findFirstOrThrow({
      where: { action: 'role-changed', actorId: null },
      orderBy: { at: 'desc' },
      skip: 1,
    });
    expect(change.version).toBe(2);
  });

  test('ends every session of before, also those in other browsers', async () => {
    const [here, elsewhere] = [site.createBrowser(), site.createBrowser()];
    await here.signIn(PILOT);
    await elsewhere.signIn(PILOT);
    await appointOwner(site.container, PILOT);
    expect(await here.viewer()).toBeNull();
    expect(await elsewhere.viewer()).toBeNull();
  });

  test('is refused for a character that is unknown, on no account, or on one that is closed', async () => {
    const { db } = site.container;
    expect(await appointOwner(site.container, PILOT)).toMatchObject({
      reason: 'unknown-character',
    });
    await site.createBrowser().signIn(PILOT);
    await db.account.updateMany({ data: { blockedAt: site.now() } });
    expect(await appointOwner(site.container, PILOT)).toMatchObject({ reason: 'account-closed' });
    await db.character.updateMany({ data: { accountId: null } });
    expect(await appointOwner(site.container, PILOT)).toMatchObject({ reason: 'no-account' });
    expect(await site.audit('account')).toEqual(['created']);
  });

  test('is one change when two ask at the same moment', async () => {
    await site.createBrowser().signIn(PILOT);
    const outcomes = await Promise.all([1, 2].map(() => appointOwner(site.container, PILOT)));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, reason: 'already-owner' });
  });
});
