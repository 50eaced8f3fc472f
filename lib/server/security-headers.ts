import { randomBytes } from 'node:crypto';
import { contentSecurityPolicy } from './content-security-policy.ts';

export type SecurityHeaders = {
  /** Next gives its scripts the nonce it finds here. */
  readonly policy: string;
  /** All of them, the policy among them, for the answer. */
  readonly headers: readonly (readonly [name: string, value: string])[];
};

type Site = {
  readonly PUBLIC_URL: string;
  readonly EVE_IMAGES_URL: string;
  readonly EVE_ESI_URL: string;
  readonly EVE_SSO_URL: string;
  readonly NODE_ENV: string;
};

const NONCE_BYTES = 16;
const SAME_FOR_ALL = [
  ['X-Content-Type-Options', 'nosniff'],
  // The code of a quote stands in its address: other sites never see it.
  ['Referrer-Policy', 'same-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
] as const;
const ONE_YEAR_S = 31_536_000;

/** The headers by which browsers guard us, with a new nonce at each call. */
export function createSecurityHeaders(site: Site): () => SecurityHeaders {
  const parts = {
    imageOrigin: new URL(site.EVE_IMAGES_URL).origin,
    esiOrigin: new URL(site.EVE_ESI_URL).origin,
    realtimeOrigin: site.PUBLIC_URL.replace(/^http/, 'ws'),
    ssoOrigin: new URL(site.EVE_SSO_URL).origin,
    isDevelopment: site.NODE_ENV === 'development',
  };
  const transport: (readonly [string, string])[] = site.PUBLIC_URL.startsWith('https:')
    ? [['Strict-Transport-Security', `max-age=${ONE_YEAR_S}`]]
    : [];

  return () => {
    const nonce = randomBytes(NONCE_BYTES).toString('base64');
    const policy = contentSecurityPolicy({ ...parts, nonce });
    return {
      policy,
      headers: [['Content-Security-Policy', policy], ...SAME_FOR_ALL, ...transport],
    };
  };
}
