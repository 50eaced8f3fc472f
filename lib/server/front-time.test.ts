import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FRONT_LIMITS } from './front-limits.ts';
import { openRaw, sendRaw } from './testing/raw-http.ts';
import { GET, HEAD, HOST, TestFront } from './testing/test-front.ts';

const site = new TestFront();
beforeEach(() => site.start());
afterEach(() => site.stop());

describe('time', () => {
  test('the limits of a running site end any request within 30 s', () => {
    const { headersTimeoutMs, requestTimeoutMs, checkEveryMs, idleTimeoutMs } = FRONT_LIMITS;
    expect(headersTimeoutMs + checkEveryMs).toBeLessThanOrEqual(30_000);
    expect(requestTimeoutMs + checkEveryMs).toBeLessThanOrEqual(30_000);
    expect(idleTimeoutMs).toBeLessThanOrEqual(60_000);
    const fresh = site.make({});
    expect(fresh).toMatchObject({
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      timeout: idleTimeoutMs,
      maxConnections: FRONT_LIMITS.maximumConnections,
    });
    fresh.close();
  });

  test('a hundred callers who send a byte at a time are cut off, and others are served meanwhile', async () => {
    await site.start({ headersTimeoutMs: 600, requestTimeoutMs: 900, checkEveryMs: 100 });
    const slow = Array.from({ length: 100 }, (_, index) =>
      dripping(
        index % 2 === 0 ? GET : `POST / HTTP/1.1\r\n${HEAD}Content-Length: 99\r\n\r\naaa`,
        index % 2,
      ),
    );
    const ended = Promise.all(
      slow.map(({ socket }) => new Promise((resolve) => socket.once('close', resolve))),
    );

    const times: number[] = [];
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    while (!isOver) {
      const startedAt = performance.now();
      expect((await sendRaw(site.port, GET)).status).toBe(200);
      times.push(performance.now() - startedAt);
    }
    for (const { timer } of slow) clearInterval(timer);

    times.sort((a, b) => a - b);
    expect(times.length).toBeGreaterThan(20);
    // Less than the slow are given. A busy machine may stand still once: of few, that is no hundredth.
    expect(times[Math.floor(times.length * 0.9)]).toBeLessThan(500);
  });

  test('one address has so much in work at once, and others are served meanwhile', async () => {
    await site.start({ maximumWork: 4, maximumWaiting: 10, workMs: 60_000 });
    const held: ServerResponse[] = [];
    site.handle = async (request, response) => {
      if (request.url === '/held') held.push(response);
      else response.end('page');
    };
    const text = `GET /held HTTP/1.1\r\n${HEAD}\r\n`;
    const answers = Array.from({ length: 16 }, () => sendRaw(site.port, text));
    await expect.poll(() => held).toHaveLength(4);

    const other = openRaw(site.port, '127.0.0.2');
    other.write(GET);
    const [page] = await once(other, 'data');
    expect(String(page)).toContain('200 OK');

    const statuses = Promise.all(answers.map(async (answer) => (await answer).status));
    const timer = setInterval(() => held.shift()?.end('page'), 5);
    expect((await statuses).toSorted()).toEqual([...Array(14).fill(200), 429, 429]);
    clearInterval(timer);
  });

  test('what is sent stands in the line once it is there, and not before', async () => {
    await site.start({ maximumWork: 1, maximumSlow: 0 });
    const slow = openRaw(site.port);
    slow.write(`POST / HTTP/1.1\r\n${HEAD}Content-Length: 200000\r\n\r\n${'a'.repeat(150_000)}`);
    expect((await sendRaw(site.port, GET)).status).toBe(200);

    const held: ServerResponse[] = [];
    site.handle = async (_request, response) => void held.push(response);
    void sendRaw(site.port, `POST / HTTP/1.1\r\n${HEAD}Content-Length: 0\r\n\r\n`);
    await expect.poll(() => held).toHaveLength(1);
    site.handle = site.readBody;
    slow.write('a'.repeat(50_000));
    expect(site.read).toEqual([]);
    held[0]?.end('page');
    await expect.poll(() => site.read).toEqual([200_000]);
  });

  test('connections that break give back the places of all that was asked on them', async () => {
    await site.start({ maximumWork: 8, maximumSlow: 2, maximumWaiting: 100, workMs: 20 });
    site.handle = async (request, response) => {
      if (request.url !== '/held') response.end('page');
    };
    for (let round = 0; round < 4; round += 1) {
      const open = openRaw(site.port);
      const before = site.asked.length;
      open.write(`GET /held HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`.repeat(60));
      await expect.poll(() => site.asked.length).toBeGreaterThan(before + 3);
      open.destroy();
    }

    expect((await sendRaw(site.port, GET)).status).toBe(200);
  });

  test('nor do they take the places of others', async () => {
    await site.start({ maximumWork: 4, maximumSlow: 0, maximumWaiting: 100 });
    site.handle = async (request, response) => {
      if (request.url !== '/held') response.end('page');
    };
    const open = openRaw(site.port);
    open.write(`GET /held HTTP/1.1\r\nHost: ${HOST}\r\n\r\n`.repeat(60));
    await expect.poll(() => site.asked).toHaveLength(4);
    const others = Array.from({ length: 20 }, () => sendRaw(site.port, GET));
    setTimeout(() => open.destroy(), 50);

    const statuses = (await Promise.all(others)).map(({ status }) => status);
    expect(statuses).toEqual(Array(20).fill(200));
  });

  test('one address holds as many connections as it may, and not one more', async () => {
    await site.start({ maximumConnectionsPerAddress: 20 });
    const sockets = Array.from({ length: 30 }, () => openRaw(site.port));
    await expect.poll(() => sockets.filter(({ destroyed }) => destroyed).length).toBe(10);
    for (const socket of sockets) socket.destroy();
    await expect.poll(async () => (await sendRaw(site.port, GET)).status).toBe(200);
  });
});

/** A caller that never comes to the end of its request. */
function dripping(text: string, from: number) {
  const socket = openRaw(site.port);
  let at = from === 0 ? 0 : text.indexOf('\r\n\r\n') + 4;
  if (at > 0) socket.write(text.slice(0, at));
  const timer = setInterval(() => {
    socket.write(text[at] ?? 'a');
    at = Math.min(at + 1, text.length - 2);
  }, 50);
  return { socket, timer };
}
