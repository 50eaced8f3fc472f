import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HOST, TestFront } from './testing/test-front.ts';

const front = new TestFront();
let other: Server;
let upgraded: IncomingMessage[];
let sockets: Socket[];

/** Repeats what it is sent, in a protocol of its own. */
beforeEach(async () => {
  upgraded = [];
  sockets = [];
  other = createServer();
  other.on('upgrade', (asked, socket: Socket) => {
    upgraded.push(asked);
    sockets.push(socket);
    socket.on('error', () => {});
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n',
    );
    socket.pipe(socket);
  });
  other.listen(0, '127.0.0.1');
  await once(other, 'listening');
  front.realtime = { host: '127.0.0.1', port: (other.address() as AddressInfo).port };
  await front.start();
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  other.close();
  await front.stop();
});

type Outcome = { status: number | undefined; body: string; socket: Socket | null };

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const asking = request({
      port: front.port,
      host: '127.0.0.1',
      path,
      method,
      headers: { host: HOST, connection: 'Upgrade', upgrade: 'echo', ...headers },
    });
    asking.on('upgrade', ({ statusCode }, socket) =>
      resolve({ status: statusCode, body: '', socket: socket as Socket }),
    );
    asking.on('response', (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      answer.on('end', () => resolve({ status: answer.statusCode, body, socket: null }));
    });
    asking.on('error', reject);
    asking.end();
  });
}

describe('a WebSocket at /realtime', () => {
  test('goes to whoever tells what changes, and what both say comes through', async () => {
    const { status, socket } = await ask('/realtime?x=1');
    expect(status).toBe(101);
    socket?.write('hello');
    expect(String((await once(socket as Socket, 'data'))[0])).toBe('hello');
    expect(upgraded[0]?.url).toBe('/realtime?x=1');
    socket?.destroy();
    await expect.poll(() => sockets[0]?.destroyed).toBe(true);
  });

  test('brings the address that the front has established, and nothing that the caller made up', async () => {
    await ask('/realtime', { 'x-forwarded-for': '203.0.113.9', 'x-real-ip': '203.0.113.9' });
    const headers = upgraded[0]?.headers;
    expect(headers?.['x-forwarded-for']).toBe('127.0.0.1');
    expect(headers?.['x-real-ip']).toBeUndefined();
    expect(headers?.host).toBe(HOST);
  });

  test('of another name is refused', async () => {
    expect((await ask('/realtime', { host: 'evil.test' })).status).toBe(400);
    expect(upgraded).toEqual([]);
  });

  test('ends with the other end', async () => {
    const { socket } = await ask('/realtime');
    sockets[0]?.destroy();
    await once(socket as Socket, 'close');
  });

  test('ends with the site, which does not wait for it', async () => {
    const { socket } = await ask('/realtime');
    const closed = once(socket as Socket, 'close');
    // Longer than a test may take.
    await front.stop(600_000);
    await closed;
    await expect.poll(() => sockets[0]?.destroyed).toBe(true);
  });

  test('is told when nobody is there', async () => {
    front.realtime = { host: '127.0.0.1', port: 1 };
    await front.start();
    const { status, body } = await ask('/realtime');
    expect(status).toBe(503);
    expect(body).toContain('Try again in a moment');
  });
});

describe('a wish for another protocol elsewhere', () => {
  test('is answered in this one', async () => {
    for (const path of ['/', '/realtime/', '/realtimes']) {
      expect(await ask(path), path).toMatchObject({ status: 200, socket: null });
    }
    expect(upgraded).toEqual([]);
  });

  test('with a body is refused', async () => {
    expect((await ask('/', { origin: `http://${HOST}` }, 'POST')).status).toBe(400);
  });
});

test('a site without anybody who tells answers all of it in HTTP', async () => {
  front.realtime = undefined;
  await front.start();
  expect((await ask('/realtime')).status).toBe(200);
});
