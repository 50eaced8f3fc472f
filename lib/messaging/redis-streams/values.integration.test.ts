import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { binaryPairs, textPairs } from './entry.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

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
