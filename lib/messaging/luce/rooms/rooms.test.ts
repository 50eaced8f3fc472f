import { expect, onTestFinished, test, vi } from 'vitest';
import type { ApplicationOptions } from '../settings.ts';
import { createGate } from '../testing/create-gate.ts';
import { openSocket } from '../testing/open-socket.ts';
import { startGateway } from '../testing/start-gateway.ts';
import type { Backplane } from './backplane.ts';
import { createMemoryBackplane } from './memory-backplane.ts';
import type { Missed, ServeRoomsOptions } from './serve-rooms.ts';

type State = Record<string, unknown>;

async function start(
  options: ApplicationOptions<State> = {},
  rooms: Partial<ServeRoomsOptions<State>> = {},
) {
  const gateway = await startGateway<State>(options);
  gateway.app.useRooms({ mayJoin: (room) => !room.startsWith('secret'), ...rooms });
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  return gateway;
}

/** Join, and wait for the answer. */
async function join(
  peer: Awaited<ReturnType<typeof openSocket>>,
  ...wishes: { room: string; last?: string }[]
): Promise<unknown> {
  const id = `join ${peer.messages.length} ${wishes[0]?.room}`;
  peer.send({ cmd: 'luce.join', id, data: wishes });
  await expect.poll(() => peer.messages.some((message) => message.id === id)).toBe(true);
  return peer.messages.find((message) => message.id === id)?.data;
}

const heard = (peer: { messages: readonly Record<string, unknown>[] }) =>
  peer.messages.filter(({ room }) => room !== undefined);

test('a broadcast is heard at all gateways by those in its room, and by nobody else', async () => {
  const backplane = createMemoryBackplane();
  const one = await start({ backplane });
  const two = await start({ backplane });
  await using a = await openSocket(one);
  await using b = await openSocket(two);
  await using outsider = await openSocket(two);
  expect(await join(a, { room: 'quote:1' })).toEqual([
    { room: 'quote:1', ok: true, resumed: false },
  ]);
  await join(b, { room: 'quote:1' }, { room: 'quote:2' });
  await join(outsider, { room: 'quote:2' });

  await one.app.broadcast('quote:1', { state: 'valid' }, { id: '5-0' });
  await two.app.broadcast('quote:2', 'other');

  await expect.poll(() => heard(outsider)).toEqual([{ room: 'quote:2', data: 'other' }]);
  expect(heard(a)).toEqual([{ room: 'quote:1', id: '5-0', data: { state: 'valid' } }]);
  expect(heard(b)).toEqual([
    { room: 'quote:1', id: '5-0', data: { state: 'valid' } },
    { room: 'quote:2', data: 'other' },
  ]);
});

test('a broadcast is serialised once, whoever hears it', async () => {
  const gateway = await start();
  const peers = await Promise.all(Array.from({ length: 20 }, () => openSocket(gateway)));
  for (const peer of peers) {
    onTestFinished(() => peer[Symbol.asyncDispose]());
    await join(peer, { room: 'all' });
  }
  const toJSON = vi.fn(() => 'once');
  await gateway.app.broadcast('all', { toJSON });
  for (const peer of peers) {
    await expect.poll(() => heard(peer)).toEqual([{ room: 'all', data: 'once' }]);
  }
  expect(toJSON).toHaveBeenCalledOnce();
  expect(gateway.app.counters).toMatchObject({ rooms: 1, broadcast: 20 });
});

test('rooms are left with the peer, by its wish, and by ours', async () => {
  const gateway = await start();
  await using stays = await openSocket(gateway);
  const goes = await openSocket(gateway);
  await using leaves = await openSocket(gateway);
  for (const peer of [stays, goes, leaves]) await join(peer, { room: 'a' });
  await join(leaves, { room: 'b' });
  expect(gateway.app.counters.rooms).toBe(2);

  leaves.send({ cmd: 'luce.leave', data: { room: 'a' } });
  await expect
    .poll(() => leaves.messages.at(-1))
    .toEqual({ cmd: 'luce.left', data: { room: 'a' } });
  await goes[Symbol.asyncDispose]();
  await expect.poll(() => gateway.app.counters.connections).toBe(2);
  for (const context of gateway.app.connections) if (context.rooms.has('b')) context.leave('b');
  expect(gateway.app.counters.rooms).toBe(1);

  await gateway.app.broadcast('a', 1);
  await expect.poll(() => heard(stays)).toEqual([{ room: 'a', data: 1 }]);
  expect(heard(leaves)).toEqual([]);
  expect(gateway.app.counters.broadcast).toBe(1);
});

