import { expect, test } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy.ts';

const PARTS = {
  nonce: 'bm9uY2U=',
  imageOrigin: 'https://images.evetech.net',
  esiOrigin: 'https://esi.evetech.net',
  realtimeOrigin: 'wss://ore.example',
  ssoOrigin: 'https://login.eveonline.com',
  isDevelopment: false,
};

test('scripts run by the nonce of the request alone', () => {
  expect(directive('script-src')).toBe("'nonce-bm9uY2U=' 'strict-dynamic'");
});

test('nothing that is written into a page as style or code is let through', () => {
  expect(contentSecurityPolicy(PARTS)).not.toMatch(/unsafe-(inline|eval)/);
});

test('nobody frames us, moves our base, or embeds an object', () => {
  for (const name of ['frame-ancestors', 'base-uri', 'object-src']) {
    expect(directive(name)).toBe("'none'");
  }
});

test('pictures may come from the configured image server, forms may end at the configured sign-in', () => {
  expect(directive('img-src')).toContain('https://images.evetech.net');
  expect(directive('form-action')).toBe("'self' https://login.eveonline.com");
});

test('scripts may ask us, our gateways and the configured ESI, and nobody else', () => {
  expect(directive('connect-src')).toBe("'self' wss://ore.example https://esi.evetech.net");
});

function directive(name: string): string | undefined {
  return contentSecurityPolicy(PARTS)
    .split('; ')
    .find((part) => part.startsWith(`${name} `))
    ?.slice(name.length + 1);
}
