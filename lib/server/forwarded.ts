/**
 * What a request says about where it came from, and how much of it is believed.
 *
 * @module
 */
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';

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
];

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
      const plain = plainAddress(address);
      const family = isIP(plain);
      return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

/**
 * The caller's own address: the peer, or, behind proxies that we trust, the last one in the list
 * that none of them vouches for. Everything left of it could be made up.
 */
export function readClientAddress(
  peer: string,
  forwardedFor: string | undefined,
  { isTrusted }: Peers,
): string {
  if (!isTrusted(peer)) return plainAddress(peer);
  const claimed = (forwardedFor ?? '').split(',').map((part) => plainAddress(part.trim()));
  const own = claimed.findLast((address) => isIP(address) !== 0 && !isTrusted(address));
  return own ?? plainAddress(peer);
}

/** Take out what only Next or a proxy of ours may say. Changes the headers given. */
export function stripInternalHeaders(headers: IncomingHttpHeaders): void {
  for (const name of Object.keys(headers)) {
    if (INTERNAL_PREFIXES.some((prefix) => name.startsWith(prefix))) delete headers[name];
  }
}

// A dual-stack socket names IPv4 peers as ::ffff:1.2.3.4.
function plainAddress(address: string): string {
  return address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address;
}
