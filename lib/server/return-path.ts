const ORIGIN = 'http://site.invalid';
const MAX_LENGTH = 2_048;
/** Control characters, white space and backslashes: browsers drop or turn them, and read another host. */
const FOREIGN = /[\\\s\p{Cc}\p{Cf}]/u;
/** Coming back to these would sign in for ever, or act without a click. */
const NEVER = /^\/(?:api|sign-in)(?:[/?#]|$)/i;

/**
 * Where to go after the sign-in: a path of this site, whatever was asked for.
 *
 * @returns `wish` in its normal form when it is a path of this site and nothing else could read it as
 *   an address elsewhere; otherwise `fallback`.
 */
export function safeReturnPath(wish: string | null | undefined, fallback = '/'): string {
  if (!wish?.startsWith('/') || wish.length > MAX_LENGTH || FOREIGN.test(wish)) return fallback;
  const [path = ''] = wish.split(/[?#]/, 1);
  // What a proxy or a second redirect decodes must be harmless too.
  const once = decode(path);
  if (once === null) return fallback;
  for (const text of [path, once, decode(once) ?? once]) {
    if (FOREIGN.test(text) || text.startsWith('//')) return fallback;
  }
  const url = parse(wish);
  if (url?.origin !== ORIGIN || url.pathname.startsWith('//')) return fallback;
  if (NEVER.test(url.pathname)) return fallback;
  return `${url.pathname}${url.search}${url.hash}`;
}

function parse(path: string): URL | null {
  try {
    return new URL(path, ORIGIN);
  } catch {
    return null;
  }
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
