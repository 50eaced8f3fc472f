import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type PrivateRedis, startPrivateRedis } from '#tests/support/private-redis.ts';
import { GroupConsumer } from './group-consumer.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let server: PrivateRedis;
let stage: Stage;
beforeEach(async () => {
  server = await startPrivateRedis(['appendonly yes', 'appendfsync always']);
  stage = stageStreams(server.url);
});
afterEach(async () => {
  await stage[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

test('a Redis that is killed and comes back is read on from where it was', async () => {
  const streams = stage.manage();
  const [heard, away, back, gap] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  const handled: string[] = [];
  streams.on('away', away).on('reconnected', back).on('gap', gap);
  streams.on(stage.name('a'), ({ value }) => heard(value));
  const consumer = new GroupConsumer(stage.redis, {
    streams: [stage.name('a')],
    group: 'g',
    handle: ({ data }) => handled.push(data.value ?? ''),
  });
  await stage.write('a', 1);
  await expect.poll(() => heard.mock.calls).toEqual([['1']]);

  await server.kill();
  await expect.poll(() => away).toHaveBeenCalledTimes(1);
  await server.start();
  await stage.write('a', 2);
  await expect.poll(() => heard.mock.calls).toEqual([['1'], ['2']]);
  await expect.poll(() => [...new Set(handled)]).toEqual(['1', '2']);

  expect(back).toHaveBeenCalledTimes(1);
  expect(gap).not.toHaveBeenCalled();
  await consumer.stop();
});

test('a Redis that comes back empty is told as a gap, and read from the start', async () => {
  const streams = stage.manage();
  const [heard, gap] = [vi.fn(), vi.fn()];
  streams.on('gap', gap).on(stage.name('a'), ({ value }) => heard(value));
  await stage.write('a', 1);
  await expect.poll(() => heard.mock.calls).toEqual([['1']]);
  await stage.redis.flushall();
  await server.kill();
  await server.start();
  await expect.poll(() => gap).toHaveBeenCalledTimes(1);
  await stage.redis.xadd(stage.name('a'), '7-0', 'value', 'anew');
  await expect.poll(() => heard.mock.calls).toEqual([['1'], ['anew']]);
});

test('a Redis that went silent is noticed, though nothing is closed, and read on from where it was', async () => {
  const streams = stage.manage({ blockingTimeout: 50 });
  const [heard, away, back] = [vi.fn(), vi.fn(), vi.fn()];
  streams.on('away', away).on('reconnected', back);
  streams.on(stage.name('a'), ({ value }) => heard(value));
  await stage.write('a', 1);
  await expect.poll(() => heard.mock.calls).toEqual([['1']]);
  server.freeze();
  await expect.poll(() => away).toHaveBeenCalledTimes(1);
  server.wake();
  await stage.write('a', 2);
  await expect.poll(() => heard.mock.calls).toEqual([['1'], ['2']]);
  expect(back).toHaveBeenCalledTimes(1);
});
