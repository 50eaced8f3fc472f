import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { open } from '#lib/server/crypto.ts';
import { withAccessToken } from '#lib/server/eve-tokens.ts';
import {
  type Browser,
  createSignInSite,
  OTHER_PILOT,
  OWNER,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';

let site: SignInSite;

beforeEach(async () => {
  site = await createSignInSite();
});
afterEach(() => site[Symbol.asyncDispose]());

describe('a first sign-in', () => {
  test('makes an account with the character, and says so in the audit trail', async () => {
    const browser = site.createBrowser();
    const outcome = await browser.signIn(PILOT, { callbackUrl: '/quotes?page=2' });

    expect(outcome).toMatchObject({ ok: true, returnTo: '/quotes?page=2', characterId: PILOT });
    expect(await browser.viewer()).toMatchObject({
      role: 'member',
      characterId: PILOT,
      characterName: 'Ilya Torvanen',
      characters: [{ characterId: PILOT, name: 'Ilya Torvanen' }],
    });
    expect(await site.audit('account')).toEqual(['created']);
    expect(await site.audit('character')).toEqual(['linked']);
    const outbox = await site.container.db.outboxEvent.findMany();
    expect(outbox.map(({ topic }) => topic).toSorted()).toEqual(['account', 'character']);
  });

  test('notes the corporation', async () => {
    await site.createBrowser().signIn(PILOT);
    const character = await site.container.db.character.findFirstOrThrow();
    expect(character.corporationId).toBe(9100000000002n);
  });

  test('made twice at the same moment makes one account', async () => {
    const browsers = Array.from({ length: 4 }, () => site.createBrowser());
    const addresses = await Promise.all(browsers.map((browser) => browser.goToEve(PILOT)));
    const outcomes = await Promise.all(
      browsers.map((browser, i) => browser.comeBack(addresses[i] ?? new URL('http://none'))),
    );
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, true]);
    expect(await site.container.db.account.count()).toBe(1);
    expect(await site.container.db.session.count()).toBe(4);
    const viewers = await Promise.all(browsers.map((browser) => browser.viewer()));
    expect(new Set(viewers.map((viewer) => viewer?.accountId)).size).toBe(1);
  });

  test('works while ESI is away', async () => {
    await site.control('faults', 'PUT', [{ target: 'esi', kind: '503' }]);
    expect(await site.createBrowser().signIn(PILOT)).toMatchObject({ ok: true });
  });

  test('keeps no token: a mere sign-in grants nothing', async () => {
    await site.createBrowser().signIn(PILOT);
    expect(await site.container.db.eveToken.count()).toBe(0);
  });
});

describe('a race', () => {
  const comeBackTogether = async (browsers: readonly Browser[], addresses: readonly URL[]) =>
    Promise.all(browsers.map((browser, i) => browser.comeBack(addresses[i] ?? new URL('x:'))));

  test('of two first sign-ins by one account leaves one account with both characters', async () => {
    const browser = site.createBrowser();
    await browser.signIn(OWNER);
    const tabs = [PILOT, OTHER_PILOT].map(() => site.createBrowser());
    const addresses: URL[] = [];
    for (const [i, tab] of tabs.entries()) {
      for (const [name, value] of browser.cookies) tab.cookies.set(name, value);
      addresses.push(await tab.goToEve([PILOT, OTHER_PILOT][i] ?? 0, { intent: 'add-character' }));
    }
    const outcomes = await comeBackTogether(tabs, addresses);
    // Each sign-in ends the session it came with: who comes second may find itself signed out.
    for (const outcome of outcomes) {
      expect(outcome.ok ? 'in' : outcome.reason).toMatch(/^(in|signed-out)$/);
    }
    expect(outcomes.some(({ ok }) => ok)).toBe(true);
    expect(await site.container.db.account.count()).toBe(1);
  });

  test('of a link and a sign-in of the same character puts it on one account, in each of ten rounds', async () => {
    for (let round = 0; round < 10; round++) {
      const [linker, newcomer] = [site.createBrowser(), site.createBrowser()];
      const linked = await linker.signIn(PILOT);
      const addresses = [
        await linker.goToEve(OTHER_PILOT, { intent: 'add-character' }),
        await newcomer.goToEve(OTHER_PILOT),
      ];
      const outcomes = await comeBackTogether([linker, newcomer], addresses);
      const { accountId } = await site.container.db.character.findUniqueOrThrow({
        where: { id: BigInt(OTHER_PILOT) },
      });
      const [link, sign] = outcomes;
      expect(sign).toMatchObject({ ok: true, accountId });
      if (link?.ok) expect(linked).toMatchObject({ accountId });
      else expect(link).toMatchObject({ reason: 'other-account' });
      // For the next round the character is free again, and whoever lost it is gone.
      await site.container.db.session.deleteMany();
      await site.container.db.character.update({
        where: { id: BigInt(OTHER_PILOT) },
        data: { accountId: null },
      });
      await site.container.db.account.deleteMany({ where: { characters: { none: {} } } });
      site.passTime(61_000);
    }
  });
});

