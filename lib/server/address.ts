/**
 * Addresses of the network, in one spelling each.
 *
 * @module
 */
import { isIP, isIPv6 } from 'node:net';

const MAPPED_V4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
const WITH_PORT = /^(?:\[(?<v6>[^\]]+)\](?::\d{1,5})?|(?<v4>\d+\.\d+\.\d+\.\d+):\d{1,5})$/;
const GROUPS = 8;
const GROUPS_OF_A_NETWORK = 4;

/**
 * Read an address as sockets and proxies write it: with a port or not, IPv4 inside IPv6 or not.
 *
 * @returns The one spelling of it; null for what is no address.
 */
export function readAddress(text: string): string | null {
  const { v4, v6 } = WITH_PORT.exec(text)?.groups ?? {};
  const [bare = ''] = (v4 ?? v6 ?? text).split('%', 1);
  if (isIP(bare) === 0) return null;
  if (!isIPv6(bare)) return bare;

  const canonical = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const [, high, low] = MAPPED_V4.exec(canonical) ?? [];
  return high && low ? toV4(Number.parseInt(high, 16), Number.parseInt(low, 16)) : canonical;
}

/**
 * Whom an address stands for when it is counted: itself, or, of IPv6, the network of 2⁶⁴ addresses
 * that one customer is given.
 *
 * @param address As {@link readAddress} spells it.
 */
export function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros = Array.from({ length: GROUPS - left.length - right.length }, () => '0');
  const groups = tail === undefined ? left : [...left, ...zeros, ...right];
  return `${groups.slice(0, GROUPS_OF_A_NETWORK).join(':')}::/64`;
}

function toV4(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}
