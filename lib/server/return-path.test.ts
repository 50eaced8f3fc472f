import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { safeReturnPath } from './return-path.ts';

const SITE = 'https://trade.example';

describe('a path of this site is kept', () => {
  test.each([
    '/',
    '/quotes',
    '/q/AT-7K3M-9QX2',
    '/admin/inbox?verdict=suspicious&search=a%20b',
    '/q/AT-7K3M-9QX2#lines',
    '/how-to-sell?next=https://elsewhere.example/',
    '/@pilot',
    '/api-docs',
  ])('%s', (path) => {
    expect(safeReturnPath(path)).toBe(path);
  });
});

describe('anything else becomes the fallback', () => {
  test.each([
    null,
    undefined,
    '',
    ' ',
    'quotes',
    '?q',
    '#x',
    '@evil.example',
    'evil.example',
    'https://evil.example',
    'https://trade.example/quotes',
    'HTTPS://evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    'http:\\\\evil.example',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '//evil.example/%2e%2e',
    '//evil%00.example',
    '//trade.example@evil.example',
    '//[::1]',
    '//2130706433',
    '//еvil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r/evil.example',
    '\t//evil.example',
    ' //evil.example',
    '\u0000//evil.example',
    '/\u200b/evil.example',
    '/\u00a0/evil.example',
    '/\u2028/evil.example',
    '/%2F/evil.example',
    '/%2f%2fevil.example',
    '/%5Cevil.example',
    '/%5c/evil.example',
    '/%09/evil.example',
    '/%0a/evil.example',
    '/%0d%0aSet-Cookie:%20a=b',
    '/quotes\r\nLocation: https://evil.example',
    '/%252F/evil.example',
    '/%255Cevil.example',
    '/.//evil.example',
    '/..//evil.example',
    '/a/..//evil.example',
    '/%2e//evil.example',
    '/./\\evil.example',
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    'blob:https://evil.example/x',
    'file:///etc/passwd',
    'about:blank',
    '/%',
    '/%ff',
    '/api/auth/sign-out',
    '/API/auth/sign-out',
    '/x/../api/auth/start',
    '/api',
    '/sign-in',
    '/sign-in?callbackUrl=/sign-in',
    `/${'a'.repeat(3_000)}`,
  ])('%j', (wish) => {
    expect(safeReturnPath(wish, '/home')).toBe('/home');
  });
});

test('whatever is asked for, the browser stays on this site', () => {
  const nasty = fc.string({
    unit: fc.constantFrom(
      ...'/\\:@.?#%&=ae ',
      '\t',
      '\n',
      '\r',
      '\u0000',
      '%2f',
      '%5c',
      '%09',
      '//',
      'https:',
      'javascript:',
      'evil.example',
    ),
    maxLength: 12,
  });
  fc.assert(
    fc.property(
      fc.oneof(
        nasty,
        nasty.map((text) => `/${text}`),
        fc.webUrl(),
      ),
      (wish) => {
        const path = safeReturnPath(wish);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, SITE).origin).toBe(SITE);
      },
    ),
    { numRuns: 10_000 },
  );
});