test.each([
  { why: 'not allowed', room: 'secret:1', code: 4403 },
  { why: 'without a name', room: '', code: 4400 },
  { why: 'too long a name', room: 'x'.repeat(201), code: 4400 },
])('a room is refused: $why', async ({ room, code }) => {
  const gateway = await start();
  await using peer = await openSocket(gateway);
  expect(await join(peer, { room }, { room: 'fine' })).toEqual([
    { room, ok: false, code },
    { room: 'fine', ok: true, resumed: false },
  ]);
  expect(gateway.app.counters.rooms).toBe(1);
});

test('more rooms than allowed are refused', async () => {
  const gateway = await start({ limits: { maxRooms: 2 } });
  await using peer = await openSocket(gateway);
  await join(peer, { room: 'a' }, { room: 'b' });
  expect(await join(peer, { room: 'c' }, { room: 'a' })).toEqual([
    { room: 'c', ok: false, code: 4400 },
    { room: 'a', ok: true, resumed: false },
  ]);
});

test.each([
  { data: undefined },
  { data: {} },
  { data: [{}] },
  { data: [null] },
  { data: Array(500).fill({ room: 'a' }) },
])('what is no list of rooms closes with 4400: $data', async ({ data }) => {
  const gateway = await start();
  await using peer = await openSocket(gateway);
  peer.send({ cmd: 'luce.join', id: 1, data });
  expect(await peer.closed).toMatchObject({ code: 4400 });
});

test('whoever decides who may join and fails, lets nobody in, and is heard of', async () => {
  const failed = vi.fn();
  const gateway = await start(
    {},
    {
      mayJoin: () => {
        throw new Error('database away');
      },
    },
  );
  gateway.app.on('error', failed);
  await using peer = await openSocket(gateway);
  expect(await join(peer, { room: 'a' })).toEqual([{ room: 'a', ok: false, code: 4500 }]);
  expect(failed).toHaveBeenCalledOnce();
});

test.each([
  { how: 'refused', code: 4403, mayJoin: () => false },
  {
    how: 'refused, as who decides fails',
    code: 4500,
    mayJoin: () => {
      throw new Error('database away');
    },
  },
])('a peer that asks again and is $how hears the room no more', async ({ code, mayJoin }) => {
  let may = (): boolean => true;
  const gateway = await start({}, { mayJoin: () => may(), replay: async () => [] });
  gateway.app.on('error', () => {});
  await using peer = await openSocket(gateway);
  await join(peer, { room: 'a' }, { room: 'b' });
  may = mayJoin;
  const answer = [{ room: 'a', ok: false, code }];
  expect(await join(peer, { room: 'a' })).toEqual(answer);
  expect(await join(peer, { room: 'a', last: '1-0' })).toEqual(answer);
  await gateway.app.broadcast('a', 'not theirs');
  await gateway.app.broadcast('b', 'theirs');
  await expect.poll(() => heard(peer)).toEqual([{ room: 'b', data: 'theirs' }]);
  expect(peer.messages.filter(({ cmd }) => cmd === 'luce.left')).toEqual([]);
  expect(gateway.app.counters.rooms).toBe(1);
});

const MISSED: Missed[] = [
  { id: '10-1', data: 'missed 1' },
  { id: '11-0', data: 'missed 2' },
];