describe('a further character', () => {
  test('joins the account that is signed in', async () => {
    const browser = site.createBrowser();
    const first = await browser.signIn(PILOT);
    const second = await browser.signIn(OTHER_PILOT, { intent: 'add-character' });

    expect(first.ok && second.ok && first.accountId === second.accountId).toBe(true);
    expect((await browser.viewer())?.characters.map(({ characterId }) => characterId)).toEqual([
      PILOT,
      OTHER_PILOT,
    ]);
    expect(await site.container.db.account.count()).toBe(1);
  });

  test('then signs in to the same account from anywhere', async () => {
    const browser = site.createBrowser();
    const first = await browser.signIn(PILOT);
    await browser.signIn(OTHER_PILOT, { intent: 'add-character' });
    const elsewhere = await site.createBrowser().signIn(OTHER_PILOT);
    expect(first.ok && elsewhere.ok && first.accountId === elsewhere.accountId).toBe(true);
  });

  test('makes no second account when the session ended meanwhile', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const address = await browser.goToEve(OTHER_PILOT, { intent: 'add-character' });
    await site.container.db.session.deleteMany();
    expect(await browser.comeBack(address)).toMatchObject({ ok: false, reason: 'signed-out' });
    expect(await site.container.db.account.count()).toBe(1);
    expect(await site.container.db.character.count()).toBe(1);
  });

  test('of another account is refused, and nothing changes', async () => {
    await site.createBrowser().signIn(OTHER_PILOT);
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const refused = await browser.signIn(OTHER_PILOT, { intent: 'add-character' });

    expect(refused).toMatchObject({ ok: false, reason: 'other-account' });
    expect((await browser.viewer())?.characterId).toBe(PILOT);
    expect(await site.container.db.account.count()).toBe(2);
  });

  test('of another account signs in to that account when that is what was asked for', async () => {
    const other = await site.createBrowser().signIn(OTHER_PILOT);
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const changed = await browser.signIn(OTHER_PILOT);
    expect(other.ok && changed.ok && other.accountId === changed.accountId).toBe(true);
  });
});

describe('a character that was sold', () => {
  test('leaves the seller’s account, with its tokens and its sessions', async () => {
    const seller = site.createBrowser();
    await seller.signIn(OWNER, { purpose: 'contracts' });
    const keeper = site.createBrowser();
    await keeper.signIn(OWNER);
    await keeper.signIn(PILOT, { intent: 'add-character' });

    await site.control('sell-character', 'POST', { characterId: OWNER });
    const buyer = site.createBrowser();
    const bought = await buyer.signIn(OWNER);

    expect(bought.ok).toBe(true);
    expect((await buyer.viewer())?.role).toBe('member');
    expect(await seller.viewer()).toBeNull();
    expect(await keeper.viewer()).toMatchObject({
      role: 'owner',
      characters: [{ characterId: PILOT }],
    });
    expect(await site.container.db.eveToken.findMany()).toEqual([]);
    const died = await site.container.db.auditEvent.findFirst({
      where: { entity: 'eve-token', action: 'died' },
    });
    expect(died).toMatchObject({ after: { state: 'dead', reason: 'owner-changed' } });
    expect(await site.audit('character')).toContain('owner-changed');
    expect(await site.audit('eve-token')).toEqual(['granted', 'died']);
    const account = await site.container.db.account.findFirstOrThrow({ where: { role: 'owner' } });
    expect(account.mainCharacterId).toBe(BigInt(PILOT));
  });
});

