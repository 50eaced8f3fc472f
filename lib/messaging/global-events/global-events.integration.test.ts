import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { testRedisUrl } from '#tests/support/services.ts';
import {
  GlobalEventsClosedError,
  type GlobalEventsError,
  GlobalEventsMessageError,
  GlobalEventsOverflowError,
  GlobalEventsPublishError,
  GlobalEventsTimeoutError,
} from './errors.ts';
import { type Stage, stageEvents } from './testing/stage-events.ts';

let stage: Stage;
beforeEach(() => {
  stage = stageEvents(testRedisUrl());
});
afterEach(() => stage[Symbol.asyncDispose]());

describe('events between processes', () => {
  test('an event sent just after ready() is received: there is a ready signal', async () => {
    const [sender, receiver] = [stage.join(), stage.join()];
    const heard = vi.fn();
    receiver.on('a', heard);
    await receiver.ready();

    expect(await sender.emitAsync('a', { n: 1 })).toBe(1);

    await expect.poll(() => heard.mock.calls).toEqual([[{ n: 1 }, 'a']]);
  });

  test('own listeners hear at once and without an echo, others over Redis', async () => {
    const [own, other] = [stage.join(), stage.join()];
    const data = { n: 1 };
    const [heard, heardElsewhere] = [vi.fn(), vi.fn()];
    own.on('a', heard);
    other.on('a', heardElsewhere);
    await Promise.all([own.ready('a'), other.ready('a')]);

    own.emit('a', data);
    expect(heard.mock.calls).toEqual([[data, 'a']]);
    expect(heard.mock.calls[0]?.[0]).toBe(data);
    own.emit('a', 'last');
    await expect.poll(() => heardElsewhere).toHaveBeenCalledTimes(2);

    expect(heard).toHaveBeenCalledTimes(2);
  });

  test.each([null, undefined, 0, false, '', 1, 12n, new Date(5)])(
    '%s arrives as what it is, and not as 1',
    async (data) => {
      const receiver = stage.join();
      const heard = vi.fn();
      receiver.on('a', heard);
      await receiver.ready();
      stage.join().emit('a', data);
      await expect.poll(() => heard.mock.calls).toEqual([[data, 'a']]);
    },
  );

  test('the prefix is used: two apps on one Redis do not hear each other', async () => {
    const ours = stage.join();
    const theirs = stage.join({ prefix: `${stage.prefix}other-` });
    const heard = vi.fn();
    ours.on('a', heard);
    await ours.ready();

    expect(await theirs.emitAsync('a', 1)).toBe(0);
    expect(await stage.join().emitAsync('a', 2)).toBe(1);

    await expect.poll(() => heard.mock.calls).toEqual([[2, 'a']]);
    expect(await stage.redis.pubsub('CHANNELS', `${stage.prefix}events:*`)).toHaveLength(1);
  });

  test('a message is decoded once, however many listen', async () => {
    const decode = vi.fn(String);
    const schema = z.codec(z.number(), z.string(), { decode, encode: Number });
    const receiver = stage.join({ schemas: { a: schema } });
    const heard = vi.fn();
    receiver.on('a', heard, heard, heard);
    await receiver.ready();
    stage.join().emit('a', 5);
    await expect
      .poll(() => heard.mock.calls)
      .toEqual([
        ['5', 'a'],
        ['5', 'a'],
        ['5', 'a'],
      ]);
    expect(decode).toHaveBeenCalledTimes(1);
  });

  test('one reads what the other writes, whatever the format', async () => {
    const [json, packed] = [stage.join({ format: 'json' }), stage.join()];
    const [inJson, inPacked] = [vi.fn(), vi.fn()];
    json.on('a', inJson);
    packed.on('a', inPacked);
    await Promise.all([json.ready(), packed.ready()]);
    json.emit('a', { by: 'json' });
    packed.emit('a', { by: 'msgpack' });
    await expect.poll(() => inJson).toHaveBeenCalledTimes(2);
    await expect.poll(() => inPacked).toHaveBeenCalledTimes(2);
  });

  test('twenty thousand events in one go arrive in order, and none is lost', async () => {
    const count = 20_000;
    const sender = stage.join({ maxWaiting: count });
    const receiver = stage.join();
    const heard: number[] = [];
    receiver.on('a', (n) => heard.push(Number(n)));
    await receiver.ready();
    for (let n = 0; n < count; n += 1) sender.emit('a', n);
    await expect.poll(() => heard.length).toBe(count);
    expect(heard).toEqual(Array.from({ length: count }, (_, n) => n));
  });
});

