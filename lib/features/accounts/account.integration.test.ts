import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { characterLock, releaseCharacter } from '#lib/server/characters.ts';
import { seal } from '#lib/server/crypto.ts';
import { lockName } from '#lib/server/locks.ts';
import { createSessionToken, SESSION_IDLE_MS, sweepSessions } from '#lib/server/sessions.ts';
import { transact } from '#lib/server/transact.ts';
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
import { getAccountView } from './get-account-view.ts';
import { setMainCharacter } from './set-main-character.ts';
import { signOut, signOutEverywhere } from './sign-out.ts';
import { unlinkCharacter } from './unlink-character.ts';

let site: SignInSite;
let browser: Browser;

beforeEach(async () => {
  site = await createSignInSite();
  browser = site.createBrowser();
});
afterEach(() => site[Symbol.asyncDispose]());

const WAITING = `select from pg_stat_activity
  where wait_event_type = 'Lock' and datname = current_database()`;

async function signedIn(): Promise<Viewer> {
  const viewer = await browser.viewer();
  if (!viewer) throw new Error('Nobody is signed in');
  return viewer;
}

describe('one’s account', () => {
  test('shows characters, corporations, grants and sessions', async () => {
    await browser.signIn(OWNER);
    await browser.signIn(PILOT, { intent: 'add-character' });
    await browser.signIn(OWNER, { purpose: 'contracts' });
    await site.createBrowser().signIn(PILOT);

    const view = await getAccountView(site.container, await signedIn());
    expect(view).toMatchObject({ role: 'owner', sessionCount: 2 });
    expect(view.characters).toMatchObject([
      {
        characterId: OWNER,
        corporationName: 'Ageira Trade Holdings',
        isMain: true,
        grants: [{ purpose: 'contracts', health: 'valid' }],
      },
      { characterId: PILOT, isMain: false, grants: [] },
    ]);
  });

  test('counts sessions that still stand, and forgets the others at the next sign-in', async () => {
    await browser.signIn(PILOT);
    site.passTime(15 * 86_400_000);
    const later = site.createBrowser();
    await later.signIn(PILOT);
    expect(await site.container.db.session.count()).toBe(1);
    site.passTime(10 * 86_400_000);
    await browser.signIn(PILOT);
    site.passTime(5 * 86_400_000);
    expect(await getAccountView(site.container, await signedIn())).toMatchObject({
      sessionCount: 1,
    });
    expect(await site.container.db.session.count()).toBe(2);
  });

  test('shows a grant that lacks a scope, and one that is dead', async () => {
    await browser.signIn(OWNER, { purpose: 'contracts' });
    const { db } = site.container;
    const health = async () =>
      (await getAccountView(site.container, await signedIn())).characters[0]?.grants[0]?.health;
    await db.eveToken.updateMany({ data: { scopes: ['publicData'] } });
    expect(await health()).toBe('scopes-missing');
    await db.eveToken.updateMany({ data: { state: 'dead', deadReason: 'grant-refused' } });
    expect(await health()).toBe('ended-at-eve');
  });

  test('shows a grant whose key is gone, so that it can be granted again', async () => {
    await browser.signIn(OWNER, { purpose: 'contracts' });
    const lost = { id: '2', key: new Uint8Array(32) };
    const container = {
      ...site.container,
      env: { ...site.container.env, TOKEN_KEYS: [lost] },
    };
    const { characters } = await getAccountView(container, await signedIn());
    expect(characters[0]?.grants).toMatchObject([{ purpose: 'contracts', health: 'unreadable' }]);
  });
});

test('a character is not made the main one of an account that loses it at the same moment', async () => {
  await browser.signIn(OWNER);
  await browser.signIn(PILOT, { intent: 'add-character' });
  const viewer = await signedIn();
  const context = { at: site.now(), actorId: null };
  const { pool } = site.container;
  const choose = await transact(site.container, async (tx) => {
    await lockName(tx, characterLock(PILOT));
    const choosing = setMainCharacter(site.container, viewer, PILOT);
    await expect.poll(async () => (await pool.query(WAITING)).rows).toHaveLength(1);
    await releaseCharacter(tx, { characterId: PILOT, reason: 'owner-changed' }, context);
    return () => choosing;
  });
  expect(await choose()).toEqual({ ok: false, reason: 'not-yours' });
  expect(await site.container.db.account.findFirstOrThrow()).toMatchObject({
    mainCharacterId: BigInt(OWNER),
  });
});

