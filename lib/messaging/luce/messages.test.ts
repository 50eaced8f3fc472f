import { once } from 'node:events';
import { connect } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import type { ApplicationOptions } from './settings.ts';
import { createGate } from './testing/create-gate.ts';
import { openSocket, startSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';
import { startTcpProxy } from './testing/start-tcp-proxy.ts';

const QUICK = { perSecond: 1e6, burst: 1e6 };

async function start(options: ApplicationOptions<Record<string, unknown>> = {}) {
  const gateway = await startGateway(options);
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

test('defect: messages of one socket are handled in order, however long each takes', async () => {
  const gateway = await start();
  const gates = [createGate(), createGate(), createGate()];
  const begun: unknown[] = [];
  gateway.app.useMessage(async (message, ctx) => {
    begun.push(message.number);
    await gates[Number(message.number)]?.promise;
    await ctx.send(message);
  });
  await using peer = await openSocket(gateway);
  for (const number of [0, 1, 2]) peer.send({ number });
  await expect.poll(() => gateway.app.counters.received).toBe(3);
  gates[2]?.open();
  gates[1]?.open();
  expect(begun).toEqual([0]);
  gates[0]?.open();

  await expect.poll(() => peer.messages).toEqual([{ number: 0 }, { number: 1 }, { number: 2 }]);
  expect(begun).toEqual([0, 1, 2]);
});

test('a slow hook of one socket holds up no other', async () => {
  const gateway = await start();
  const gate = createGate();
  gateway.app.useMessage((message, ctx) =>
    message.slow ? gate.promise : ctx.send({ quick: true }),
  );
  await using slow = await openSocket(gateway);
  await using quick = await openSocket(gateway);
  slow.send({ slow: true });
  await expect.poll(() => gateway.app.counters.received).toBe(1);
  quick.send({});
  await expect.poll(() => quick.messages).toEqual([{ quick: true }]);
  gate.open();
});

test('defect: messages sent while the post hooks wait are kept, in order', async () => {
  const gateway = await start();
  const gate = createGate();
  gateway.app.useUpgrade('post', (_, next) => gate.promise.then(next));
  gateway.app.useMessage((message, ctx) => ctx.send(message));
  const socket = startSocket(gateway);
  await using peer = socket;
  await once(peer.ws, 'open');
  for (const number of [1, 2, 3]) peer.send({ number });
  await expect.poll(() => gateway.app.counters.received).toBe(3);
  expect(peer.messages).toEqual([]);
  gate.open();

  await expect.poll(() => peer.messages).toEqual([{ number: 1 }, { number: 2 }, { number: 3 }]);
});

test('a message that came in one piece with the upgrade is kept', async () => {
  const gateway = await start();
  gateway.app.useMessage((message, ctx) => ctx.send(message));
  const raw = connect(gateway.port, '127.0.0.1');
  onTestFinished(() => void raw.destroy());
  let heard = '';
  raw.on('data', (data) => {
    heard += data.toString('latin1');
  });
  const head =
    `GET / HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nOrigin: ${gateway.origin}\r\nConnection: Upgrade\r\n` +
    'Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n';
  // A mask of zeros leaves the text as it is.
  const frame = Buffer.concat([Buffer.from([0x81, 0x87, 0, 0, 0, 0]), Buffer.from('{"a":1}')]);
  raw.write(Buffer.concat([Buffer.from(head), frame]));

  await expect.poll(() => heard).toContain('{"a":1}');
});

test.each([
  { what: 'JSON null', data: 'null' },
  { what: 'a list', data: '[1]' },
  { what: 'no JSON', data: '{' },
  { what: 'nothing', data: '' },
  { what: '__proto__', data: '{"__proto__":{"polluted":true}}' },
  { what: '20,000 levels', data: `{"a":${'['.repeat(20_000)}` },
])('defect: $what closes with 4400 and reaches no hook', async ({ data }) => {
  const gateway = await start();
  const hook = vi.fn();
  const failed = vi.fn();
  gateway.app.useMessage(hook).on('error', failed);
  await using peer = await openSocket(gateway);
  peer.ws.send(data);
  expect(await peer.closed).toMatchObject({ code: 4400 });
  expect(hook).not.toHaveBeenCalled();
  expect(failed).not.toHaveBeenCalled();
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(gateway.app.counters.badMessages).toBe(1);
});

test('defect: binary frames are no JSON: refused with 1003 where no hook takes them', async () => {
  const gateway = await start();
  const hook = vi.fn();
  gateway.app.useMessage(hook);
  await using peer = await openSocket(gateway);
  peer.ws.send(Buffer.from('{"a":1}'));
  expect(await peer.closed).toMatchObject({ code: 1003 });
  expect(hook).not.toHaveBeenCalled();
});

test('binary frames go to their own hooks, in order with the others', async () => {
  const gateway = await start();
  gateway.app.useMessage(async (message, ctx) => {
    await ctx.send(message);
  });
  gateway.app.useBinary((data, ctx) => ctx.send({ bytes: [...data] }));
  await using peer = await openSocket(gateway);
  peer.send({ first: true });
  peer.ws.send(Buffer.from([1, 2, 255]));
  await expect.poll(() => peer.messages).toEqual([{ first: true }, { bytes: [1, 2, 255] }]);
});

test.each([
  { bytes: 64 * 1_024, isTaken: true },
  { bytes: 64 * 1_024 + 1, isTaken: false },
  { bytes: 32 * 1_024 * 1_024, isTaken: false },
])(
  'defect: a 32 MiB message is refused (1009): $bytes bytes taken $isTaken',
  async ({ bytes, isTaken }) => {
    const gateway = await start();
    gateway.app.useMessage((_, ctx) => ctx.send({ taken: true }));
    await using peer = await openSocket(gateway);
    peer.ws.send(JSON.stringify({ text: 'x'.repeat(bytes - 11) }));
    if (isTaken) await expect.poll(() => peer.messages).toEqual([{ taken: true }]);
    else expect(await peer.closed).toMatchObject({ code: 1009 });
  },
);

test('fragments without end close with 1008', async () => {
  const gateway = await start();
  await using peer = await openSocket(gateway);
  for (let i = 0; i < 100; i += 1) peer.ws.send('x', { fin: false });
  expect(await peer.closed).toMatchObject({ code: 1008 });
  expect(gateway.app.counters.socketErrors).toBe(1);
});

test('a peer above its rate is closed with 4429; one below it is not', async () => {
  let nowMs = 0;
  const gateway = await start({
    limits: { rate: { perSecond: 10, burst: 5 } },
    clock: () => nowMs,
  });
  gateway.app.useMessage((message, ctx) => ctx.send(message));
  await using patient = await openSocket(gateway);
  for (let i = 1; i <= 20; i += 1) {
    nowMs += 100;
    patient.send({ i });
    await expect.poll(() => patient.messages.length).toBe(i);
  }
  await using flood = await openSocket(gateway);
  for (let i = 0; i < 2_000; i += 1) flood.send({ i });
  expect(await flood.closed).toEqual({ code: 4429, reason: 'Too many messages' });
  expect(flood.messages.length).toBeLessThanOrEqual(5);
  expect(gateway.app.counters.tooMany).toBe(1);
  expect(patient.ws.readyState).toBe(WebSocket.OPEN);
});

test.each(['ping', 'pong'] as const)(
  'a flood of %ss is closed like one of messages',
  async (kind) => {
    const gateway = await start({ limits: { rate: { perSecond: 10, burst: 20 } } });
    await using peer = await openSocket(gateway);
    for (let i = 0; i < 100; i += 1) peer.ws[kind]();
    expect(await peer.closed).toMatchObject({ code: 4429 });
  },
);

test('a peer that sends faster than its messages are handled is read no further', async () => {
  const gateway = await start({ limits: { rate: QUICK, pauseAt: 4 } });
  const gate = createGate();
  let handled = 0;
  gateway.app.useMessage(async () => {
    await gate.promise;
    handled += 1;
  });
  await using peer = await openSocket(gateway);
  const filler = 'x'.repeat(30_000);
  for (let i = 0; i < 500; i += 1) peer.send({ filler });

  // Far more than the buffers of the two sockets: the rest waits at the peer.
  await expect.poll(() => gateway.app.counters.received).toBeGreaterThanOrEqual(4);
  await expect.poll(() => isWaiting(peer.ws)).toBe(true);
  expect(gateway.app.counters.received).toBeLessThan(20);
  gate.open();
  await expect.poll(() => handled).toBe(500);
  expect(gateway.app.counters.tooMany).toBe(0);
});

function isWaiting({ bufferedAmount }: WebSocket): boolean {
  return bufferedAmount > 1_000_000;
}

test('when more waits than is allowed, the peer is closed with 4429', async () => {
  const gateway = await start({ limits: { rate: QUICK, pauseAt: 4, maxQueued: 50 } });
  gateway.app.useMessage(() => new Promise(() => {}));
  await using peer = await openSocket(gateway);
  // In one piece: what is read with it cannot be stopped any more.
  const raw = (peer.ws as unknown as { _socket: { cork(): void; uncork(): void } })._socket;
  raw.cork();
  for (let i = 0; i < 1_000; i += 1) peer.send({});
  raw.uncork();
  expect(await peer.closed).toMatchObject({ code: 4429 });
});

test('bytes that wait are bounded, too', async () => {
  const gateway = await start({ limits: { rate: QUICK, pauseAt: 100, maxQueuedBytes: 100_000 } });
  gateway.app.useMessage(() => new Promise(() => {}));
  await using peer = await openSocket(gateway);
  for (let i = 0; i < 10; i += 1) peer.send({ text: 'x'.repeat(30_000) });
  expect(await peer.closed).toMatchObject({ code: 4429 });
});

test('a hook that never ends is given up', async () => {
  const gateway = await start({ heartbeatMs: 80, hookTimeoutMs: 30 });
  const failed = vi.fn();
  gateway.app.on('error', failed).useMessage(() => new Promise(() => {}));
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toMatchObject({ code: 4500 });
  expect(failed).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ code: 'ERR_LUCE_TIMEOUT' }),
    expect.anything(),
  );
});

