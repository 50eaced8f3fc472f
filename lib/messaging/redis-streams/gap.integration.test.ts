import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import type { StreamsManager } from './streams-manager.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

const valuesOf = (heard: { mock: { calls: unknown[][] } }) =>
  heard.mock.calls.map(([data]) => (data as { value: string }).value);

/** Some entries of one moment, of which the stream keeps the last ones. */
async function burst(short: string, count: number, maxLength: number): Promise<void> {
  const many = stage.redis.multi();
  for (let value = 0; value < count; value += 1) {
    many.xadd(stage.name(short), 'MAXLEN', '=', maxLength, '*', 'value', value);
  }
  await many.exec();
}

/** Until all that these streams have given was looked at. */
async function untilLooked(streams: StreamsManager, short: string): Promise<void> {
  const asked = vi.spyOn(stage.redis, 'pipeline');
  try {
    await stage.write(short, 'last');
    await expect.poll(() => asked).toHaveBeenCalled();
    // Answered after what was asked before it.
    await stage.redis.ping();
  } finally {
    asked.mockRestore();
  }
  expect(streams.started).toBe(true);
}

describe('what is trimmed before it is read is told of', () => {
  test.each([
    { what: 'a stream that keeps few', streams: 1, count: 60, maxLength: 5 },
    {
      what: 'one of many streams, of each of which little is read',
      streams: 600,
      count: 300,
      maxLength: 40,
    },
  ])('in $what', async ({ streams: many, count, maxLength }) => {
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    streams.on('gap', gap);
    for (let n = 1; n < many; n += 1) streams.on(stage.name(`other${n}`), () => {});
    streams.on(stage.name('a'), heard);
    await streams.ready(stage.name('a'));
    const first = await stage.write('a', 'first');
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    await burst('a', count, maxLength);
    await expect.poll(() => gap.mock.calls.length).toBe(1);
    expect(gap.mock.calls[0]?.[0]).toMatchObject({ stream: stage.name('a'), afterId: first });
    expect(valuesOf(heard)).toHaveLength(1 + maxLength);
  });

  test('also of the last of very many streams that are all looked at', async () => {
    const streams = stage.manage();
    const told = new Set<string>();
    streams.on('gap', ({ stream }) => told.add(stream));
    const shorts = Array.from({ length: 450 }, (_, n) => `s${n}`);
    for (const short of shorts) streams.on(stage.name(short), () => {});
    await Promise.all(shorts.map((short) => streams.ready(stage.name(short))));
    await Promise.all(shorts.map((short) => burst(short, 10, 5)));
    await expect.poll(() => told.size).toBe(450);
  });

  test('in a stream that was not there before', async () => {
    const streams = stage.manage();
    const gap = vi.fn();
    streams.on('gap', gap).on(stage.name('a'), () => {});
    await streams.ready(stage.name('a'));
    await burst('a', 60, 5);
    await expect.poll(() => gap.mock.calls.length).toBe(1);
  });

  test('to a loop that is slower than its stream is long', async () => {
    const streams = stage.manage();
    const gap = vi.fn();
    const loop = streams.on('gap', gap).iterate(stage.name('a'), { limit: 10 });
    await streams.ready(stage.name('a'));
    const seen: string[] = [];
    for (let value = 0; value < 300; value += 1) {
      await stage.redis.xadd(stage.name('a'), 'MAXLEN', '=', 20, '*', 'value', value);
    }
    while (seen.at(-1) !== '299') {
      const { value } = await loop.next();
      seen.push(value?.data.value ?? '299');
    }
    expect(seen.length).toBeLessThan(100);
    await expect.poll(() => gap.mock.calls.length).toBeGreaterThan(0);
  });

  test('where the stream is made anew while it is read, and its entries are read from the start', async () => {
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    const name = stage.name('a');
    streams.on('gap', gap).on(name, heard);
    await streams.ready(name);
    await stage.write('a', 1);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    await stage.redis.multi().del(name).xadd(name, '5-0', 'value', 'anew').exec();
    await expect.poll(() => valuesOf(heard)).toEqual(['1', 'anew']);
    expect(gap.mock.calls).toEqual([[expect.objectContaining({ stream: name, firstId: '5-0' })]]);
  });
});

describe('nothing is told where all was read, of a stream', () => {
  test.each([
    { what: 'that keeps its newest entry alone', maxLength: 1 },
    { what: 'that keeps a few', maxLength: 3 },
  ])('$what', async ({ maxLength }) => {
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    streams.on('gap', gap).on(stage.name('a'), heard);
    await streams.ready(stage.name('a'));
    for (let value = 0; value < 20; value += 1) {
      await stage.redis.xadd(stage.name('a'), 'MAXLEN', '=', maxLength, '*', 'value', value);
      await expect.poll(() => heard.mock.calls.length, { interval: 1 }).toBe(value + 1);
    }
    await untilLooked(streams, 'a');
    expect(gap).not.toHaveBeenCalled();
  });

  test('that is read from its start, however much is there', async () => {
    await burst('a', 300, 300);
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    streams
      .on('gap', gap)
      .add({ key: stage.name('a'), id: '0' })
      .on(stage.name('a'), heard);
    await expect.poll(() => heard.mock.calls.length).toBe(300);
    await untilLooked(streams, 'a');
    expect(gap).not.toHaveBeenCalled();
  });

  test('that is emptied behind its reader', async () => {
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    streams.on('gap', gap).on(stage.name('a'), heard);
    await streams.ready(stage.name('a'));
    for (let value = 0; value < 5; value += 1) {
      const id = await stage.write('a', value);
      await expect.poll(() => heard.mock.calls.length, { interval: 1 }).toBe(value + 1);
      await stage.redis.xdel(stage.name('a'), id);
    }
    await untilLooked(streams, 'a');
    expect(gap).not.toHaveBeenCalled();
  });

  test('that is trimmed while a reader that began at its start catches up', async () => {
    const name = stage.name('a');
    for (let value = 0; value < 2_000; value += 1) void stage.write('a', value);
    const streams = stage.manage({ count: 100 });
    const [heard, gap] = [vi.fn(), vi.fn()];
    let count = 0;
    streams.on('gap', gap).add({ key: name, id: '0' });
    streams.on(name, (data) => {
      heard(data);
      count += 1;
      // What is trimmed was read some time ago.
      if (count % 100 === 0) void stage.redis.xtrim(name, 'MAXLEN', 2_300 - count);
    });
    await expect.poll(() => heard.mock.calls.length).toBe(2_000);
    await untilLooked(streams, 'a');
    expect(gap).not.toHaveBeenCalled();
  });
});
