import { expect, onTestFinished, test } from 'vitest';
import { createGate, type Gate } from './testing/create-gate.ts';
import { openSocket, type TestSocket } from './testing/open-socket.ts';
import { startGateway } from './testing/start-gateway.ts';
import { Turns } from './turns.ts';

async function start() {
  const gateway = await startGateway();
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

test('peers are told to come back, each at another time, and upgrades are refused', async () => {
  const gateway = await start();
  const peers = await Promise.all([openSocket(gateway), openSocket(gateway)]);
  const randoms = [0, 0.5];
  const drained = gateway.app.close({
    retryAfterMs: 100,
    spreadMs: 1_000,
    random: () => randoms.shift() ?? 0,
  });
  await expect(openSocket(gateway)).rejects.toThrow('503');
  const closes = await Promise.all(peers.map(({ closed }) => closed));
  expect(closes.map(({ code }) => code)).toEqual([1012, 1012]);
  expect(closes.map(({ reason }) => reason).toSorted()).toEqual([
    'retry-after=100',
    'retry-after=600',
  ]);
  await drained;
  expect(gateway.app.counters.connections).toBe(0);
});

test('a hook under way comes to its end first; what waits behind it is dropped', async () => {
  const gateway = await start();
  const gate = createGate();
  gateway.app.useMessage(async (message, ctx) => {
    await gate.promise;
    await ctx.send({ done: message.number });
  });
  await using peer = await openSocket(gateway);
  peer.send({ number: 1 });
  peer.send({ number: 2 });
  await expect.poll(() => gateway.app.counters.received).toBe(2);
  const drained = gateway.app.close({ retryAfterMs: 1, spreadMs: 0 });
  peer.send({ number: 3 });
  await expect.poll(() => gateway.app.counters.received).toBe(3);
  gate.open();
  expect(await peer.closed).toEqual({ code: 1012, reason: 'retry-after=1' });
  await drained;
  expect(peer.messages).toEqual([{ done: 1 }]);
});

test.each([
  { does: 'sends what is no JSON', misbehave: (peer: TestSocket) => peer.ws.send('no json') },
  {
    does: 'floods',
    misbehave: (peer: TestSocket) => {
      for (let count = 0; count < 300; count += 1) peer.send({ count });
    },
  },
  { does: 'goes', misbehave: (peer: TestSocket) => peer.ws.terminate() },
  {
    does: 'has a hook that throws',
    misbehave: (_peer: TestSocket, gate: Gate<void>) => gate.open(),
  },
])('a peer that $does while its hook is waited for holds nothing up', async ({ misbehave }) => {
  const gateway = await start();
  const gate = createGate();
  gateway.app.useMessage(async () => {
    await gate.promise;
    throw new Error('too late');
  });
  gateway.app.on('error', () => {});
  await using peer = await openSocket(gateway);
  peer.send({});
  await expect.poll(() => gateway.app.counters.received).toBe(1);
  const drained = gateway.app.close({ retryAfterMs: 0, spreadMs: 0, deadlineMs: 500 });
  misbehave(peer, gate);
  await drained;
  expect(gateway.app.counters.connections).toBe(0);
});

test('a wait for the end of a hook outlives a second one', async () => {
  const turns = new Turns({
    tick: 0,
    handle: () => {},
    fail: () => {},
    pauseReading: () => {},
    resumeReading: () => {},
  });
  const waits = [turns.finish(), turns.finish()];
  turns.settle();
  await Promise.all(waits);
});

test('whoever is left at the deadline is cut off', async () => {
  const gateway = await start();
  gateway.app.useMessage(() => new Promise(() => {}));
  await using stuck = await openSocket(gateway);
  stuck.send({});
  await using deaf = await openSocket(gateway);
  deaf.ws.pause();
  await expect.poll(() => gateway.app.counters.received).toBe(1);
  await Promise.all([gateway.app.close({ deadlineMs: 30 }), gateway.app.close()]);
  expect(gateway.app.counters.connections).toBe(0);
  expect(await stuck.closed).toMatchObject({ code: 1006 });
});

test('an upgrade under way when the end comes is refused', async () => {
  const gateway = await start();
  const gate = createGate();
  let isAsked = false;
  gateway.app.useUpgrade('pre', (_, next) => {
    isAsked = true;
    return gate.promise.then(next);
  });
  const opening = openSocket(gateway);
  opening.catch(() => {});
  await expect.poll(() => isAsked).toBe(true);
  await gateway.app.close();
  gate.open();
  await expect(opening).rejects.toThrow('503');
});

test('defect: the HTTP server closes once the application has', async () => {
  const gateway = await start();
  await using _peer = await openSocket(gateway);
  const closed = new Promise((resolve) => gateway.server.close(resolve));
  await gateway.app.close();
  await closed;
});
