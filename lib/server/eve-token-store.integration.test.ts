import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Renewal } from '#lib/eve/sso/index.ts';
import { createSignInSite, OWNER, type SignInSite } from '#tests/support/sign-in-site.ts';
import { killTokens } from './characters.ts';
import { open } from './crypto.ts';
import { EveTokenError } from './eve-token-error.ts';
import { eveTokenStore, type HeldToken, type TokenPlace } from './eve-token-store.ts';
import { transact } from './transact.ts';

let site: SignInSite;
let place: TokenPlace;
let held: HeldToken;
let renewal: Renewal;
beforeEach(async () => {
  site = await createSignInSite();
  await grant();
  place = { owner: { characterId: OWNER, purpose: 'contracts' }, parts: site.container };
  held = await read();
  renewal = {
    refreshToken: 'another refresh token',
    access: {
      token: 'another access token',
      expiresAt: new Date(site.now().getTime() + 1_199_000),
      claims: {
        characterId: OWNER,
        name: 'Maren Tessidari',
        ownerHash: held.ownerHash,
        scopes: ['publicData'],
        expiresAt: new Date(site.now().getTime() + 1_199_000),
      },
    },
  };
});
afterEach(() => site[Symbol.asyncDispose]());

const grant = () => site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
async function read(): Promise<HeldToken> {
  const found = await eveTokenStore.read(place);
  if (!found) throw new Error('There is no living grant');
  return found;
}
const replace = (what: HeldToken = held) => eveTokenStore.replace(place, what, renewal);
const refuse = (what: HeldToken = held) =>
  eveTokenStore.end(place, what, { reason: 'grant-refused', said: 'invalid_grant' });
const row = () => site.container.db.eveToken.findFirstOrThrow();

describe('what EVE gave', () => {
  test('is stored sealed, and read again as it was', async () => {
    expect(await replace()).toBe(true);
    const found = await read();
    expect(found).toMatchObject({
      accessToken: 'another access token',
      accessExpiresAt: renewal.access?.expiresAt,
    });
    expect(found.readRefreshToken()).toBe('another refresh token');
    const stored = await row();
    expect(stored.sealedRefreshToken).not.toContain('another');
    expect(stored).toMatchObject({ scopes: ['publicData'], refreshedAt: site.now(), version: 1 });
  });

  test('without an access token leaves that as it was', async () => {
    renewal = { refreshToken: 'another refresh token', access: null };
    expect(await replace()).toBe(true);
    const found = await read();
    expect(found.accessToken).toBe(held.accessToken);
    expect(found.readRefreshToken()).toBe('another refresh token');
  });

  test('is not put over what somebody else stored meanwhile', async () => {
    expect(await replace()).toBe(true);
    const newer = await row();
    renewal = { ...renewal, refreshToken: 'too late' };
    expect(await replace()).toBe(false);
    expect(await row()).toEqual(newer);
  });

  test('is put by one of many who held the same', async () => {
    const put = await Promise.all(Array.from({ length: 8 }, () => replace()));
    expect(put.filter(Boolean)).toHaveLength(1);
  });

  test('is not put over a grant made anew', async () => {
    site.passTime(1_000);
    await grant();
    const newer = await row();
    expect(await replace()).toBe(false);
    expect(await refuse()).toBe(false);
    expect(await row()).toEqual(newer);
  });

  test('does not bring back what the pilot ended', async () => {
    await transact(site.container, (tx) =>
      killTokens(tx, { characterId: OWNER, reason: 'unlinked' }, { at: site.now(), actorId: null }),
    );
    expect(await replace()).toBe(false);
    expect(await eveTokenStore.read(place)).toBeNull();
    expect(await row()).toMatchObject({ state: 'dead', sealedRefreshToken: '' });
  });
});

describe('a refusal of EVE', () => {
  test('is not undone once the pilot has ended the grant, too', async () => {
    await refuse();
    await transact(site.container, (tx) =>
      killTokens(tx, { characterId: OWNER, reason: 'unlinked' }, { at: site.now(), actorId: null }),
    );
    expect(await replace()).toBe(false);
    expect(await row()).toMatchObject({ state: 'dead', deadReason: 'unlinked' });
    expect(await site.audit('eve-token')).toEqual(['granted', 'died', 'died']);
  });

  test('ends the grant that was asked with, once', async () => {
    const ended = await Promise.all([refuse(), refuse(), refuse()]);
    expect(ended.filter(Boolean)).toHaveLength(1);
    expect(await eveTokenStore.read(place)).toBeNull();
    expect(await site.audit('eve-token')).toEqual(['granted', 'died']);
  });

  test('of a refresh token that was used up ends nothing', async () => {
    await replace();
    expect(await refuse()).toBe(false);
    expect((await row()).state).toBe('active');
  });

  test('is undone by whoever got the next refresh token, and the audit says so', async () => {
    await refuse();
    site.passTime(1_000);
    expect(await replace()).toBe(true);
    const stored = await row();
    expect(stored).toMatchObject({ state: 'active', deadReason: null, version: 3 });
    expect(open(site.container, stored.sealedRefreshToken, String(OWNER))).toBe(
      'another refresh token',
    );
    expect(await site.audit('eve-token')).toEqual(['granted', 'died', 'revived']);
    expect(await replace()).toBe(false);
  });

  test('of what came after is not undone by what came before', async () => {
    site.passTime(1_000);
    await replace();
    await refuse(await read());
    renewal = { ...renewal, refreshToken: 'too late' };
    expect(await replace()).toBe(false);
    expect((await row()).state).toBe('dead');
  });

  test('of a grant made anew in the same moment is not undone by the one before', async () => {
    await grant();
    expect((await row()).refreshedAt).toEqual(held.row.refreshedAt);
    await refuse(await read());
    expect(await replace()).toBe(false);
    expect((await row()).state).toBe('dead');
  });

  test('is not undone without a refresh token to live on', async () => {
    await refuse();
    renewal = { ...renewal, refreshToken: null };
    expect(await replace()).toBe(false);
    expect((await row()).state).toBe('dead');
  });
});

test('a grant of an account that is closed is not read, and is kept', async () => {
  const { db } = site.container;
  for (const column of ['blockedAt', 'deletedAt'] as const) {
    await db.account.updateMany({ data: { [column]: site.now() } });
    const asked = eveTokenStore.read(place);
    await expect(asked).rejects.toBeInstanceOf(EveTokenError);
    await expect(asked).rejects.toMatchObject({ reason: 'account-closed' });
    await db.account.updateMany({ data: { [column]: null } });
    expect((await read()).readRefreshToken()).toBe(held.readRefreshToken());
  }
});
