import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

test('events of its own are listened to by the same calls as streams', async () => {
  const streams = stage.manage();
  const [once, kept, first] = [vi.fn(), vi.fn(), vi.fn()];
  const leaving = new AbortController();
  streams.once('error', once).on('error', kept, { signal: leaving.signal });
  streams.prependListener('error', first);
  expect(streams.listenerCount('error')).toBe(3);
  const fail = vi.fn(() => {
    throw new Error('mine');
  });
  streams.on(stage.name('a'), fail);
  await streams.ready(stage.name('a'));
  await stage.write('a', 1);
  await stage.write('a', 2);
  await expect.poll(() => first).toHaveBeenCalledTimes(2);
  expect(once).toHaveBeenCalledTimes(1);
  expect(kept).toHaveBeenCalledTimes(2);
  leaving.abort();
  streams.removeAllListeners('error');
  expect(streams.listenerCount('error')).toBe(0);
  await stage.write('a', 3);
  await expect.poll(() => fail).toHaveBeenCalledTimes(3);
  expect(first).toHaveBeenCalledTimes(2);
  expect(streams.has(stage.name('a'))).toBe(true);
});

test.each(['error', 'gap', 'away', 'reconnected'])('%s is never a stream', async (name) => {
  const streams = stage.manage();
  expect(() => streams.add(name)).toThrow(TypeError);
  expect(() => streams.iterate(name)).toThrow(TypeError);
  expect(streams.size).toBe(0);
});