test('a slow reader is closed with 1013 before more than 1 MiB and a message is queued', async () => {
  const gateway = await start();
  const filler = 'x'.repeat(60_000);
  const refused: unknown[] = [];
  let most = 0;
  gateway.app.useMessage((_, ctx) => {
    for (let i = 0; i < 1_000; i += 1) {
      ctx.send({ filler }).catch((error: unknown) => refused.push(error));
      most = Math.max(most, ctx.raw.writableLength);
    }
  });
  const failed = vi.fn();
  gateway.app.on('error', failed);
  const peer = await openSlowReader(gateway);
  await expect.poll(() => refused.length).toBeGreaterThan(0);
  expect(most).toBeGreaterThan(1_048_576);
  expect(most).toBeLessThan(1_048_576 + 70_000);
  expect(refused[0]).toMatchObject({ code: 'ERR_LUCE_SLOW_READER' });
  expect(refused.at(-1)).toMatchObject({ code: 'ERR_LUCE_CLOSED' });
  expect(gateway.app.counters.slowReaders).toBe(1);

  peer.ws.resume();
  expect(await peer.closed).toEqual({ code: 1013, reason: 'Too slow' });
  expect(peer.messages.length).toBe(gateway.app.counters.sent);
  expect(failed).not.toHaveBeenCalled();
});

