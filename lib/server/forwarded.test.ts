import { describe, expect, test } from 'vitest';
import { readClientAddress, readPeers, stripInternalHeaders } from './forwarded.ts';

const NOBODY = readPeers([]);
const PROXIES = readPeers(['127.0.0.1', '10.0.0.0/8', '::1']);

describe('readClientAddress', () => {
  test.each([
    { peer: '203.0.113.9', header: '1.2.3.4', peers: NOBODY, client: '203.0.113.9' },
    { peer: '::ffff:203.0.113.9', header: undefined, peers: NOBODY, client: '203.0.113.9' },
    { peer: '127.0.0.1', header: '198.51.100.7', peers: PROXIES, client: '198.51.100.7' },
    {
      peer: '127.0.0.1',
      header: '6.6.6.6, 198.51.100.7, 10.1.1.1',
      peers: PROXIES,
      client: '198.51.100.7',
    },
    { peer: '127.0.0.1', header: 'nonsense', peers: PROXIES, client: '127.0.0.1' },
    { peer: '203.0.113.9', header: '198.51.100.7', peers: PROXIES, client: '203.0.113.9' },
    { peer: '127.0.0.1', header: undefined, peers: PROXIES, client: '127.0.0.1' },
    { peer: '127.0.0.1', header: '', peers: PROXIES, client: '127.0.0.1' },
    { peer: '127.0.0.1', header: '6.6.6.6, unknown', peers: PROXIES, client: '127.0.0.1' },
    { peer: '127.0.0.1', header: '6.6.6.6,', peers: PROXIES, client: '127.0.0.1' },
    {
      peer: '127.0.0.1',
      header: '6.6.6.6, unknown, 10.0.0.1',
      peers: PROXIES,
      client: '127.0.0.1',
    },
    {
      peer: '127.0.0.1',
      header: '6.6.6.6, 198.51.100.7:80',
      peers: PROXIES,
      client: '198.51.100.7',
    },
    {
      peer: '127.0.0.1',
      header: '6.6.6.6, [2001:db8::7]:80',
      peers: PROXIES,
      client: '2001:db8::7',
    },
    { peer: '127.0.0.1', header: '6.6.6.6, 2001:DB8:0::7', peers: PROXIES, client: '2001:db8::7' },
    { peer: '::ffff:7f00:1', header: '198.51.100.7', peers: PROXIES, client: '198.51.100.7' },
    {
      peer: '127.0.0.1',
      header: '198.51.100.7, ::ffff:10.1.1.1, ::FFFF:0a01:0102',
      peers: PROXIES,
      client: '198.51.100.7',
    },
    { peer: '127.0.0.1', header: '10.1.1.1, 10.1.1.2', peers: PROXIES, client: '127.0.0.1' },
  ])('$peer saying $header is $client', ({ peer, header, peers, client }) => {
    expect(readClientAddress(peer, header, peers)).toBe(client);
  });
});

test('a list of thousands of addresses is read from its end, in no time', () => {
  const header = `${'6.6.6.6, '.repeat(2_000)}198.51.100.7`;
  expect(readClientAddress('127.0.0.1', header, PROXIES)).toBe('198.51.100.7');
});

describe('readPeers', () => {
  test.each(['localhost', '10.0.0', '*'])('%s is no address', (entry) => {
    expect(() => readPeers([entry])).toThrow(RangeError);
  });
});

describe('stripInternalHeaders', () => {
  test('nobody talks to the insides of Next, or lends himself an address', () => {
    const headers = {
      'x-middleware-subrequest': 'proxy:proxy',
      'x-middleware-rewrite': '/admin',
      'x-invoke-path': '/admin',
      'x-matched-path': '/admin',
      'x-forwarded-for': '1.2.3.4',
      forwarded: 'for=1.2.3.4',
      'x-real-ip': '1.2.3.4',
      rsc: '1',
      'next-router-prefetch': '1',
      cookie: 'a=b',
    };
    stripInternalHeaders(headers);
    expect(Object.keys(headers)).toEqual(['rsc', 'next-router-prefetch', 'cookie']);
  });
});