describe('unlinking', () => {
  test('takes the character and its grants off the account', async () => {
    await browser.signIn(OWNER, { purpose: 'contracts' });
    await browser.signIn(PILOT, { intent: 'add-character' });
    const viewer = await signedIn();
    expect(await unlinkCharacter(site.container, viewer, OWNER)).toEqual({ ok: true });

    const view = await getAccountView(site.container, viewer);
    expect(view.characters).toMatchObject([{ characterId: PILOT, isMain: true }]);
    const token = await site.container.db.eveToken.findFirstOrThrow();
    expect(token).toMatchObject({ state: 'dead', deadReason: 'unlinked', sealedRefreshToken: '' });
    expect(await browser.viewer()).toMatchObject({ characterId: PILOT });
  });

  test('ends at EVE the refresh token that was stored last, also if only just now', async () => {
    await browser.signIn(OWNER, { purpose: 'contracts' });
    await browser.signIn(PILOT, { intent: 'add-character' });
    const viewer = await signedIn();
    const revoked: string[] = [];
    const sso = {
      ...site.container.sso,
      revoke: async (refreshToken: string) => void revoked.push(refreshToken),
    };
    const { db, pool } = site.container;
    const sealedRefreshToken = seal(site.container, 'the next one', String(OWNER));
    const unlinked = await db.$transaction(async (tx) => {
      await tx.eveToken.updateMany({ data: { sealedRefreshToken } });
      const unlinking = unlinkCharacter({ ...site.container, sso }, viewer, OWNER);
      await expect.poll(async () => (await pool.query(WAITING)).rows).toHaveLength(1);
      return () => unlinking;
    });
    expect(await unlinked()).toEqual({ ok: true });
    expect(revoked).toEqual(['the next one']);
  });

  test('leaves the character free for an account of its own', async () => {
    await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    const viewer = await signedIn();
    await unlinkCharacter(site.container, viewer, OTHER_PILOT);
    const fresh = await site.createBrowser().signIn(OTHER_PILOT);
    expect(fresh.ok && fresh.accountId).not.toBe(viewer.accountId);
  });

  test('the last character is refused, also when two unlinks meet', async () => {
    await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    const viewer = await signedIn();
    const outcomes = await Promise.all(
      [PILOT, OTHER_PILOT].map((id) => unlinkCharacter(site.container, viewer, id)),
    );
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    expect(outcomes).toContainEqual({ ok: false, reason: 'last-character' });
  });

  test('another’s character is refused', async () => {
    await site.createBrowser().signIn(OTHER_PILOT);
    await browser.signIn(PILOT);
    const outcome = await unlinkCharacter(site.container, await signedIn(), OTHER_PILOT);
    expect(outcome).toEqual({ ok: false, reason: 'not-yours' });
  });
});

describe('the main character', () => {
  test('is the one chosen', async () => {
    await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    const viewer = await signedIn();
    expect(await setMainCharacter(site.container, viewer, OTHER_PILOT)).toEqual({ ok: true });
    const { characters } = await getAccountView(site.container, viewer);
    expect(characters.find(({ isMain }) => isMain)?.characterId).toBe(OTHER_PILOT);
  });

  test('is never another’s', async () => {
    await site.createBrowser().signIn(OTHER_PILOT);
    await browser.signIn(PILOT);
    const outcome = await setMainCharacter(site.container, await signedIn(), OTHER_PILOT);
    expect(outcome).toEqual({ ok: false, reason: 'not-yours' });
  });
});

describe('signing out', () => {
  test('ends this browser’s session and takes its cookie away', async () => {
    const elsewhere = site.createBrowser();
    await elsewhere.signIn(PILOT);
    await browser.signIn(PILOT);
    const cleared = await signOut(site.container, browser.cookies);
    expect(cleared).toMatch(/^__Host-ageira-session=; .*Max-Age=0/);
    expect(await browser.viewer()).toBeNull();
    expect(await elsewhere.viewer()).not.toBeNull();
  });

  test('everywhere ends them all', async () => {
    const elsewhere = site.createBrowser();
    await elsewhere.signIn(PILOT);
    await browser.signIn(PILOT);
    expect(await signOutEverywhere(site.container, await signedIn())).toBe(2);
    expect(await browser.viewer()).toBeNull();
    expect(await elsewhere.viewer()).toBeNull();
  });

  test('without a session does nothing', async () => {
    await browser.signIn(PILOT);
    await signOut(site.container, new Map());
    expect(await browser.viewer()).not.toBeNull();
  });
});

describe('a session that is over', () => {
  test('leaves the database by the sweep; those that stand stay', async () => {
    await browser.signIn(PILOT);
    site.passTime(SESSION_IDLE_MS - 1_000);
    const later = site.createBrowser();
    await later.signIn(OTHER_PILOT);
    expect(await sweepSessions(site.container)).toBe(0);
    site.passTime(2_000);
    expect(await sweepSessions(site.container)).toBe(1);
    expect(await later.viewer()).not.toBeNull();
    expect(await browser.viewer()).toBeNull();
  });
});

describe('a token from before the sign-in', () => {
  const { name } = AUTH_COOKIES.sessionToken;

  test('that somebody planted is never taken over', async () => {
    const planted = createSessionToken();
    browser.cookies.set(name, planted);
    await browser.signIn(PILOT);
    expect(browser.cookies.get(name)).not.toBe(planted);
    const attacker = site.createBrowser();
    attacker.cookies.set(name, planted);
    expect(await attacker.viewer()).toBeNull();
  });

  test('that was kept from before a sign-out opens nothing, nor after the next sign-in', async () => {
    await browser.signIn(PILOT);
    const kept = browser.cookies.get(name) ?? '';
    await signOut(site.container, browser.cookies);
    await browser.signIn(PILOT);
    expect(browser.cookies.get(name)).not.toBe(kept);
    const attacker = site.createBrowser();
    attacker.cookies.set(name, kept);
    expect(await attacker.viewer()).toBeNull();
  });
});