/** Sends one message, and reads nothing. */
async function openSlowReader(gateway: { url: string; origin: string }) {
  const peer = await openSocket(gateway);
  onTestFinished(() => peer[Symbol.asyncDispose]());
  peer.ws.pause();
  peer.send({});
  return peer;
}

test('whoever waits for room is let go when the peer dies', async () => {
  const gateway = await start();
  const filler = 'x'.repeat(60_000);
  const ended = createGate<unknown>();
  gateway.app.useMessage(async (_, ctx) => {
    try {
      for (;;) await ctx.send({ filler });
    } catch (error) {
      ended.open(error);
    }
  });
  const peer = await openSlowReader(gateway);
  await expect.poll(() => gateway.app.counters.sent).toBeGreaterThan(10);
  await expect.poll(() => peer.ws.isPaused).toBe(true);
  peer.ws.terminate();
  expect(await ended.promise).toMatchObject({ code: 'ERR_LUCE_CLOSED' });
});

test('a half-open socket is found and let go; a silent one that lives is kept', async () => {
  const gateway = await start({ heartbeatMs: 80 });
  const left = vi.fn();
  gateway.app.on('close', left);
  await using proxy = await startTcpProxy(gateway.port);
  await using alive = await openSocket(gateway);
  await using halfOpen = await openSocket({
    url: `ws://127.0.0.1:${proxy.port}`,
    origin: `http://127.0.0.1:${proxy.port}`,
  });
  await expect.poll(() => gateway.app.counters.connections).toBe(2);
  proxy.freeze();

  await expect.poll(() => gateway.app.counters.silent).toBe(1);
  await expect.poll(() => gateway.app.counters.connections).toBe(1);
  expect(left).toHaveBeenCalledExactlyOnceWith(expect.anything(), 1006, '');
  expect(halfOpen.ws.readyState).toBe(WebSocket.OPEN);
  let pings = 0;
  alive.ws.on('ping', () => {
    pings += 1;
  });
  await expect.poll(() => pings).toBeGreaterThan(3);
  expect(alive.ws.readyState).toBe(WebSocket.OPEN);
});

test('luce.ping is answered ahead of everything that waits', async () => {
  const gateway = await start();
  gateway.app.useMessage(() => new Promise(() => {}));
  await using peer = await openSocket(gateway);
  peer.send({});
  peer.send({ cmd: 'luce.ping', id: 7 });
  await expect.poll(() => peer.messages).toEqual([{ id: 7, ok: true }]);
});