test('a peer that gives the last id it saw gets what it missed, before what comes live, and nothing twice', async () => {
  const gate = createGate();
  const asked: unknown[] = [];
  const gateway = await start(
    {},
    {
      replay: async (room, last) => {
        asked.push([room, last]);
        await gate.promise;
        return MISSED;
      },
    },
  );
  await using peer = await openSocket(gateway);
  peer.send({ cmd: 'luce.join', id: 1, data: [{ room: 'a', last: '9-0' }] });
  await expect.poll(() => asked).toEqual([['a', '9-0']]);
  // Both live and, by now, among the missed; then one that only came live.
  await gateway.app.broadcast('a', 'missed 2', { id: '11-0' });
  await gateway.app.broadcast('a', 'live 1', { id: '12-0' });
  await gateway.app.broadcast('a', 'without a place');
  gate.open();
  await expect
    .poll(() => peer.messages.at(-1))
    .toEqual({
      id: 1,
      ok: true,
      data: [{ room: 'a', ok: true, resumed: true }],
    });
  // Pub/sub behind the stream: known already.
  await gateway.app.broadcast('a', 'missed 2', { id: '11-0' });
  await gateway.app.broadcast('a', 'live 2', { id: '13-0' });

  await expect
    .poll(() => heard(peer).map(({ data }) => data))
    .toEqual(['missed 1', 'missed 2', 'live 1', 'without a place', 'live 2']);
});

test.each([
  { why: 'trimmed', replay: async () => null, maxHeld: 1_000 },
  { why: 'more came meanwhile than is kept', replay: async () => MISSED, maxHeld: 0 },
])('a peer that cannot be given all begins anew: $why', async ({ replay, maxHeld }) => {
  const gateway = await start(
    {},
    {
      replay: async (room) => {
        await gateway.app.broadcast(room, 'meanwhile', { id: '12-0' });
        return replay();
      },
      maxHeld,
      position: async () => '12-0',
    },
  );
  await using peer = await openSocket(gateway);
  expect(await join(peer, { room: 'a', last: '1-0' })).toEqual([
    { room: 'a', ok: true, resumed: false, last: '12-0' },
  ]);
  await gateway.app.broadcast('a', 'live', { id: '14-0' });
  await expect.poll(() => heard(peer).at(-1)).toMatchObject({ data: 'live' });
});

test('a replay that fails refuses the room, and leaves nothing behind', async () => {
  const gateway = await start(
    {},
    {
      replay: async () => {
        throw new Error('Redis away');
      },
    },
  );
  await using peer = await openSocket(gateway);
  expect(await join(peer, { room: 'a', last: '1-0' })).toEqual([
    { room: 'a', ok: false, code: 4500 },
  ]);
  expect(gateway.app.counters.rooms).toBe(0);
  expect(await join(peer, { room: 'a' })).toEqual([{ room: 'a', ok: true, resumed: false }]);
  await gateway.app.broadcast('a', 'live', { id: '1-0' });
  await expect.poll(() => heard(peer)).toEqual([{ room: 'a', id: '1-0', data: 'live' }]);
});

test('a peer that goes while it is given what it missed leaves nothing behind', async () => {
  const gate = createGate();
  const gateway = await start({}, { replay: () => gate.promise.then(() => MISSED) });
  const failed = vi.fn();
  gateway.app.on('error', failed);
  const peer = await openSocket(gateway);
  peer.send({ cmd: 'luce.join', id: 1, data: [{ room: 'a', last: '9-0' }] });
  await expect.poll(() => gateway.app.counters.rooms).toBe(1);
  await peer[Symbol.asyncDispose]();
  await expect.poll(() => gateway.app.counters).toMatchObject({ rooms: 0, connections: 0 });
  gate.open();
  await using _next = await openSocket(gateway);
  expect(gateway.app.counters).toMatchObject({ rooms: 0, failures: 0 });
  expect(failed).not.toHaveBeenCalled();
});

