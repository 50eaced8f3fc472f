import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { textPairs } from './entry.ts';
import { createPublisher } from './publisher.ts';
import { readAfter } from './read-after.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

describe('a publisher', () => {
  test('writes fields of all kinds, in their order', async () => {
    const publish = createPublisher(stage.redis);
    const name = stage.name('a');
    const id = await publish(name, {
      code: 'AT',
      version: 4,
      isk: 2n ** 60n,
      raw: Buffer.from('x'),
    });
    await publish(name, [
      ['a', '1'],
      ['a', '2'],
    ]);
    const { entries } = await readAfter(stage.redis, name, '0', { decode: textPairs });
    expect(entries[0]).toEqual({
      stream: name,
      id,
      data: [
        ['code', 'AT'],
        ['version', '4'],
        ['isk', '1152921504606846976'],
        ['raw', 'x'],
      ],
    });
    expect(entries[1]?.data).toEqual([
      ['a', '1'],
      ['a', '2'],
    ]);
  });

  test('keeps the stream at about its length', async () => {
    const publish = createPublisher(stage.redis, { maxLength: 200 });
    const name = stage.name('a');
    await Promise.all(Array.from({ length: 2_000 }, (_, n) => publish(name, { n })));
    expect(await stage.redis.xlen(name)).toBeLessThan(500);
  });

  test('refuses what is no entry', async () => {
    const publish = createPublisher(stage.redis);
    await expect(publish('a', {})).rejects.toThrow(TypeError);
    // @ts-expect-error no value of a field
    await expect(publish('a', { a: undefined })).rejects.toThrow(TypeError);
    // @ts-expect-error no value of a field
    await expect(publish('a', { a: { b: 1 } })).rejects.toThrow(TypeError);
    expect(() => createPublisher(stage.redis, { maxLength: 0 })).toThrow(RangeError);
  });
});

describe('what came after an id', () => {
  test('is given in order, in parts', async () => {
    const ids: string[] = [];
    for (let value = 0; value < 5; value += 1) ids.push(await stage.write('a', value));
    const name = stage.name('a');
    const first = await readAfter(stage.redis, name, ids[0] ?? '', { limit: 3 });
    expect(first).toMatchObject({ isGap: false, hasMore: true });
    expect(first.entries.map(({ id }) => id)).toEqual(ids.slice(1, 4));
    const rest = await readAfter(stage.redis, name, first.entries.at(-1)?.id ?? '', { limit: 3 });
    expect(rest).toMatchObject({ isGap: false, hasMore: false });
    expect(rest.entries.map(({ data }) => data)).toEqual([{ value: '4' }]);
    const all = await readAfter(stage.redis, name, '0', { limit: 5 });
    expect(all).toMatchObject({ isGap: false, hasMore: false });
    expect(all.entries).toHaveLength(5);
  });

  test('is told to have a gap where that id was trimmed', async () => {
    const first = await stage.write('a', 1);
    await stage.write('a', 2);
    await stage.redis.xtrim(stage.name('a'), 'MAXLEN', 1);
    const replay = await readAfter(stage.redis, stage.name('a'), first);
    expect(replay).toMatchObject({ isGap: true, hasMore: false });
    expect(replay.entries).toHaveLength(1);
    expect(await readAfter(stage.redis, stage.name('nothing'), '5-0')).toEqual({
      entries: [],
      isGap: true,
      hasMore: false,
    });
  });

  test.each(['', 'x', '1-', '-1', '1-2-3', '99999999999999999999-0', '$', '+'])(
    'is not asked for with %j, which a browser may send',
    async (id) => {
      await expect(readAfter(stage.redis, stage.name('a'), id)).rejects.toThrow(TypeError);
    },
  );
});