describe('a grant', () => {
  test('is stored sealed: neither token is in the database in the clear', async () => {
    await site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
    const token = await site.container.db.eveToken.findFirstOrThrow();
    expect(token).toMatchObject({ purpose: 'contracts', state: 'active' });
    expect(token.scopes).toContain('esi-contracts.read_corporation_contracts.v1');
    const accessToken = open(site.container, token.sealedAccessToken ?? '', String(OWNER));
    expect(accessToken).toMatch(/^eyJ/);
    const refreshToken = open(site.container, token.sealedRefreshToken, String(OWNER));
    const dump = JSON.stringify(
      await Promise.all([
        site.container.db.eveToken.findMany(),
        site.container.db.auditEvent.findMany(),
        site.container.db.outboxEvent.findMany(),
        site.container.db.session.findMany(),
      ]),
      (_key, value) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(dump).not.toContain(refreshToken);
    expect(dump).not.toContain(accessToken.split('.')[2]);
  });

  test('copied onto another character’s row does not open', async () => {
    await site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
    const token = await site.container.db.eveToken.findFirstOrThrow();
    expect(() => open(site.container, token.sealedRefreshToken, String(PILOT))).toThrow('tampered');
  });

  test('of one purpose leaves those of others as they were, each with its own scopes', async () => {
    const browser = site.createBrowser();
    await browser.signIn(OWNER, { purpose: 'contracts' });
    const { db } = site.container;
    const [first] = await db.eveToken.findMany();
    await browser.signIn(OWNER, { purpose: 'check', intent: 'add-character' });
    const [contracts, check] = await db.eveToken.findMany({ orderBy: { createdAt: 'asc' } });
    expect(contracts).toEqual(first);
    expect(check).toMatchObject({
      purpose: 'check',
      scopes: ['esi-contracts.read_character_contracts.v1'],
    });
    // Both live at EVE, too.
    const { accountId } = (await browser.viewer()) ?? { accountId: '' };
    site.passTime(20 * 60_000);
    for (const purpose of ['contracts', 'check'] as const) {
      const owner = { characterId: OWNER, purpose, accountId };
      const use = async (token: string) => token;
      const { signal } = new AbortController();
      await expect(withAccessToken(site.container, owner, use, signal)).resolves.toMatch(/^eyJ/);
    }
  });

  test('that was asked of one character is not taken from another, nor is that one added', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const asked = { purpose: 'check', intent: 'add-character', characterId: PILOT } as const;
    const refused = await browser.signIn(OTHER_PILOT, asked);
    expect(refused).toMatchObject({ ok: false, reason: 'other-character', asked });
    expect(await site.container.db.character.count()).toBe(1);
    expect(await site.container.db.eveToken.count()).toBe(0);
    expect(await browser.signIn(PILOT, asked)).toMatchObject({ ok: true });
    expect(await site.container.db.eveToken.count()).toBe(1);
  });

  test('that the pilot declines at EVE changes nothing, and says what had been asked', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const asked = { purpose: 'check', intent: 'add-character', characterId: PILOT } as const;
    const back = await browser.goToEve(PILOT, asked);
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect(await browser.comeBack(back)).toMatchObject({ ok: false, reason: 'cancelled', asked });
    expect(await browser.viewer()).toMatchObject({ characterId: PILOT });
    expect(await site.container.db.eveToken.count()).toBe(0);
  });

  test('of a trader’s kind is refused to a member', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const refused = await browser.signIn(PILOT, { purpose: 'window' });
    expect(refused).toMatchObject({ ok: false, reason: 'role-missing' });
    expect(await site.container.db.eveToken.count()).toBe(0);
    expect(await browser.viewer()).not.toBeNull();
  });

  test('made again replaces the one before', async () => {
    const browser = site.createBrowser();
    await browser.signIn(OWNER, { purpose: 'window' });
    await browser.signIn(OWNER, { purpose: 'window' });
    expect(await site.audit('eve-token')).toEqual(['granted', 'granted']);
    expect(await site.container.db.eveToken.count()).toBe(1);
  });
});
