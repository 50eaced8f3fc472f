import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocketError } from './errors.ts';
import type { ApplicationOptions } from './settings.ts';
import { createGate } from './testing/create-gate.ts';
import { openSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';

type State = { name?: string; visits: { count: number } };

async function start(options: ApplicationOptions<State> = {}) {
  const gateway = await startGateway<State>({ defaultState: { visits: { count: 0 } }, ...options });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

test('defect: an invalid frame while a post hook waits closes that socket, and nothing else', async () => {
  const gateway = await start();
  const gate = createGate();
  gateway.app.useUpgrade('post', (_, next) => gate.promise.then(next));
  const broken = vi.fn();
  gateway.app.on('peer-error', broken);
  await using bad = await openSocket(gateway);
  // Reserved bits, and no mask.
  (bad.ws as unknown as { _socket: NodeJS.WritableStream })._socket.write(
    Buffer.from([0xf1, 0x01, 0x61]),
  );

  expect(await bad.closed).toMatchObject({ code: 1002 });
  gate.open();
  expect(broken).toHaveBeenCalledOnce();
  await using good = await openSocket(gateway);
  expect(good.ws.readyState).toBe(good.ws.OPEN);
});

test.each([
  {
    how: 'at once',
    fail: () => {
      throw new Error('secret');
    },
  },
  { how: 'later', fail: () => Promise.reject(new Error('secret')) },
])(
  'defect: a hook that throws $how, with no listener for errors, harms nobody else',
  async ({ fail }) => {
    const gateway = await start();
    gateway.app.useMessage((message, ctx) => (message.bad ? fail() : ctx.send({ ok: 1 })));
    await using bad = await openSocket(gateway);
    await using good = await openSocket(gateway);
    bad.send({ bad: 1 });
    expect(await bad.closed).toEqual({ code: 4500, reason: 'Internal Server Error' });
    good.send({});
    await expect.poll(() => good.messages).toEqual([{ ok: 1 }]);
    expect(gateway.app.counters.failures).toBe(1);
  },
);

test('a listener for errors that throws harms nobody, and the others hear', async () => {
  const gateway = await start();
  const heard = vi.fn();
  gateway.app.on('error', () => {
    throw new Error('listener');
  });
  gateway.app.on('error', async () => {
    throw new Error('listener, later');
  });
  gateway.app.on('error', heard);
  gateway.app.useMessage(() => {
    throw new Error('hook');
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toMatchObject({ code: 4500 });
  expect(heard).toHaveBeenCalledExactlyOnceWith(
    expect.objectContaining({ message: 'hook' }),
    expect.anything(),
  );
});

test('what a listener of another event throws is told as an error', async () => {
  const gateway = await start();
  const heard = vi.fn();
  gateway.app.on('error', heard);
  gateway.app.on('connection', () => {
    throw new Error('listener');
  });
  await using _peer = await openSocket(gateway);
  await expect
    .poll(() => heard.mock.calls)
    .toEqual([[expect.objectContaining({ message: 'listener' }), undefined]]);
});

test('an error of the peer is none of ours, one of 4500 and more is', async () => {
  const gateway = await start();
  const heard = vi.fn();
  gateway.app.on('error', heard);
  gateway.app.useMessage((message) => {
    throw new WebSocketError(Number(message.code));
  });
  for (const code of [4400, 4499, 4500, 4510]) {
    await using peer = await openSocket(gateway);
    peer.send({ code });
    expect(await peer.closed).toMatchObject({ code });
  }
  expect(heard.mock.calls.map(([error]) => error.code)).toEqual([4500, 4510]);
});

test('defect: an error text of more than 123 bytes still closes the socket', async () => {
  const gateway = await start();
  gateway.app.useMessage(() => {
    throw new WebSocketError(4400, 'é'.repeat(200));
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toEqual({ code: 4400, reason: 'é'.repeat(61) });
});

test('an error with a code that cannot be sent still closes the socket', async () => {
  const gateway = await start();
  gateway.app.useMessage(() => {
    throw new WebSocketError(12);
  });
  await using peer = await openSocket(gateway);
  peer.send({});
  expect(await peer.closed).toMatchObject({ code: 4500 });
});

test('a hook that sends after its peer has gone has done nothing wrong', async () => {
  const gateway = await start();
  const gate = createGate();
  const sent = createGate<unknown>();
  gateway.app.useMessage(async (_, ctx) => {
    await gate.promise;
    const attempt = ctx.send({ late: true });
    attempt.catch(sent.open);
    await attempt;
  });
  const peer = await openSocket(gateway);
  peer.send({});
  await expect.poll(() => gateway.app.counters.received).toBe(1);
  await peer[Symbol.asyncDispose]();
  await expect.poll(() => gateway.app.counters.connections).toBe(0);
  gate.open();
  expect(await sent.promise).toMatchObject({ code: 'ERR_LUCE_CLOSED', wasSent: false });
  expect(gateway.app.counters.failures).toBe(0);
});