describe('patterns', () => {
  test('hear all events that fit, own ones as well, with their names', async () => {
    const [own, other] = [stage.join(), stage.join()];
    const heard = vi.fn();
    own.onPattern('quote.*', heard);
    await own.ready();
    own.emit('quote.a', 1);
    other.emit('quote.b', 2);
    other.emit('order.b', 3);
    other.emit('quote.c', 4);
    await expect.poll(() => heard).toHaveBeenCalledTimes(3);
    expect(heard.mock.calls).toEqual([
      [1, 'quote.a'],
      [2, 'quote.b'],
      [4, 'quote.c'],
    ]);

    own.offPattern('quote.*', heard);
    own.emit('quote.a', 5);
    await own.ready();
    expect(await other.emitAsync('quote.b', 6)).toBe(0);
    expect(heard).toHaveBeenCalledTimes(3);
  });
});

describe('an error', () => {
  test('is local and no Redis channel: on("error") subscribes to nothing, nobody can emit it', async () => {
    const [events, other] = [stage.join(), stage.join()];
    const heard = vi.fn();
    events.on('error', heard).on('reconnected', heard).on('a', heard);
    await events.ready();
    expect(await stage.channels()).toEqual(['a']);
    expect(() => other.emit('error', new Error('forged'))).toThrow(TypeError);
    await stage.redis.publish(`${stage.prefix}events:error`, 'forged');
    await other.emitAsync('a');
    await expect.poll(() => heard.mock.calls).toEqual([[undefined, 'a']]);
  });

  test('an undecodable message is no uncaught exception: it is told as an error, and the next is heard', async () => {
    const events = stage.join({ maxBytes: 1_000 });
    const errors: GlobalEventsError[] = [];
    const heard = vi.fn();
    events.on('error', (error) => errors.push(error)).on('a', heard);
    await events.ready();
    const poison = ['\xc1', '', '{}', '["a"', Buffer.alloc(70_000), Buffer.from('92a161d4', 'hex')];
    for (const each of poison) await stage.redis.publish(`${stage.prefix}events:a`, each);
    stage.join().emit('a', 'good');

    await expect.poll(() => heard.mock.calls).toEqual([['good', 'a']]);
    expect(errors.map((error) => error.code)).toEqual(poison.map(() => 'ERR_EVENTS_MESSAGE'));
    expect(
      errors.map((error) => error instanceof GlobalEventsMessageError && error.reason),
    ).toEqual(['frame', 'frame', 'frame', 'frame', 'size', 'frame']);
  });

  test('goes to the log while nobody listens to it', async () => {
    const warn = vi.fn();
    const events = stage.join({ log: { warn } });
    events.on('a', () => {
      throw new Error('mine');
    });
    events.emit('a');
    expect(warn).toHaveBeenCalledTimes(1);
    const failing = () => {
      throw new Error('in the listener of errors');
    };
    events.on('error', failing);
    events.emit('a');
    expect(warn).toHaveBeenCalledTimes(2);
  });

  test('what a schema refuses is not sent, and not heard', async () => {
    const schema = z.strictObject({ n: z.number() });
    const checking = stage.join({ schemas: { a: schema } });
    const careless = stage.join();
    const heard = vi.fn();
    const refused = vi.fn();
    checking.on('a', heard).on('error', refused);
    await checking.ready();
    // @ts-expect-error n is a number
    expect(() => checking.emit('a', { n: 'x' })).toThrow(GlobalEventsMessageError);
    careless.emit('a', { n: 1, more: true });
    careless.emit('a', { n: 2 });
    await expect.poll(() => heard.mock.calls).toEqual([[{ n: 2 }, 'a']]);
    expect(refused.mock.calls[0]?.[0]).toMatchObject({ reason: 'schema', event: 'a' });
  });

  test('data that cannot be written, or is too large, throws at once', () => {
    const events = stage.join({ format: 'json', maxBytes: 1_000 });
    const circle: unknown[] = [];
    circle.push(circle);
    expect(() => events.emit('a', circle)).toThrow(GlobalEventsMessageError);
    expect(() => events.emit('a', 'x'.repeat(1_001))).toThrow(/size/);
    expect(() => events.emit('', 1)).toThrow(TypeError);
    // @ts-expect-error no listener
    expect(() => events.on('a', 'x')).toThrow(TypeError);
    expect(() => events.on('a')).toThrow(TypeError);
  });

  test('more events than may wait are refused, and told', async () => {
    const events = stage.join({ maxWaiting: 2 });
    const told = vi.fn();
    events.on('error', told);
    for (let n = 0; n < 3; n += 1) events.emit('a', n);
    await expect(events.emitAsync('a', 4)).rejects.toThrow(GlobalEventsOverflowError);
    await expect.poll(() => told).toHaveBeenCalledTimes(1);
    await expect.poll(() => events.emitAsync('a', 5).catch(() => -1)).toBe(0);
  });

  test('a wait for Redis can be given up, and ends by itself', async () => {
    const events = stage.join();
    await events.ready();
    await stage.redis.client('PAUSE', 400);
    const leaving = new AbortController();
    const given = events.emitAsync('a', 1, { signal: leaving.signal });
    const timed = events.emitAsync('a', 1, { timeoutMs: 5 });
    leaving.abort(new Error('enough'));
    await expect(given).rejects.toThrow('enough');
    await expect(timed).rejects.toThrow(GlobalEventsTimeoutError);
    await expect(events.emitAsync('a', 1, { signal: leaving.signal })).rejects.toThrow('enough');
  });

  test('a lost connection to publish on is an error of the event, or of the promise', async () => {
    const events = stage.join();
    await events.ready();
    const told = vi.fn();
    events.on('error', told);
    stage.redis.disconnect();
    events.emit('a', 1);
    await expect(events.emitAsync('a', 1)).rejects.toThrow(GlobalEventsPublishError);
    await expect.poll(() => told).toHaveBeenCalledTimes(1);
  });
});

