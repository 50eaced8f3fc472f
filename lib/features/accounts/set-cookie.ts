import type { AuthCookie } from './auth-cookies.ts';

/** A Set-Cookie header. The value must be of characters that need no quoting. */
export function toSetCookie({ name, options }: AuthCookie, value: string): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax'];
  if (options.maxAge !== undefined) parts.push(`Max-Age=${options.maxAge}`);
  if (options.secure) parts.push('Secure');
  return parts.join('; ');
}

/** A Set-Cookie header that takes the cookie away. */
export function toClearCookie({ name, options }: AuthCookie): string {
  return toSetCookie({ name, options: { ...options, maxAge: 0 } }, '');
}
