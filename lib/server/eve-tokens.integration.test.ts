import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EsiUnauthorizedError } from '#lib/eve/esi/index.ts';
import { createSignInSite, OWNER, PILOT, type SignInSite } from '#tests/support/sign-in-site.ts';
import type { Container } from './container.ts';
import { open } from './crypto.ts';
import { withAccessToken } from './eve-tokens.ts';

const MINUTE_MS = 60_000;
const owner = { characterId: OWNER, purpose: 'contracts' } as const;
const { signal } = new AbortController();
let site: SignInSite;

beforeEach(async () => {
  site = await createSignInSite();
  await site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
});
afterEach(() => site[Symbol.asyncDispose]());

const take = (container: Container = site.container) =>
  withAccessToken(container, owner, async (accessToken) => accessToken, signal);
const readToken = () => site.container.db.eveToken.findFirstOrThrow();
const refreshToken = async () =>
  open(site.container, (await readToken()).sealedRefreshToken, String(OWNER));

describe('an access token', () => {
  test('is used as long as a minute of it is left', async () => {
    const first = await take();
    site.passTime(18 * MINUTE_MS);
    expect(await take()).toBe(first);
    site.passTime(2 * MINUTE_MS);
    expect(await take()).not.toBe(first);
  });

  test('refreshed leaves the new refresh token in the database', async () => {
    const before = await refreshToken();
    site.passTime(20 * MINUTE_MS);
    await take();
    expect(await refreshToken()).not.toBe(before);
    // The sandbox lets each refresh token be used once, so this would fail on the old one.
    site.passTime(20 * MINUTE_MS);
    await expect(take()).resolves.toMatch(/^eyJ/);
  });

  test('is refreshed once for all who ask at the same moment, in two processes', async () => {
    await using other = await site.createProcess();
    site.passTime(20 * MINUTE_MS);
    const tokens = await Promise.all(
      Array.from({ length: 10 }, (_, i) => take(i % 2 === 0 ? site.container : other)),
    );
    expect(new Set(tokens).size).toBe(1);
    expect((await readToken()).state).toBe('active');
  });

  test('that ESI does not know is refreshed and tried once more', async () => {
    const seen: string[] = [];
    const used = await withAccessToken(
      site.container,
      owner,
      async (accessToken) => {
        seen.push(accessToken);
        if (seen.length === 1) throw new EsiUnauthorizedError('no');
        return 'done';
      },
      signal,
    );
    expect(used).toBe('done');
    expect(new Set(seen).size).toBe(2);
  });

  test('that ESI refuses twice is given up', async () => {
    let uses = 0;
    const asked = withAccessToken(
      site.container,
      owner,
      () => {
        uses++;
        return Promise.reject(new EsiUnauthorizedError('no'));
      },
      signal,
    );
    await expect(asked).rejects.toBeInstanceOf(EsiUnauthorizedError);
    expect(uses).toBe(2);
  });

  test('is not given to a caller that has left, but is refreshed for the next', async () => {
    site.passTime(20 * MINUTE_MS);
    const leaving = new AbortController();
    const asked = withAccessToken(site.container, owner, async (token) => token, leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(asked).rejects.toThrow('gone');
    await expect(take()).resolves.toMatch(/^eyJ/);
  });
});

describe('a grant', () => {
  test('that nobody made is missing', async () => {
    const asked = withAccessToken(
      site.container,
      { characterId: PILOT, purpose: 'contracts' },
      async (token) => token,
      signal,
    );
    await expect(asked).rejects.toMatchObject({ name: 'EveTokenError', reason: 'missing' });
  });

  test('is used for its own purpose only', async () => {
    const asked = withAccessToken(
      site.container,
      { characterId: OWNER, purpose: 'window' },
      async (token) => token,
      signal,
    );
    await expect(asked).rejects.toMatchObject({ reason: 'missing' });
  });

  test('outlives an outage of EVE’s sign-in', async () => {
    site.passTime(20 * MINUTE_MS);
    for (const kind of ['500', '502', '503', '504', '429', 'html']) {
      await site.control('faults', 'PUT', [{ target: 'sso', kind, route: '/v2/oauth/token' }]);
      await expect(take()).rejects.toMatchObject({ code: 'ERR_SSO_UNAVAILABLE' });
      expect((await readToken()).state).toBe('active');
    }
    await site.control('faults', 'PUT', []);
    await expect(take()).resolves.toMatch(/^eyJ/);
  });

  test('that EVE ended dies with its reason, is erased, and is not asked for again', async () => {
    await site.control('sell-character', 'POST', { characterId: OWNER });
    site.passTime(20 * MINUTE_MS);
    await expect(take()).rejects.toMatchObject({ reason: 'grant-refused', isRetryable: false });
    expect(await readToken()).toMatchObject({
      state: 'dead',
      deadReason: 'grant-refused',
      sealedRefreshToken: '',
      sealedAccessToken: null,
    });
    const events = await site.container.db.auditEvent.findMany({ where: { entity: 'eve-token' } });
    expect(events.map(({ action }) => action)).toEqual(['granted', 'died']);

    await site.control('faults', 'PUT', [{ target: 'sso', kind: '500' }]);
    await expect(take()).rejects.toMatchObject({ reason: 'grant-refused' });
  });

  test('whose character has another owner now dies, and the character leaves the account', async () => {
    // As after a sale that EVE forgot to end the grant for.
    await site.container.db.eveToken.updateMany({ data: { ownerHash: 'of the seller' } });
    site.passTime(20 * MINUTE_MS);
    await expect(take()).rejects.toMatchObject({ reason: 'owner-changed' });
    expect((await readToken()).state).toBe('dead');
    const character = await site.container.db.character.findFirstOrThrow();
    expect(character.accountId).toBeNull();
    expect(await site.container.db.session.count()).toBe(0);
  });
});