describe('an iteration', () => {
  test('gives events of all processes, and ends with its signal', async () => {
    const [events, other] = [stage.join(), stage.join()];
    const leaving = new AbortController();
    const iteration = events.iterate('a', { signal: leaving.signal });
    await events.ready('a');
    other.emit('a', 1);
    const heard: unknown[] = [];
    for await (const data of iteration) {
      heard.push(data);
      if (heard.length === 1) events.emit('a', 2);
      else leaving.abort();
    }
    expect(heard).toEqual([1, 2]);
    await events.ready();
    expect(await stage.channels()).toEqual([]);
  });
});

test('after disconnect() nothing is heard, sent or waited for, and the connection given is open', async () => {
  const events = stage.join();
  const heard = vi.fn();
  events.on('a', heard);
  const iteration = events.iterate('b');
  await events.ready();
  const waiting = events.ready();
  await events.disconnect();
  await events.disconnect();
  await waiting;

  expect(events.emit('a', 1)).toBe(false);
  expect(() => events.on('a', heard)).toThrow(GlobalEventsClosedError);
  await expect(events.emitAsync('a', 1)).rejects.toThrow(GlobalEventsClosedError);
  await expect(events.ready()).rejects.toThrow(GlobalEventsClosedError);
  await expect(iteration.next()).rejects.toThrow(GlobalEventsClosedError);
  expect(events.state).toBe('closed');
  expect(heard).not.toHaveBeenCalled();
  await expect.poll(() => stage.channels()).toEqual([]);
  expect(await stage.redis.ping()).toBe('PONG');
});
