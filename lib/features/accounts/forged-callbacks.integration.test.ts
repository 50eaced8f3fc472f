import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Browser,
  createSignInSite,
  PILOT,
  type SignInSite,
} from '#tests/support/sign-in-site.ts';
import { AUTH_COOKIES } from './auth-cookies.ts';
import { finishSignIn } from './finish-sign-in.ts';
import { startSignInSchema } from './schema.ts';
import { startSignIn } from './start-sign-in.ts';

let site: SignInSite;

beforeAll(async () => {
  site = await createSignInSite();
});
afterAll(() => site[Symbol.asyncDispose]());

type Forgery = (address: URL, browser: Browser) => Promise<URL> | URL;

const change = (edit: (query: URLSearchParams) => void): Forgery => {
  return (address) => {
    const forged = new URL(address);
    edit(forged.searchParams);
    return forged;
  };
};

const FORGERIES: readonly { name: string; reason: string; forge: Forgery }[] = [
  { name: 'no state', reason: 'expired', forge: change((query) => query.delete('state')) },
  { name: 'a wrong state', reason: 'expired', forge: change((query) => query.set('state', 'x')) },
  { name: 'two states', reason: 'expired', forge: change((query) => query.append('state', 'x')) },
  { name: 'two codes', reason: 'expired', forge: change((query) => query.append('code', 'x')) },
  { name: 'no code', reason: 'refused', forge: change((query) => query.delete('code')) },
  { name: 'an invented code', reason: 'refused', forge: change((query) => query.set('code', 'x')) },
  {
    name: 'an error of EVE',
    reason: 'cancelled',
    forge: change((query) => query.set('error', 'access_denied')),
  },
  {
    name: 'another server as its issuer',
    reason: 'refused',
    forge: change((query) => query.set('iss', 'https://login.evil.example')),
  },
  {
    name: 'two issuers, one of them EVE’s',
    reason: 'refused',
    forge: (address) => {
      const forged = new URL(address);
      forged.searchParams.append('iss', site.container.env.EVE_SSO_URL);
      forged.searchParams.append('iss', 'https://login.evil.example');
      return forged;
    },
  },
  {
    name: 'the state cookie of another sign-in of this browser',
    reason: 'refused',
    forge: async (address, { cookies }) => {
      const other = site.createBrowser();
      await other.goToEve(PILOT, { purpose: 'check' });
      const { name } = AUTH_COOKIES.state;
      cookies.set(name, other.cookies.get(name) ?? '');
      return address;
    },
  },
  {
    name: 'the cookies of a sign-in for something else',
    reason: 'expired',
    forge: async (address, { cookies }) => {
      const other = site.createBrowser();
      await other.goToEve(PILOT, { purpose: 'check' });
      for (const [name, value] of other.cookies) cookies.set(name, value);
      return address;
    },
  },
  {
    name: 'a code that was used before',
    reason: 'refused',
    forge: async (address) => {
      const other = site.createBrowser();
      const used = await other.goToEve(PILOT);
      await other.comeBack(used);
      await site.container.db.session.deleteMany();
      address.searchParams.set('code', used.searchParams.get('code') ?? '');
      return address;
    },
  },
  {
    name: 'the code of another browser',
    reason: 'refused',
    forge: async (address) => {
      const other = await site.createBrowser().goToEve(PILOT);
      address.searchParams.set('code', other.searchParams.get('code') ?? '');
      return address;
    },
  },
  {
    name: 'a state of 10,000 letters',
    reason: 'expired',
    forge: change((query) => query.set('state', 'x'.repeat(10_000))),
  },
  {
    name: 'the state of another browser',
    reason: 'expired',
    forge: () => site.createBrowser().goToEve(PILOT),
  },
  {
    name: 'no cookies',
    reason: 'expired',
    forge: (address, { cookies }) => {
      cookies.clear();
      return address;
    },
  },
  {
    name: 'no state cookie',
    reason: 'refused',
    forge: (address, { cookies }) => {
      cookies.delete('__Host-ageira-sign-in-state');
      return address;
    },
  },
  {
    name: 'no verifier',
    reason: 'refused',
    forge: (address, { cookies }) => {
      cookies.delete('__Host-ageira-sign-in-pkce');
      return address;
    },
  },
  {
    name: 'the verifier of another browser',
    reason: 'refused',
    forge: async (address, { cookies }) => {
      const other = site.createBrowser();
      await other.goToEve(PILOT);
      cookies.set(
        '__Host-ageira-sign-in-pkce',
        other.cookies.get('__Host-ageira-sign-in-pkce') ?? '',
      );
      return address;
    },
  },
  {
    name: 'a purpose that was changed',
    reason: 'expired',
    forge: (address, { cookies }) => {
      const [header, payload = '', signature] = (cookies.get('__Host-ageira-sign-in') ?? '').split(
        '.',
      );
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
      const forged = Buffer.from(JSON.stringify({ ...claims, purpose: 'contracts' }));
      cookies.set(
        '__Host-ageira-sign-in',
        `${header}.${forged.toString('base64url')}.${signature}`,
      );
      return address;
    },
  },
];

