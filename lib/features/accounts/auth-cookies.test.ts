import { expect, test } from 'vitest';
import { AUTH_COOKIES } from './auth-cookies.ts';
import { toClearCookie, toSetCookie } from './set-cookie.ts';

test('every cookie is bound to the host and secure', () => {
  for (const cookie of Object.values(AUTH_COOKIES)) {
    expect(cookie.name).toMatch(/^__Host-/);
    expect(cookie.options).toMatchObject({
      secure: true,
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
    });
    expect(cookie.options.domain).toBeUndefined();
  }
});

test('names do not begin with one another: next-auth joins such cookies to one', () => {
  const names = Object.values(AUTH_COOKIES).map(({ name }) => name);
  const session = names.find((name) => name.endsWith('session')) ?? '';
  expect(names.filter((name) => name.startsWith(session))).toEqual([session]);
  expect(new Set(names).size).toBe(names.length);
});

test('a header says it all', () => {
  const { flow } = AUTH_COOKIES;
  expect(toSetCookie(flow, 'v')).toBe(
    '__Host-ageira-sign-in=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=600; Secure',
  );
  expect(toClearCookie(flow)).toContain('Max-Age=0');
});
