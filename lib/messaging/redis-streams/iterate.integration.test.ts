import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

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
