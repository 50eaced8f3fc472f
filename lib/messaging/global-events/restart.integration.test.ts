import { Cluster, Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { findFreePort } from '#bin/setup/ports.ts';
import { type PrivateRedis, startPrivateRedis } from '#tests/support/private-redis.ts';
import { GlobalEventsPatternError } from './errors.ts';
import { slotOf } from './shards.ts';
import { stageEvents } from './testing/stage-events.ts';

describe('a Redis that is killed and started again', () => {
  let server: PrivateRedis;
  beforeAll(async () => {
    server = await startPrivateRedis();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('is survived: all is subscribed to again, and that something may be missed is told', async () => {
    await using stage = stageEvents(server.url);
    const [events, other] = [stage.join(), stage.join()];
    const [heard, away, back] = [vi.fn(), vi.fn(), vi.fn()];
    events.on('a', heard).onPattern('b.*', heard);
    events.on('away', away).on('reconnected', back);
    await events.ready();

    await server.kill();
    await expect.poll(() => away).toHaveBeenCalledTimes(1);
    expect(events.state).toBe('away');
    // Listeners come and go meanwhile.
    events.on('c', heard).removeAllListeners('a');
    await server.start();
    await expect.poll(() => back).toHaveBeenCalledTimes(1);

    expect(events.state).toBe('settled');
    expect(await stage.channels()).toEqual(['c']);
    other.emit('c', 1);
    other.emit('b.x', 2);
    await expect
      .poll(() => heard.mock.calls)
      .toEqual([
        [1, 'c'],
        [2, 'b.x'],
      ]);
  });

  test('that went silent is noticed, though nothing is closed', async () => {
    await using stage = stageEvents(server.url);
    const events = stage.join({ pingEveryMs: 50 });
    const [heard, away, back] = [vi.fn(), vi.fn(), vi.fn()];
    events.on('a', heard).on('away', away).on('reconnected', back);
    await events.ready();
    server.freeze();
    await expect.poll(() => away).toHaveBeenCalledTimes(1);
    server.wake();
    await expect.poll(() => back).toHaveBeenCalledTimes(1);
    await stage.join().emitAsync('a', 1);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
  });

  test('may be away at the start', async () => {
    await server.kill();
    await using stage = stageEvents(server.url);
    const events = stage.join();
    const heard = vi.fn();
    events.on('a', heard);
    await expect(events.ready('a', { timeoutMs: 50 })).rejects.toThrow('50 ms');
    await server.start();
    await events.ready('a');
    stage.join().emit('a', 1);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
  });
});

describe('a cluster', () => {
  let server: PrivateRedis;
  let cluster: Cluster;
  beforeAll(async () => {
    server = await startPrivateRedis([
      'cluster-enabled yes',
      'cluster-announce-ip 127.0.0.1',
      `cluster-port ${await findFreePort()}`,
    ]);
    const redis = new Redis(server.url);
    await redis.cluster('ADDSLOTSRANGE', 0, 16_383);
    await vi.waitFor(async () => {
      expect(await redis.cluster('INFO')).toContain('cluster_state:ok');
    }, 20_000);
    redis.disconnect();
    cluster = new Cluster([{ host: '127.0.0.1', port: server.port }]);
    cluster.on('error', () => {});
  });
  afterAll(async () => {
    cluster.disconnect();
    await server[Symbol.asyncDispose]();
  });

  test('carries events by sharded pub/sub, and again after it was killed', async () => {
    await using stage = stageEvents(server.url);
    const [events, other] = [
      stage.join({ connection: cluster }),
      stage.join({ connection: cluster }),
    ];
    const [heard, back] = [vi.fn(), vi.fn()];
    const names = ['a', 'b', 'c', 'd'];
    for (const name of names) events.on(name, heard);
    events.on('reconnected', back);
    await events.ready();
    expect(await stage.redis.pubsub('SHARDCHANNELS', `${stage.prefix}*`)).toHaveLength(4);
    expect(await stage.channels()).toEqual([]);

    for (const name of names) expect(await other.emitAsync(name, name)).toBe(1);
    await expect.poll(() => heard.mock.calls).toEqual(names.map((name) => [name, name]));

    await server.kill();
    await expect.poll(() => events.state).toBe('away');
    await server.start();
    await expect.poll(() => back).toHaveBeenCalledTimes(1);
    events.off('a', heard);
    await events.ready();
    expect(await stage.redis.pubsub('SHARDCHANNELS', `${stage.prefix}*`)).toHaveLength(3);
    await expect.poll(() => other.emitAsync('b', 'again').catch(() => -1)).toBe(1);
    await expect.poll(() => heard.mock.lastCall).toEqual(['again', 'b']);
  });

  test('knows no patterns', async () => {
    await using stage = stageEvents(server.url);
    const events = stage.join({ connection: cluster });
    expect(() => events.onPattern('a.*', () => {})).toThrow(GlobalEventsPatternError);
  });

  test('has the slots that we think it has', async () => {
    for (const channel of ['a', 'global-events:quote', 'x{tag}y', 'x{}y', '{é}', 'a{b']) {
      expect(slotOf(channel)).toBe(await cluster.nodes()[0]?.cluster('KEYSLOT', channel));
    }
  });
});
