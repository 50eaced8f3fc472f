/**
 * What a request says about where it came from, and how much of it is believed.
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { readAddress } from './address.ts';

export type Peers = { readonly isTrusted: (address: string) => boolean };

/** Prefixes of headers by which a caller could talk to Next's insides instead of to the site. */
const INTERNAL_PREFIXES = [
  'x-middleware-',
  'x-invoke-',
  'x-now-',
  'x-vercel-',
  'x-matched-path',
  'x-prerender-',
  'x-next-',
  'x-forwarded-',
  'x-real-ip',
  'forwarded',
  'next-resume',
  'content-security-policy',
];

/** Of Next's previews, which this site has none of: Next answers them with cookies of its own. */
const INTERNAL_COOKIES: ReadonlySet<string> = new Set([
  '__prerender_bypass',
  '__next_preview_data',
]);

/**
 * Read addresses and networks (`10.0.0.1`, `10.0.0.0/8`, `::1`).
 *
 * @throws {RangeError} For anything else.
 */
export function readPeers(entries: readonly string[]): Peers {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', bits] = entry.split('/');
    const family = isIP(address);
    if (family === 0) throw new RangeError(`Not an address or a network: ${entry}`);
    const type = family === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, type);
    else list.addSubnet(address, Number(bits), type);
  }
  return {
    isTrusted: (address) => {
      const plain = readAddress(address);
      return plain !== null && list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

/**
 * The caller's own address: the peer, or, behind proxies that we trust, the last one in the list
 * that none of them vouches for. Everything left of it could be made up, and so could everything
 * left of a word that is no address.
 */
export function readClientAddress(
  peer: string,
  forwardedFor: string | undefined,
  { isTrusted }: Peers,
): string {
  const own = readAddress(peer) ?? peer;
  if (!isTrusted(peer)) return own;
  for (const part of (forwardedFor ?? '').split(',').toReversed()) {
    const address = readAddress(part.trim());
    if (address === null) return own;
    if (!isTrusted(address)) return address;
  }
  return own;
}

/** Take out what only Next or a proxy of ours may say. Changes the headers given. */
export function stripInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (INTERNAL_PREFIXES.some((prefix) => name.startsWith(prefix))) delete headers[name];
  }
  if (headers.cookie === undefined) return;
  const cookies = headers.cookie.split(';').filter((cookie) => !isInternalCookie(cookie));
  headers.cookie = cookies.join(';').trim();
}

function isInternalCookie(cookie: string): boolean {
  const [name = ''] = cookie.split('=', 1);
  return INTERNAL_COOKIES.has(name.trim());
}
