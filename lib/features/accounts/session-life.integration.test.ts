import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSignInSite, PILOT, type SignInSite } from '#tests/support/sign-in-site.ts';

const DAY_MS = 86_400_000;
let site: SignInSite;

beforeEach(async () => {
  site = await createSignInSite();
});
afterEach(() => site[Symbol.asyncDispose]());

describe('the session', () => {
  const cookieOf = (browser: { cookies: Map<string, string> }) =>
    browser.cookies.get('__Host-ageira-session') ?? '';

  test('is known to the database by its hash alone', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const session = await site.container.db.session.findFirstOrThrow();
    expect(cookieOf(browser)).toMatch(/^[\w-]{43}$/);
    expect(Buffer.from(session.tokenHash).toString('hex')).toBe(
      createHash('sha256').update(cookieOf(browser)).digest('hex'),
    );
  });

  test('gets another token at each sign-in, and the one before is dead', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const before = new Map(browser.cookies);
    await browser.signIn(PILOT);
    expect(cookieOf(browser)).not.toBe(cookieOf({ cookies: before }));
    const stale = site.createBrowser();
    for (const [name, value] of before) stale.cookies.set(name, value);
    expect(await stale.viewer()).toBeNull();
    expect(await browser.viewer()).not.toBeNull();
  });

  test('ends after 14 days without use', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    site.passTime(14 * DAY_MS - 1_000);
    expect(await browser.viewer()).not.toBeNull();
    site.passTime(14 * DAY_MS + 1_000);
    expect(await browser.viewer()).toBeNull();
  });

  test('ends after 60 days however much it is used', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    for (let day = 0; day < 59; day++) {
      site.passTime(DAY_MS);
      expect(await browser.viewer()).not.toBeNull();
    }
    site.passTime(DAY_MS - 1_000);
    expect(await browser.viewer()).not.toBeNull();
    site.passTime(2_000);
    expect(await browser.viewer()).toBeNull();
  });

  test('is noted as seen at most once a minute', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    const seen = async () =>
      (await site.container.db.session.findFirstOrThrow()).lastSeenAt.getTime();
    const start = await seen();
    site.passTime(59_000);
    await browser.viewer();
    expect(await seen()).toBe(start);
    site.passTime(1_000);
    await browser.viewer();
    expect(await seen()).toBe(start + 60_000);
  });

  test('is worth nothing once the account is blocked', async () => {
    const browser = site.createBrowser();
    await browser.signIn(PILOT);
    await site.container.db.account.updateMany({ data: { blockedAt: site.now() } });
    expect(await browser.viewer()).toBeNull();
    expect(await site.createBrowser().signIn(PILOT)).toMatchObject({
      ok: false,
      reason: 'blocked',
    });
  });

  test.each(['', 'x', 'a'.repeat(43), `${'a'.repeat(42)}'`, 'é'.repeat(43)])(
    'is not opened by a made-up token: "%s"',
    async (token) => {
      const browser = site.createBrowser();
      browser.cookies.set('__Host-ageira-session', token);
      expect(await browser.viewer()).toBeNull();
    },
  );
});
