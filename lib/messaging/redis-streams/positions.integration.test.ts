import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { createMemoryCheckpoints } from './memory-checkpoints.ts';
import { createRedisCheckpoints } from './redis-checkpoints.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

const valuesOf = (heard: { mock: { calls: unknown[][] } }) =>
  heard.mock.calls.map(([data]) => (data as { value: string }).value);

describe('checkpoints', () => {
  test('are where another process goes on, once all that listeners promised has settled', async () => {
    const checkpoints = createMemoryCheckpoints();
    const name = stage.name('a');
    const first = stage.manage({ checkpoints });
    let finish: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const heard = vi.fn(() => slow);
    first.on(name, heard);
    await first.ready(name);
    await stage.write('a', 1);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    await first.stop();
    expect(await checkpoints.load(name)).toBeNull();
    finish();
    await slow;
    await first.stop();
    await expect.poll(() => checkpoints.load(name)).not.toBeNull();

    await stage.write('a', 2);
    const second = stage.manage({ checkpoints });
    const heardLater = vi.fn();
    second.on(name, heardLater);
    await expect.poll(() => valuesOf(heardLater)).toEqual(['2']);
  });

  test.each([
    ['memory', () => createMemoryCheckpoints()],
    ['Redis', () => createRedisCheckpoints(stage.redis, stage.name('positions'))],
  ])('in %s are right again after the stream was made anew', async (_where, create) => {
    const checkpoints = create();
    const name = stage.name('a');
    await checkpoints.save(name, '9999999999999-1');
    const id = await stage.write('a', 1);
    const first = stage.manage({ checkpoints });
    const [heard, gap] = [vi.fn(), vi.fn()];
    first.on('gap', gap).on(name, heard);
    await expect.poll(() => valuesOf(heard)).toEqual(['1']);
    expect(gap).toHaveBeenCalledTimes(1);
    await expect.poll(() => checkpoints.load(name)).toBe(id);
    await first.stop();

    await stage.write('a', 2);
    const second = stage.manage({ checkpoints });
    const [heardLater, gapLater] = [vi.fn(), vi.fn()];
    second.on('gap', gapLater).on(name, heardLater);
    await expect.poll(() => valuesOf(heardLater)).toEqual(['2']);
    expect(gapLater).not.toHaveBeenCalled();
  });

  test('that cannot be kept are told of', async () => {
    const told = vi.fn();
    const save = async () => {
      throw new Error('full');
    };
    const streams = stage.manage({ checkpoints: { ...createMemoryCheckpoints(), save } });
    const heard = vi.fn();
    streams.on('error', told).on(stage.name('a'), heard);
    await streams.ready(stage.name('a'));
    await stage.write('a', 1);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    await streams.stop();
    expect(told.mock.calls[0]?.[0]).toMatchObject({ code: 'ERR_STREAMS_CHECKPOINT' });
  });
});

describe('a gap', () => {
  test('is told where the id asked for was trimmed, and it is read on from what is there', async () => {
    const first = await stage.write('a', 1);
    await stage.write('a', 2);
    await stage.write('a', 3);
    await stage.redis.xtrim(stage.name('a'), 'MAXLEN', 1);
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    streams
      .on('gap', gap)
      .add({ key: stage.name('a'), id: first })
      .on(stage.name('a'), heard);
    await expect.poll(() => valuesOf(heard)).toEqual(['3']);
    expect(gap.mock.calls).toEqual([
      [{ stream: stage.name('a'), afterId: first, firstId: heard.mock.calls[0]?.[1] }],
    ]);
  });

  test.each([
    { name: 'is there and the newest', trim: 3, after: 2 },
    { name: 'is there with others after it', trim: 3, after: 0 },
  ])('is not told where the id asked for $name', async ({ trim, after }) => {
    const ids = [];
    for (let value = 0; value < 3; value += 1) ids.push(await stage.write('a', value));
    await stage.redis.xtrim(stage.name('a'), 'MAXLEN', trim);
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    streams.on('gap', gap).add({ key: stage.name('a'), id: ids[after] ?? '' });
    streams.on(stage.name('a'), heard);
    await stage.write('a', 'last');
    await expect.poll(() => valuesOf(heard).at(-1)).toBe('last');
    expect(gap).not.toHaveBeenCalled();
  });

  test('is told where the stream was made anew, and its entries are read from the start', async () => {
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    const name = stage.name('a');
    streams.on('gap', gap).on(name, heard);
    await stage.write('a', 1);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    await streams.stop();
    await stage.redis.del(name);
    // As by a server whose clock is behind.
    await stage.redis.xadd(name, '5-0', 'value', 'anew');
    streams.start();
    await expect.poll(() => valuesOf(heard)).toEqual(['1', 'anew']);
    expect(gap.mock.calls[0]?.[0]).toMatchObject({ stream: name, firstId: '5-0' });
  });

  test('is told where a reader falls behind further than the stream reaches back', async () => {
    const streams = stage.manage();
    const [heard, gap] = [vi.fn(), vi.fn()];
    const name = stage.name('a');
    await stage.write('a', 'first');
    streams.on('gap', gap).add({ key: name, id: '0' }).on(name, heard);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    await stage.untilBlocked();
    const many = stage.redis.multi();
    for (let value = 0; value < 500; value += 1) {
      many.xadd(name, 'MAXLEN', '=', 100, '*', 'value', value);
    }
    await many.exec();
    await expect.poll(() => valuesOf(heard).at(-1)).toBe('499');
    await expect.poll(() => gap).toHaveBeenCalledTimes(1);
  });
});
