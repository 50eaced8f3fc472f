import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSignInSite, OWNER, PILOT, type SignInSite } from '#tests/support/sign-in-site.ts';
import type { Container } from './container.ts';
import { seal } from './crypto.ts';
import type { TokenKey } from './env-values.ts';
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

describe('a change of keys', () => {
  const key = (id: string, byte: number): TokenKey => ({ id, key: new Uint8Array(32).fill(byte) });
  // The site's own is 1; see tests/support/sign-in-site.ts.
  const [first, second] = [key('1', 7), key('2', 8)];
  const holding = (...keys: TokenKey[]): Container => ({
    ...site.container,
    env: { ...site.container.env, TOKEN_KEYS: keys },
  });
  const keyIds = async () => {
    const { sealedRefreshToken, sealedAccessToken } =
      await site.container.db.eveToken.findFirstOrThrow({ where: { characterId: BigInt(OWNER) } });
    return [sealedRefreshToken, sealedAccessToken].map((text) => text?.split('.')[1]);
  };

  test('leaves a thousand old grants readable, and seals with the new key from then on', async () => {
    const ids = Array.from({ length: 1_000 }, (_, i) => 9_000_001_000_000 + i);
    const { db } = site.container;
    await db.character.createMany({
      data: ids.map((id) => ({ id: BigInt(id), name: `Pilot ${id}`, ownerHash: 'hash' })),
    });
    await db.eveToken.createMany({
      data: ids.map((id) => ({
        id: `00000000-0000-7000-8000-${String(id).slice(-12)}`,
        characterId: BigInt(id),
        purpose: 'contracts',
        scopes: [],
        ownerHash: 'hash',
        sealedRefreshToken: seal(holding(first), `refresh ${id}`, String(id)),
        sealedAccessToken: seal(holding(first), `access ${id}`, String(id)),
        accessExpiresAt: new Date(site.now().getTime() + 10 * MINUTE_MS),
      })),
    });
    const changed = holding(second, first);
    const read = await Promise.all(
      ids.map((characterId) =>
        withAccessToken(changed, { characterId, purpose: 'contracts' }, async (t) => t, signal),
      ),
    );
    expect(read).toEqual(ids.map((id) => `access ${id}`));

    expect(await keyIds()).toEqual(['1', '1']);
    site.passTime(20 * MINUTE_MS);
    await take(changed);
    expect(await keyIds()).toEqual(['2', '2']);
    site.passTime(20 * MINUTE_MS);
    await expect(take(holding(second))).resolves.toMatch(/^eyJ/);
  });

  test('that takes the old key away too early says so, and loses nothing', async () => {
    const before = await readToken();
    await expect(take(holding(second))).rejects.toMatchObject({
      name: 'EveTokenError',
      reason: 'unreadable',
      isRetryable: false,
    });
    site.passTime(20 * MINUTE_MS);
    await expect(take(holding(second))).rejects.toMatchObject({ reason: 'unreadable' });
    expect(await readToken()).toEqual(before);
    await expect(take(holding(second, first))).resolves.toMatch(/^eyJ/);
  });

  test('that cannot be opened any more is mended by granting it again', async () => {
    await site.container.db.eveToken.updateMany({
      data: { sealedRefreshToken: seal(holding(second), 'lost', String(OWNER)) },
    });
    site.passTime(20 * MINUTE_MS);
    await expect(take()).rejects.toMatchObject({ reason: 'unreadable' });
    await site.createBrowser().signIn(OWNER, { purpose: 'contracts' });
    await expect(take()).resolves.toMatch(/^eyJ/);
  });
});

describe('a grant whose row was tampered with', () => {
  test('does not open with another character’s text in it, and EVE is not asked', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT, { purpose: 'check' });
    const { db } = site.container;
    const [own, other] = await Promise.all([
      db.eveToken.findFirstOrThrow({ where: { characterId: BigInt(OWNER) } }),
      db.eveToken.findFirstOrThrow({ where: { characterId: BigInt(PILOT) } }),
    ]);
    const { sealedAccessToken, sealedRefreshToken } = other;
    await db.eveToken.update({
      where: { id: own.id },
      data: { sealedAccessToken, sealedRefreshToken },
    });
    // Were EVE asked, this would be what it says.
    await site.control('faults', 'PUT', [{ target: 'sso', kind: '500' }]);
    await expect(take()).rejects.toMatchObject({ reason: 'unreadable' });
    site.passTime(20 * MINUTE_MS);
    await expect(take()).rejects.toMatchObject({ reason: 'unreadable' });
  });
});
