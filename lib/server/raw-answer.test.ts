import { once } from 'node:events';
import type { Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { drainFront } from './drain-front.ts';
import { createFront } from './front.ts';
import { createSecurityHeaders } from './security-headers.ts';
import { openRaw, sendRaw } from './testing/raw-http.ts';

const HOST = 'ore.test:3000';
const GET = `GET / HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
const CONNECT = `CONNECT evil.test:443 HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`;
const UPGRADE = `GET / HTTP/1.1\r\nHost: ${HOST}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;

let server: Server;
let port: number;
let handle: (response: ServerResponse) => void;
let upgraded: number;

beforeEach(async () => {
  upgraded = 0;
  server = createFront({
    publicUrl: `http://${HOST}`,
    trustedProxies: [],
    securityHeaders: createSecurityHeaders({
      PUBLIC_URL: `http://${HOST}`,
      EVE_IMAGES_URL: 'https://images.evetech.net',
      EVE_ESI_URL: 'https://esi.evetech.net',
      EVE_SSO_URL: 'https://login.eveonline.com',
      NODE_ENV: 'production',
    }),
    handle: async (_request, response) => handle(response),
    upgrade: async (_request, socket) => {
      upgraded += 1;
      socket.end();
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  port = (server.address() as AddressInfo).port;
});
afterEach(() => drainFront(server, 0));

describe('in the middle of an answer', () => {
  test.each([
    ['what breaks off', 'no request\r\n\r\n'],
    ['CONNECT', CONNECT],
    ['an upgrade', UPGRADE],
  ])('%s is not answered into it', async (_what, text) => {
    handle = (response) => response.write('begun');
    const socket = openRaw(port);
    let seen = '';
    socket.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1');
    });
    socket.write(GET);
    await expect.poll(() => seen).toContain('begun');
    socket.write(text);
    await once(socket, 'close');
    expect(seen.match(/HTTP\/1\.1/g)).toHaveLength(1);
    expect(upgraded).toBe(0);
  });
});

test('CONNECT is not answered in the place of what was asked before it', async () => {
  handle = () => {};
  expect((await sendRaw(port, GET + CONNECT)).text).toBe('');
});

test('CONNECT is refused on a connection whose answers are out', async () => {
  handle = (response) => response.end('page');
  const socket = openRaw(port);
  let seen = '';
  socket.on('data', (chunk: Buffer) => {
    seen += chunk.toString('latin1');
  });
  socket.write(GET);
  await expect.poll(() => seen).toContain('page');
  socket.write(CONNECT);
  await once(socket, 'close');
  expect(seen).toContain('HTTP/1.1 405');
});

test('an upgrade on a connection of its own is let through', async () => {
  handle = () => {};
  await sendRaw(port, UPGRADE);
  expect(upgraded).toBe(1);
});
