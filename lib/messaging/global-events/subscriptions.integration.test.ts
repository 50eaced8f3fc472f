import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { GlobalEventsSubscribeError } from './errors.ts';
import { type Stage, stageEvents } from './testing/stage-events.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageEvents(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

test('on() then off() in one tick leaves no subscription', async () => {
  const events = stage.join();
  const heard = vi.fn();
  await events.ready();
  events.on('a', heard).off('a', heard);
  await events.ready();
  expect(await stage.channels()).toEqual([]);
});

test('off() then on() in one tick leaves a living listener', async () => {
  const events = stage.join();
  const heard = vi.fn();
  events.on('a', heard);
  await events.ready();
  events.off('a', heard).on('a', heard);
  await events.ready();
  expect(await stage.channels()).toEqual(['a']);
  stage.join().emit('a', 1);
  await expect.poll(() => heard).toHaveBeenCalledTimes(1);
});

test('whoever listens again while the subscription ends is ready once it is made anew', async () => {
  const events = stage.join();
  const other = stage.join();
  await Promise.all([events.ready(), other.ready()]);
  for (let round = 0; round < 50; round += 1) {
    const event = `round.${round}`;
    const heard = vi.fn();
    events.on(event, heard);
    await events.ready(event);
    events.off(event, heard);
    // So that its end is on the way to Redis, and not answered.
    for (let tick = 0; tick < 4; tick += 1) await null;
    events.on(event, heard);
    await events.ready(event);
    expect(await other.emitAsync(event, round)).toBe(1);
  }
});

test('a listener for one event leaves with it', async () => {
  const events = stage.join();
  events.once('a', () => {});
  await events.ready();
  stage.join().emit('a');
  await expect.poll(() => stage.channels()).toEqual([]);
});

test('ten thousand events are subscribed to in a few commands', async () => {
  const events = stage.join();
  for (let n = 0; n < 10_000; n += 1) events.on(`quote.${n}`, () => {});
  await events.ready();
  expect(await stage.channels()).toHaveLength(10_000);
  events.removeAllListeners();
  await events.ready();
  expect(await stage.channels()).toEqual([]);
});

test('what Redis knows is what listeners want, whatever the order of on, off and connections lost', async () => {
  const listener = () => {};
  const names = ['a', 'b', 'c'] as const;
  const step = fc.record({
    act: fc.constantFrom('on', 'once', 'off', 'removeAllListeners', 'wait', 'cut'),
    name: fc.constantFrom(...names),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      await using own = stageEvents(testRedisUrl());
      const events = own.join();
      const wanted = new Map<string, number>();
      const change = (name: string, by: number) =>
        wanted.set(name, Math.max((wanted.get(name) ?? 0) + by, 0));
      for (const { act, name } of steps) {
        if (act === 'on' || act === 'once') {
          events[act](name, listener);
          change(name, 1);
        } else if (act === 'off') {
          events.off(name, listener);
          change(name, -1);
        } else if (act === 'removeAllListeners') {
          events.removeAllListeners(name);
          wanted.delete(name);
        } else if (act === 'wait') await events.ready();
        else await own.cut();
      }
      await events.ready();
      const expected = names.filter((name) => (wanted.get(name) ?? 0) > 0);
      // A cut is noticed a moment after it was made.
      await expect.poll(() => own.channels(), { interval: 5 }).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('a connection that is cut is told of and mended', async () => {
  const [events, other] = [stage.join(), stage.join()];
  const [heard, away, back] = [vi.fn(), vi.fn(), vi.fn()];
  events.on('a', heard).on('away', away).on('reconnected', back);
  await events.ready();

  await stage.cut();
  await expect.poll(() => back).toHaveBeenCalledTimes(1);

  expect(away).toHaveBeenCalledTimes(1);
  expect(back.mock.calls[0]?.[0].awayMs).toBeGreaterThan(0);
  expect(events.state).toBe('settled');
  other.emit('a', 1);
  await expect.poll(() => heard).toHaveBeenCalledTimes(1);
});

test('a subscription that Redis refuses is told of, and the others stand', async () => {
  const user = `u${stage.prefix}`;
  const allowed = `${stage.prefix}events:good*`;
  await stage.redis.call(
    'ACL',
    'SETUSER',
    user,
    'on',
    '>secret',
    'resetchannels',
    `&${allowed}`,
    '+@all',
  );
  const url = new URL(testRedisUrl());
  url.username = user;
  url.password = 'secret';
  const own = stageEvents(url.href);
  try {
    const events = own.join({ prefix: stage.prefix });
    const told = vi.fn();
    events.on('error', told);
    for (const name of ['good1', 'bad', 'good2']) events.on(name, () => {});
    await expect(events.ready('bad')).rejects.toThrow(GlobalEventsSubscribeError);
    await events.ready('good2');
    expect(await stage.channels()).toEqual(['good1', 'good2']);
    expect(told.mock.calls.map(([error]) => error.event)).toEqual(['bad']);
  } finally {
    await own[Symbol.asyncDispose]();
    await stage.redis.call('ACL', 'DELUSER', user);
  }
});

test('a wait for subscriptions can be given up', async () => {
  const events = stage.join();
  events.on('a', () => {});
  await expect(events.ready('a', { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow(
    'no',
  );
});
