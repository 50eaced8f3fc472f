import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { binaryPairs, textPairs } from './entry.ts';
import type { StreamsError } from './errors.ts';
import { createMemoryCheckpoints } from './memory-checkpoints.ts';
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

describe('values', () => {
  const bytes = Buffer.from([0, 255, 13, 10, 0xc3]);

  test('may be binary, and names may come again', async () => {
    const binary = stage.manage({ decode: binaryPairs });
    const pairs = stage.manage({ decode: textPairs });
    const [heardBinary, heardPairs] = [vi.fn(), vi.fn()];
    binary.on(stage.name('a'), heardBinary);
    pairs.on(stage.name('a'), heardPairs);
    await stage.redis.xadd(stage.name('a'), '*', 'x', bytes, 'x', 'é');
    await expect
      .poll(() => heardBinary.mock.calls[0]?.[0])
      .toEqual([
        ['x', bytes],
        ['x', Buffer.from('é')],
      ]);
    await expect
      .poll(() => heardPairs.mock.calls[0]?.[0])
      .toEqual([
        ['x', bytes.toString()],
        ['x', 'é'],
      ]);
  });

  test('called __proto__ pollute nothing, and are there', async () => {
    const streams = stage.manage();
    const heard = vi.fn();
    streams.on(stage.name('a'), heard);
    await stage.redis.xadd(stage.name('a'), '*', '__proto__', 'x', 'constructor', 'y');
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    expect(Object.entries(heard.mock.calls[0]?.[0])).toEqual([
      ['__proto__', 'x'],
      ['constructor', 'y'],
    ]);
  });

  test('that cannot be decoded are told of, and the next entry is given', async () => {
    const streams = stage.manage({
      decode: (fields) => JSON.parse(String(fields[1])) as unknown,
    });
    const [heard, told] = [vi.fn(), vi.fn()];
    streams.on('error', told).on(stage.name('a'), heard);
    await stage.write('a', '{');
    await stage.write('a', '[1]');
    await expect.poll(() => heard.mock.calls[0]?.[0]).toEqual([1]);
    expect(told.mock.calls[0]?.[0]).toMatchObject({ code: 'ERR_STREAMS_ENTRY' });
  });
});

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

describe('an iteration', () => {
  test('gives entries of several streams, and holds the reading while it has enough', async () => {
    const streams = stage.manage({ count: 10 });
    const names = [stage.name('a'), stage.name('b')];
    for (let value = 0; value < 200; value += 1) await stage.write('a', value);
    const iteration = streams.iterate(
      names.map((key) => ({ key, id: '0' })),
      { limit: 20 },
    );
    await expect.poll(() => streams.getId(names[0] ?? '')).not.toBe('0');
    const seen: string[] = [];
    let mostAhead = 0;
    const newest = (await stage.redis.xrevrange(names[0] ?? '', '+', '-', 'COUNT', 1))[0]?.[0];
    for await (const { data } of iteration) {
      seen.push(data.value ?? '');
      if (seen.length < 100 && streams.getId(names[0] ?? '') === newest) mostAhead = 200;
      await new Promise<void>((resolve) => setImmediate(resolve));
      if (seen.length === 200) break;
    }
    expect(seen).toEqual(Array.from({ length: 200 }, (_, value) => String(value)));
    expect(mostAhead).toBe(0);
    expect(streams.listenerCount(names[0] ?? '')).toBe(0);
  });

  test('ends with its signal and with disconnect()', async () => {
    const streams = stage.manage();
    const leaving = new AbortController();
    const [left, closed] = [
      streams.iterate(stage.name('a'), { signal: leaving.signal }),
      streams.iterate(stage.name('b')),
    ];
    const waiting = [left.next(), closed.next()];
    leaving.abort();
    await streams.disconnect();
    expect(await Promise.all(waiting)).toEqual([
      { value: undefined, done: true },
      { value: undefined, done: true },
    ]);
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