test('a peer that asks for what no room can be, and has gone by then, is no fault of ours', async () => {
  const gate = createGate();
  const failed = vi.fn();
  const gateway = await startGateway<State>();
  onTestFinished(() => gateway[Symbol.asyncDispose]());
  gateway.app
    .useMessage((_message, _context, next) => gate.promise.then(next))
    .useRooms({ mayJoin: () => true })
    .on('error', failed);
  const peer = await openSocket(gateway);
  peer.send({ cmd: 'luce.join', id: 1, data: [{ room: '' }] });
  await expect.poll(() => gateway.app.counters.received).toBe(1);
  await peer[Symbol.asyncDispose]();
  await expect.poll(() => gateway.app.counters.connections).toBe(0);
  gate.open();
  // One more round trip: whatever was to be told of the first has been by then.
  await using next = await openSocket(gateway);
  await join(next, { room: 'a' });
  expect(failed).not.toHaveBeenCalled();
  expect(gateway.app.counters.failures).toBe(0);
});

test('with the backplane away, a room is refused with 1013, and can be joined once it is back', async () => {
  const memory = createMemoryBackplane();
  let isAway = true;
  const backplane: Backplane = {
    ...memory,
    publish: (room, message) =>
      isAway ? Promise.reject(new Error('away')) : memory.publish(room, message),
    subscribe: (room, listener) => ({
      ...memory.subscribe(room, listener),
      ready: isAway ? Promise.reject(new Error('away')) : Promise.resolve(),
    }),
  };
  const gateway = await start({ backplane });
  await using peer = await openSocket(gateway);
  expect(await join(peer, { room: 'a' })).toEqual([{ room: 'a', ok: false, code: 1013 }]);
  await expect(gateway.app.broadcast('a', 1)).rejects.toMatchObject({ code: 'ERR_LUCE_BACKPLANE' });
  expect(gateway.app.counters).toMatchObject({ rooms: 0, failures: 0 });
  isAway = false;
  expect(await join(peer, { room: 'a' })).toEqual([{ room: 'a', ok: true, resumed: false }]);
  await gateway.app.broadcast('a', 2);
  await expect.poll(() => heard(peer)).toEqual([{ room: 'a', data: 2 }]);
});

test('a gap of the backplane is told to those in rooms', async () => {
  const listeners: (() => void)[] = [];
  const backplane = {
    ...createMemoryBackplane(),
    onGap: (each: () => void) => void listeners.push(each),
  };
  const gateway = await start({ backplane });
  const told = vi.fn();
  gateway.app.on('gap', told);
  await using member = await openSocket(gateway);
  await using outsider = await openSocket(gateway);
  await join(member, { room: 'a' });
  for (const tell of listeners) tell();
  await expect.poll(() => member.messages.at(-1)).toEqual({ cmd: 'luce.gap' });
  expect(outsider.messages).toEqual([]);
  expect(told).toHaveBeenCalledOnce();
  expect(gateway.app.counters.gaps).toBe(1);
});

test.each([
  { whenSlow: 'close', slowReaders: 1, isKept: false },
  { whenSlow: 'skip', slowReaders: 0, isKept: true },
] as const)(
  'a member that reads too slowly: $whenSlow',
  async ({ whenSlow, slowReaders, isKept }) => {
    const gateway = await start();
    await using slow = await openSocket(gateway);
    await using quick = await openSocket(gateway);
    await join(slow, { room: 'a' });
    await join(quick, { room: 'a' });
    slow.ws.pause();
    const filler = 'x'.repeat(100_000);
    for (let i = 1; i <= 300; i += 1) {
      await gateway.app.broadcast('a', { i, filler }, { whenSlow });
      // Only that the quick one is not slow for want of a moment to read.
      if (i % 10 === 0) await expect.poll(() => heard(quick).length).toBe(i);
    }
    expect(gateway.app.counters.slowReaders).toBe(slowReaders);
    expect(gateway.app.counters.skipped > 100).toBe(isKept);
    slow.ws.resume();
    if (!isKept) {
      expect(await slow.closed).toMatchObject({ code: 1013 });
      return;
    }
    await expect.poll(() => heard(slow).length).toBe(300 - gateway.app.counters.skipped);
    await gateway.app.broadcast('a', 'last', { whenSlow });
    await expect.poll(() => heard(slow).at(-1)).toMatchObject({ data: 'last' });
  },
);
