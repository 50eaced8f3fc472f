import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createRedisBackend } from '#lib/messaging/registry/index.ts';
import { testRedisUrl } from '#tests/support/services.ts';
import { createRedisPresenceStore } from './presence/redis-store.ts';
import { createRedisSessionStore } from './sessions/redis-store.ts';
import { introduce, openClient } from './testing/open-client.ts';
import { type NodeOptions, startNode } from './testing/start-node.ts';

const SECRET = 's'.repeat(32);
/** Long enough that no stall of this process passes for a death. */
const NODE_LIVES_MS = 3_000;

let redis: Redis;
beforeAll(() => {
  redis = new Redis(testRedisUrl());
});
afterAll(() => {
  redis.disconnect();
});

function startNodes(options: NodeOptions = {}) {
  const prefix = `test-${randomUUID()}`;
  return async () => {
    const connection = redis.duplicate();
    onTestFinished(() => connection.disconnect());
    const shared = { redis: connection, prefix };
    return startNode({
      secret: SECRET,
      backend: createRedisBackend({ ...shared, nodeLivesMs: NODE_LIVES_MS }),
      sessions: createRedisSessionStore(shared),
      presence: createRedisPresenceStore(shared),
      ...options,
    });
  };
}

describe('several nodes on one Redis', () => {
  test('introduce clients of each other, both ways, in order', async () => {
    const start = startNodes();
    await using one = await start();
    await using two = await start();
    await using caller = await openClient(one.url);
    await using callee = await openClient(two.url);
    const session = await introduce(caller, callee);
    const count = 50;
    const asked = Array.from({ length: count }, (_, at) =>
      Promise.all([
        caller.ask('relay', { session, data: at }),
        callee.ask('relay', { session, data: at }),
      ]),
    );
    for (const pair of await Promise.all(asked)) expect(pair.every(({ ok }) => ok)).toBe(true);
    for (const client of [caller, callee]) {
      const heard = client.told.filter(({ cmd }) => cmd === 'relay').map(({ data }) => data.data);
      expect(heard).toEqual(Array.from({ length: count }, (_, at) => at));
    }
    expect((await callee.ask('session-end', { session, reason: 'done' })).ok).toBe(true);
    expect((await caller.next('session-end')).data).toMatchObject({ reason: 'done' });
    expect([...one.faults, ...two.faults]).toEqual([]);
  });

  test('one is killed with both ends of a session: elsewhere the talk is where it was', async () => {
    const start = startNodes();
    const dying = await start();
    await using other = await start();
    const caller = await openClient(dying.url);
    const callee = await openClient(dying.url);
    const session = await introduce(caller, callee);
    await dying.kill();

    await using callerAgain = await openClient(other.url, [caller.resume]);
    await using calleeAgain = await openClient(other.url, [callee.resume]);
    expect(callerAgain.welcome.sessions).toEqual([
      { session, origin: callee.id, role: 'caller', state: 'accepted' },
    ]);
    const offer = { type: 'offer', sdp: 'v=0' };
    expect((await callerAgain.ask('offer', { session, offer })).ok).toBe(true);
    expect((await calleeAgain.next('offer')).data).toEqual({ session, origin: caller.id, offer });
    await dying.registry.close();
    // The one that was taken for dead takes nobody along when it leaves at last.
    expect((await calleeAgain.ask('ice', { session, candidate: null })).ok).toBe(true);
  });

  test('a call is answered elsewhere than it was made, after its caller came back elsewhere', async () => {
    const start = startNodes({ ringsMs: 20_000 });
    await using one = await start();
    await using two = await start();
    const caller = await openClient(one.url);
    await using callee = await openClient(one.url);
    const { data } = await caller.ask('session-start', { target: callee.id });
    const session = data?.session;
    await caller[Symbol.asyncDispose]();
    const accepted = callee.ask('session-accept', { session });
    await using again = await openClient(two.url, [caller.resume]);
    expect((await accepted).ok).toBe(true);
    expect((await again.ask('ice', { session, candidate: null })).ok).toBe(true);
    expect((await callee.next('ice')).data).toMatchObject({ session, origin: caller.id });
  });

  test('a room is one room', async () => {
    const start = startNodes();
    await using one = await start();
    await using two = await start();
    await using aiko = await openClient(one.url);
    const bela = await openClient(two.url);
    await aiko.ask('room-join', { room: 'desk' });
    expect(await bela.ask('room-join', { room: 'desk' })).toMatchObject({
      data: { members: [aiko.id] },
    });
    expect((await aiko.next('room-present')).data).toEqual({ room: 'desk', id: bela.id });
    await bela[Symbol.asyncDispose]();
    expect((await aiko.next('room-absent')).data).toEqual({ room: 'desk', id: bela.id });
  });
});
