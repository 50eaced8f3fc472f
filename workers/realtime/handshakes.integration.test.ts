/** Who is let in to a gateway, and what ends a connection. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { quoteRoom } from '#lib/core/live/room-names.ts';
import { SESSION_COOKIE } from '#lib/server/sessions.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { PILOT_ID, TRADER_ID } from '#workers/testing/stage.ts';
import { setGateways } from './testing/set-gateways.ts';

const { stage, accountId } = await setStage();
const { container } = stage;
const origin = container.env.PUBLIC_URL;
const { gateways, tab, sessionOf } = setGateways(container);

/** A status code that the handshake is answered with. */
function handshake(headers: Record<string, string>, path = ''): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${gateways[0]?.url}${path}`, { headers });
    socket.on('unexpected-response', (_request, { statusCode = 0 }) => {
      resolve(statusCode);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', () => {});
  });
}

describe('a handshake', () => {
  test.each<[string, Record<string, string>, string, number]>([
    ['of our own page', { Origin: origin }, '', 101],
    ['of another site', { Origin: 'https://evil.example' }, '', 403],
    ['without an origin', {}, '', 403],
    ['elsewhere', { Origin: origin }, '/elsewhere', 404],
    ['with a session that is none', { Origin: origin, Cookie: `${SESSION_COOKIE}=x` }, '', 101],
  ])('%s is answered with %s %s %i', async (_what, headers, path, status) => {
    expect(await handshake(headers, path)).toBe(status);
  });

  test('is refused to an address that comes too often, and to that one alone', async () => {
    const from = (ip: string) => handshake({ Origin: origin, 'X-Forwarded-For': ip });
    let status = 101;
    for (let times = 0; times < 300 && status === 101; times += 1) {
      status = await from('203.0.113.5');
    }
    expect(status).toBe(429);
    expect(await from('203.0.113.6')).toBe(101);
  });
});

describe('sockets at once', () => {
  /** Tries so many handshakes and keeps what they open. */
  async function openAll(count: number, headers: Record<string, string>) {
    const sockets: WebSocket[] = [];
    const statuses: number[] = [];
    await Promise.all(
      Array.from({ length: count }, async () => {
        const socket = new WebSocket(gateways[0]?.url ?? '', {
          headers: { Origin: origin, ...headers },
        });
        socket.on('error', () => {});
        sockets.push(socket);
        const refused = once(socket, 'unexpected-response').then(
          ([, { statusCode }]) => statusCode,
        );
        statuses.push(await Promise.race([refused, once(socket, 'open').then(() => 101)]));
      }),
    );
    expect(statuses.every((status) => status === 101 || status === 429)).toBe(true);
    return {
      opened: statuses.filter((status) => status === 101).length,
      end() {
        for (const socket of sockets) socket.terminate();
      },
    };
  }

  test('are ten of an account; who closes one may open another', async () => {
    const cookie = { Cookie: `${SESSION_COOKIE}=${await sessionOf(PILOT_ID)}` };
    const other = { Cookie: `${SESSION_COOKIE}=${await sessionOf(TRADER_ID)}` };
    const { opened, end } = await openAll(30, cookie);
    expect(opened).toBe(10);
    expect(await handshake({ Origin: origin, ...cookie })).toBe(429);
    expect(await handshake({ Origin: origin, ...other })).toBe(101);
    end();
    await expect.poll(() => handshake({ Origin: origin, ...cookie })).toBe(101);
  });

  test('are a hundred of the guests of an address', async () => {
    const { opened, end } = await openAll(110, { 'X-Forwarded-For': '203.0.113.77' });
    expect(opened).toBe(100);
    expect(await handshake({ Origin: origin, 'X-Forwarded-For': '203.0.113.78' })).toBe(101);
    end();
  });
});

test('whatever else a browser sends ends its connection, and harms nobody', async () => {
  const { code } = await stage.quote({ accountId });
  const watching = tab([quoteRoom(code)]);
  await watching.joined();
  for (const text of ['{}', 'null', '{"cmd":"delete"}', '[', '{"cmd":"luce.join","data":{}}']) {
    const socket = new WebSocket(gateways[0]?.url ?? '', { origin });
    await once(socket, 'open');
    socket.send(text);
    const [closedBy] = await once(socket, 'close');
    expect(closedBy, text).toBe(4400);
  }
  await stage.contract(code);
  await stage.poll();
  await expect
    .poll(() => watching.told.map(({ data }) => data))
    .toContainEqual(expect.objectContaining({ state: 'contracted' }));
});

test('one that was handed over and sends a byte at a time is closed within 15 s, those that watch are not', async () => {
  const gateway = gateways[0]?.gateway;
  const front = createServer({ pauseOnConnect: true }, (socket) => gateway?.take(socket));
  onTestFinished(() => void front.close());
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port } = front.address() as AddressInfo;
  const watching = new WebSocket(`ws://127.0.0.1:${port}/realtime`, { origin });
  await once(watching, 'open');
  const slow = connect(port, '127.0.0.1');
  slow.on('error', () => {});
  slow.write('GET /realtime HTTP/1.1\r\nHost: x\r\nX-');
  const dripping = setInterval(() => slow.write('a'), 500);
  onTestFinished(() => clearInterval(dripping));
  slow.resume();
  await expect.poll(() => slow.closed, { timeout: 15_000 }).toBe(true);
  expect(watching.readyState).toBe(WebSocket.OPEN);
  watching.terminate();
});