describe('a callback makes no session', () => {
  test.each(FORGERIES)('with $name', async ({ reason, forge }) => {
    const browser = site.createBrowser();
    const address = await forge(await browser.goToEve(PILOT), browser);
    expect(await browser.comeBack(address)).toMatchObject({ ok: false, reason });
    expect(await browser.viewer()).toBeNull();
    expect(await site.container.db.session.count()).toBe(0);
  });

  test('unless everything is right, EVE’s own name in it included', async () => {
    const browser = site.createBrowser();
    const address = await browser.goToEve(PILOT);
    address.searchParams.set('iss', site.container.env.EVE_SSO_URL);
    expect(await browser.comeBack(address)).toMatchObject({ ok: true });
    await site.container.db.session.deleteMany();
  });

  test('without a start', async () => {
    const address = new URL('http://localhost:3000/api/auth/callback/eve?code=x&state=y');
    const outcome = await site.createBrowser().comeBack(address);
    expect(outcome).toMatchObject({ ok: false, reason: 'expired' });
  });

  test('made by another site; and the sign-in that is under way goes on', async () => {
    const browser = site.createBrowser();
    const address = await browser.goToEve(PILOT);
    await browser.comeBack(new URL('http://localhost:3000/api/auth/callback/eve?error=x&state=y'));
    expect(await browser.comeBack(address)).toMatchObject({ ok: true });
    await site.container.db.session.deleteMany();
  });

  test('later than ten minutes', async () => {
    const browser = site.createBrowser();
    const address = await browser.goToEve(PILOT);
    site.passTime(601_000);
    expect(await browser.comeBack(address)).toMatchObject({ ok: false, reason: 'expired' });
  });

  test('while EVE’s sign-in is away; the reason says so', async () => {
    const browser = site.createBrowser();
    const address = await browser.goToEve(PILOT);
    await site.control('faults', 'PUT', [{ target: 'sso', kind: '502' }]);
    const outcome = await browser.comeBack(address);
    await site.control('faults', 'PUT', []);
    expect(outcome).toMatchObject({ ok: false, reason: 'unavailable' });
  });

  test('while this site’s Redis is away; the reason does not blame EVE', async () => {
    const browser = site.createBrowser();
    const address = await browser.goToEve(PILOT);
    await using elsewhere = await site.createProcess();
    elsewhere.redis.disconnect();
    const { signal } = new AbortController();
    const callback = { query: address.searchParams, cookies: browser.cookies };
    const away = { ok: false, reason: 'site-away' };
    expect(await finishSignIn(elsewhere, callback, signal)).toMatchObject(away);
    const asked = startSignInSchema.parse({});
    const caller = { address: '192.0.2.250' };
    expect(await startSignIn(elsewhere, asked, { caller, signal })).toMatchObject(away);
  });

  test('used twice, even by a browser that kept its cookies', async () => {
    const browser = site.createBrowser();
    const address = await browser.goToEve(PILOT);
    const kept = new Map(browser.cookies);
    expect((await browser.comeBack(address)).ok).toBe(true);
    const again = site.createBrowser();
    for (const [name, value] of kept) again.cookies.set(name, value);
    expect(await again.comeBack(address)).toMatchObject({ ok: false, reason: 'expired' });
    expect(await again.viewer()).toBeNull();
  });
});

test('the way back is a path of this site, whatever the start was given', async () => {
  const outcome = await site.createBrowser().signIn(PILOT, { callbackUrl: '//evil.example' });
  expect(outcome).toMatchObject({ ok: true, returnTo: '/' });
});

test('more than ten starts a minute from one address are refused', async () => {
  const browser = site.createBrowser();
  for (let i = 0; i < 10; i++) await browser.goToEve(PILOT);
  await expect(browser.goToEve(PILOT)).rejects.toThrow('limited');
});

test('every cookie of the sign-in is HttpOnly, Lax and for the whole site', async () => {
  const browser = site.createBrowser();
  const outcome = await browser.signIn(PILOT);
  for (const header of outcome.setCookies) {
    expect(header).toMatch(/; HttpOnly/);
    expect(header).toMatch(/; SameSite=Lax/);
    expect(header).toMatch(/Path=\//);
  }
});
