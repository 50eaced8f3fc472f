import { type NextRequest, NextResponse } from 'next/server';
import { contentSecurityPolicy } from '#app/_parts/content-security-policy.ts';
import { type Env, readEnv } from '#lib/server/env.ts';

// Next loads this file at build time as well, when there is no environment to read yet.
let known: Env | undefined;

const HEADERS: readonly (readonly [name: string, value: string])[] = [
  ['X-Content-Type-Options', 'nosniff'],
  ['Referrer-Policy', 'strict-origin-when-cross-origin'],
  ['Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
  ['Cross-Origin-Opener-Policy', 'same-origin'],
  ['Cross-Origin-Resource-Policy', 'same-origin'],
  ['X-Frame-Options', 'DENY'],
];

/** Gives each request a nonce of its own, and each answer the headers that browsers guard us by. */
export function proxy(request: NextRequest): NextResponse {
  known ??= readEnv(process.env);
  const env = known;
  const nonce = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64');
  const policy = contentSecurityPolicy({
    nonce,
    imageOrigin: new URL(env.EVE_IMAGES_URL).origin,
    ssoOrigin: new URL(env.EVE_SSO_URL).origin,
    isDevelopment: env.NODE_ENV === 'development',
  });

  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  // Next takes the nonce for its own scripts from here.
  headers.set('Content-Security-Policy', policy);

  const response = NextResponse.next({ request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  for (const [name, value] of HEADERS) response.headers.set(name, value);
  if (env.PUBLIC_URL.startsWith('https://')) {
    response.headers.set('Strict-Transport-Security', 'max-age=31536000');
  }
  return response;
}

export const config = { matcher: ['/((?!_next/static/).*)'] };
