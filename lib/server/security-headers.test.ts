import { expect, test } from 'vitest';
import { createSecurityHeaders } from './security-headers.ts';

test('a thousand answers have a thousand nonces of 128 bits, the same for Next and for the browser', async () => {
  const nonces = new Set<string>();
  const make = createSecurityHeaders({
    PUBLIC_URL: 'http://ore.test:3000',
    EVE_IMAGES_URL: 'https://images.evetech.net',
    EVE_ESI_URL: 'https://esi.evetech.net',
    EVE_SSO_URL: 'https://login.eveonline.com',
    NODE_ENV: 'production',
  });
  for (let index = 0; index < 1_000; index += 1) {
    const { policy, headers } = make();
    expect(headers).toContainEqual(['Content-Security-Policy', policy]);
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(1_000);
});
