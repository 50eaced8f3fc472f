import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import type { StreamsError } from './errors.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

const valuesOf = (heard: { mock: { calls: unknown[][] } }) =>
  heard.mock.calls.map(([data]) => (data as { value: string }).value);

describe('reading', () => {
  test('gives what is written from then on, with its id and the name of its stream', async () => {
    await stage.write('a', 'before');
    const streams = stage.manage();
    const heard = vi.fn();
    streams.on(stage.name('a'), heard);
    const id = await stage.write('a', 'after');
    await expect.poll(() => heard.mock.calls).toEqual([[{ value: 'after' }, id, stage.name('a')]]);
    expect(streams.started).toBe(true);
    expect(streams.size).toBe(1);
    expect(streams.getId(stage.name('a'))).toBe(id);
  });

  test('a stream added while a read blocks misses no entry, and is read at once', async () => {
    const streams = stage.manage({ blockingTimeout: 60_000 });
    const heard = vi.fn();
    streams.on(stage.name('other'), () => {});
    await stage.untilBlocked();
    streams.on(stage.name('a'), heard);
    const started = performance.now();
    await stage.write('a', 1);
    await expect.poll(() => valuesOf(heard), { interval: 5 }).toEqual(['1']);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('each of a hundred streams added one by one wakes the read, however close they come', async () => {
    const streams = stage.manage({ blockingTimeout: 60_000 });
    const heard: string[] = [];
    for (let n = 0; n < 100; n += 1) {
      streams.on(stage.name(`s${n}`), (_data, _id, name) => heard.push(name));
      if (n % 3 > 0) await stage.redis.ping();
      await stage.write(`s${n}`, n);
      if (n % 10 === 0) await expect.poll(() => heard.length, { interval: 1 }).toBe(n + 1);
    }
    await expect.poll(() => heard.length).toBe(100);
  });

  test('nothing is lost between two idle rounds: $ is asked for once', async () => {
    const streams = stage.manage({ blockingTimeout: 1 });
    const heard = vi.fn();
    streams.on(stage.name('a'), heard);
    await streams.ready(stage.name('a'));
    for (let value = 0; value < 300; value += 1) await stage.write('a', value);
    await expect.poll(() => valuesOf(heard)).toHaveLength(300);
  });

  test('begins where it is told, and goes on from there', async () => {
    const first = await stage.write('a', 1);
    await stage.write('a', 2);
    await stage.write('b', 3);
    const streams = stage.manage();
    const heard = vi.fn();
    streams.add({ key: stage.name('a'), id: first }, { key: stage.name('b'), id: '0' });
    streams.on(stage.name('a'), heard).on(stage.name('b'), heard);
    await expect.poll(() => valuesOf(heard).toSorted()).toEqual(['2', '3']);
  });

  test('off and on in one tick read once: no entry comes twice', async () => {
    const streams = stage.manage();
    const heard = vi.fn();
    const name = stage.name('a');
    streams.on(name, heard);
    await stage.untilBlocked();
    for (let turn = 0; turn < 20; turn += 1) streams.off(name, heard).on(name, heard);
    await streams.ready(name);
    for (let value = 0; value < 20; value += 1) await stage.write('a', value);
    await expect.poll(() => heard.mock.calls.length).toBeGreaterThanOrEqual(20);
    await stage.untilBlocked();
    expect(valuesOf(heard)).toEqual(Array.from({ length: 20 }, (_, value) => String(value)));
  });

  test('an added stream keeps its place while nobody listens; another is forgotten', async () => {
    const streams = stage.manage();
    const heard = vi.fn();
    const [kept, forgotten] = [stage.name('kept'), stage.name('forgotten')];
    streams.add(kept);
    await streams.ready(kept);
    await stage.write('kept', 1);
    streams.once(kept, heard).once(forgotten, heard);
    await expect.poll(() => valuesOf(heard)).toEqual(['1']);
    await stage.write('kept', 2);
    await stage.write('kept', 3);
    streams.on(kept, heard);
    await expect.poll(() => valuesOf(heard)).toEqual(['1', '2', '3']);
    await stage.write('forgotten', 4);
    await expect.poll(() => streams.has(forgotten)).toBe(false);
    expect(streams.has(kept)).toBe(true);
    streams.removeAllListeners();
    streams.remove(kept);
    expect(streams.size).toBe(0);
  });

  test('a listener that throws harms no other, nor the stream', async () => {
    const streams = stage.manage();
    const errors: StreamsError[] = [];
    const heard = vi.fn();
    const fail = () => {
      throw new Error('mine');
    };
    const reject = async () => {
      throw new Error('mine too');
    };
    streams.on('error', (error) => errors.push(error));
    streams.on(stage.name('a'), fail, reject, heard);
    await stage.write('a', 1);
    await stage.write('a', 2);
    await expect.poll(() => valuesOf(heard)).toEqual(['1', '2']);
    await expect.poll(() => errors.map(({ code }) => code)).toHaveLength(4);
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(['ERR_STREAMS_LISTENER']));
  });

  test('on("error") does not become a stream', async () => {
    const streams = stage.manage();
    streams.on('error', () => {}).on('gap', () => {});
    expect(streams.has('error')).toBe(false);
    expect(streams.size).toBe(0);
  });

  test('removeAllListeners() ends the reading, stop() ends a read that blocks', async () => {
    const streams = stage.manage({ blockingTimeout: 60_000 });
    const heard = vi.fn();
    streams.on(stage.name('a'), heard);
    await stage.untilBlocked();
    streams.removeAllListeners();
    expect(streams.size).toBe(0);
    streams.on(stage.name('a'), heard);
    await stage.untilBlocked();

    const started = performance.now();
    await streams.stop();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(streams.started).toBe(false);
    await stage.write('a', 1);
    streams.start();
    await expect.poll(() => valuesOf(heard)).toEqual(['1']);
  });

  test('a key that is no stream is told of, and the others are read', async () => {
    const streams = stage.manage();
    const [heard, told] = [vi.fn(), vi.fn()];
    await stage.redis.set(stage.name('text'), 'x');
    streams.on('error', told);
    streams.add({ key: stage.name('text'), id: '0' }, { key: stage.name('a'), id: '0' });
    streams.on(stage.name('text'), heard).on(stage.name('a'), heard);
    await stage.write('a', 1);
    await expect.poll(() => valuesOf(heard)).toEqual(['1']);
    expect(told.mock.calls[0]?.[0]).toMatchObject({
      code: 'ERR_STREAMS_READ',
      stream: stage.name('text'),
    });
  });

  test('a hundred streams in one read, two thousand entries each way, none lost', async () => {
    const streams = stage.manage();
    const heard = new Map<string, number[]>();
    const names = Array.from({ length: 100 }, (_, index) => `s${index}`);
    for (const short of names) {
      streams.on(stage.name(short), ({ value }) => {
        heard.set(short, [...(heard.get(short) ?? []), Number(value)]);
      });
    }
    await Promise.all(names.map((short) => streams.ready(stage.name(short))));
    const pipeline = stage.redis.pipeline();
    for (let value = 0; value < 20; value += 1) {
      for (const short of names) pipeline.xadd(stage.name(short), '*', 'value', value);
    }
    await pipeline.exec();
    await expect.poll(() => [...heard.values()].flat().length).toBe(2_000);
    const inOrder = Array.from({ length: 20 }, (_, value) => value);
    for (const short of names) expect(heard.get(short)).toEqual(inOrder);
  });

  test('what is no stream, id or listener is refused', () => {
    const streams = stage.manage();
    expect(() => streams.add()).toThrow(TypeError);
    expect(() => streams.remove()).toThrow(TypeError);
    expect(() => streams.add('')).toThrow(TypeError);
    expect(() => streams.add({ key: 'a', id: 'x' })).toThrow(TypeError);
    expect(() => streams.on('a')).toThrow(TypeError);
    expect(() => streams.iterate('a', { limit: 0 })).toThrow(RangeError);
  });
});

test('a connection that is cut is told of, and nothing is lost or given twice', async () => {
  const streams = stage.manage();
  const [heard, away, back, gap] = [vi.fn(), vi.fn(), vi.fn(), vi.fn()];
  streams.on('away', away).on('reconnected', back).on('gap', gap);
  streams.on(stage.name('a'), heard);
  await streams.ready(stage.name('a'));
  for (let value = 0; value < 300; value += 1) {
    if (value % 100 === 50) await stage.cut();
    await stage.write('a', value);
  }
  await expect.poll(() => heard.mock.calls.length).toBe(300);
  expect(valuesOf(heard)).toEqual(Array.from({ length: 300 }, (_, value) => String(value)));
  expect(back.mock.calls.length).toBeGreaterThan(0);
  expect(away).toHaveBeenCalledTimes(back.mock.calls.length);
  expect(gap).not.toHaveBeenCalled();
});

test('a wait for a position can be given up, and ends by itself', async () => {
  const streams = stage.manage();
  await expect(streams.ready('nobody', { timeoutMs: 5 })).rejects.toThrow('5 ms');
  const signal = AbortSignal.abort(new Error('enough'));
  await expect(streams.ready('nobody', { signal })).rejects.toThrow('enough');
});
