import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { textPairs } from './entry.ts';
import type { StreamsError } from './errors.ts';
import { GroupConsumer } from './group-consumer.ts';
import type { GroupOptions } from './group-options.ts';
import { readAfter } from './read-after.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

/** Long enough that no stall of this process passes for a death. */
const CLAIM_AFTER_MS = 3_000;

let stage: Stage;
let consumers: GroupConsumer[];
let errors: StreamsError[];
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
  consumers = [];
  errors = [];
});
afterEach(async () => {
  for (const consumer of consumers) await consumer.stop(0);
  await stage[Symbol.asyncDispose]();
});

function consume(options: Partial<GroupOptions<Record<string, string>>>): GroupConsumer {
  const consumer = new GroupConsumer(stage.redis, {
    streams: [stage.name('a')],
    group: 'g',
    handle: () => {},
    onError: (error) => errors.push(error),
    ...options,
  });
  consumers.push(consumer);
  return consumer;
}

const pendingCount = async () => {
  const [count] = (await stage.redis.xpending(stage.name('a'), 'g')) as [number];
  return count;
};

describe('a group', () => {
  test('handles each entry once among its consumers, and acknowledges it', async () => {
    const handled: string[] = [];
    const handle = ({ data }: { data: Record<string, string> }) => handled.push(data.value ?? '');
    for (let value = 0; value < 50; value += 1) await stage.write('a', value);
    consume({ handle });
    consume({ handle });
    for (let value = 50; value < 300; value += 1) await stage.write('a', value);
    await expect.poll(() => handled.length).toBe(300);
    await expect.poll(pendingCount).toBe(0);
    expect(new Set(handled).size).toBe(300);
    expect(errors).toEqual([]);
  });

  test('keeps the order where one is handled at a time, and so many at once where told', async () => {
    for (let value = 0; value < 40; value += 1) await stage.write('a', value);
    const order: string[] = [];
    consume({ handle: ({ data }) => order.push(data.value ?? '') });
    await expect.poll(() => order.length).toBe(40);
    expect(order).toEqual(Array.from({ length: 40 }, (_, value) => String(value)));

    let now = 0;
    let most = 0;
    let done = 0;
    consume({
      group: 'wide',
      concurrency: 4,
      async handle() {
        now += 1;
        most = Math.max(most, now);
        await new Promise((resolve) => setImmediate(resolve));
        now -= 1;
        done += 1;
      },
    });
    await expect.poll(() => done).toBe(40);
    expect(most).toBe(4);
  });

  test('takes over what a dead consumer has left', async () => {
    await stage.write('a', 1);
    const hanging = consume({
      consumer: 'dead',
      handle: () => new Promise(() => {}),
      claimAfterMs: 60_000,
    });
    await expect.poll(pendingCount).toBe(1);
    await hanging.stop(0);
    const deliveries: number[] = [];
    consume({ claimAfterMs: 60, handle: (entry) => deliveries.push(entry.deliveries) });
    await expect.poll(() => deliveries).toEqual([2]);
    await expect.poll(pendingCount).toBe(0);
  });

  test('leaves a slow consumer what it is working on', async () => {
    await stage.write('a', 1);
    let finish: () => void = () => {};
    const slow = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let begun = 0;
    const handle = () => {
      begun += 1;
      return slow;
    };
    consume({ handle, claimAfterMs: CLAIM_AFTER_MS });
    consume({ handle, claimAfterMs: CLAIM_AFTER_MS });
    await expect.poll(() => begun).toBe(1);
    const until = performance.now() + 1.3 * CLAIM_AFTER_MS;
    await expect.poll(() => performance.now() > until).toBe(true);
    finish();
    await expect.poll(pendingCount).toBe(0);
    expect(begun).toBe(1);
  });

  test('handles once what waits long in line behind others', async () => {
    for (let value = 0; value < 8; value += 1) await stage.write('a', value);
    const handled: string[] = [];
    const handle = async ({ data }: { data: Record<string, string> }) => {
      handled.push(data.value ?? '');
      const until = performance.now() + CLAIM_AFTER_MS / 6;
      await expect.poll(() => performance.now() > until, { interval: 10 }).toBe(true);
    };
    consume({ handle, claimAfterMs: CLAIM_AFTER_MS });
    consume({ handle, claimAfterMs: CLAIM_AFTER_MS });
    await expect.poll(() => handled.length).toBe(8);
    await expect.poll(pendingCount).toBe(0);
    expect(handled.toSorted()).toEqual(Array.from({ length: 8 }, (_, value) => String(value)));
  });

  test('goes on with what it had, where it starts again under its name', async () => {
    await stage.write('a', 1);
    const first = consume({ consumer: 'me', handle: () => Promise.reject(new Error('no')) });
    await expect.poll(() => errors.map(({ code }) => code)).toEqual(['ERR_STREAMS_HANDLER']);
    await first.stop();
    const again: number[] = [];
    consume({ consumer: 'me', handle: ({ deliveries }) => again.push(deliveries) });
    await expect.poll(() => again).toEqual([2]);
  });

  test('puts aside what fails too often, with where it came from', async () => {
    const id = await stage.write('a', 'poison');
    let tries = 0;
    consume({
      claimAfterMs: 30,
      maxDeliveries: 3,
      handle() {
        tries += 1;
        throw new Error('never');
      },
    });
    await expect.poll(pendingCount).toBe(0);
    expect(tries).toBe(3);
    const dead = stage.name('a.dead');
    await expect.poll(() => stage.redis.xlen(dead)).toBe(1);
    const { entries } = await readAfter(stage.redis, dead, '0', { decode: textPairs });
    expect(entries[0]?.data).toEqual(
      expect.arrayContaining([
        ['dead.id', id],
        ['dead.deliveries', '4'],
        ['value', 'poison'],
      ]),
    );
  });

  test('puts aside at once what it cannot decode', async () => {
    await stage.write('a', 'x');
    await stage.write('a', '1');
    const handled: unknown[] = [];
    const consumer = new GroupConsumer(stage.redis, {
      streams: [stage.name('a')],
      group: 'g',
      decode: (fields) => JSON.parse(String(fields[1])) as unknown,
      handle: ({ data }) => handled.push(data),
      onError: (error) => errors.push(error),
    });
    await expect.poll(() => handled).toEqual([1]);
    await consumer.stop();
    expect(errors.map(({ code }) => code)).toEqual(['ERR_STREAMS_ENTRY']);
    expect(await stage.redis.xlen(stage.name('a.dead'))).toBe(1);
  });

  test('says what was trimmed before it was handled', async () => {
    await stage.write('a', 1);
    const hanging = consume({ consumer: 'dead', handle: () => new Promise(() => {}) });
    await expect.poll(pendingCount).toBe(1);
    await hanging.stop(0);
    await stage.redis.xtrim(stage.name('a'), 'MAXLEN', 0);
    consume({ claimAfterMs: 30 });
    await expect.poll(() => errors.map(({ code }) => code)).toContain('ERR_STREAMS_LOST');
    await expect.poll(pendingCount).toBe(0);
  });

  test('goes on where whoever is told of errors fails himself', async () => {
    let told = 0;
    const handled: string[] = [];
    consume({
      handle({ data }) {
        handled.push(data.value ?? '');
        throw new Error('no');
      },
      onError() {
        told += 1;
        if (told === 1) throw new Error('at once');
        return Promise.reject(new Error('later'));
      },
    });
    for (let value = 0; value < 3; value += 1) await stage.write('a', value);
    await expect.poll(() => told).toBe(3);
    expect(handled).toEqual(['0', '1', '2']);
  });

  test('is made again where its stream was deleted', async () => {
    const handled: string[] = [];
    consume({ handle: ({ data }) => handled.push(data.value ?? ''), blockingTimeout: 50 });
    await stage.write('a', 1);
    await expect.poll(() => handled).toEqual(['1']);
    await stage.redis.del(stage.name('a'));
    await stage.write('a', 2);
    await expect.poll(() => handled).toEqual(['1', '2']);
  });

  test('ends a read that waits when it stops, and waits for what is being handled', async () => {
    let isFinished = false;
    const consumer = consume({
      blockingTimeout: 60_000,
      async handle() {
        await stage.redis.ping();
        isFinished = true;
      },
    });
    const id = await stage.write('a', 1);
    await expect.poll(async () => (await pendingCount()) === 1 || isFinished).toBe(true);
    await consumer.stop();
    expect(isFinished).toBe(true);
    expect(id).toBeDefined();
    expect(await pendingCount()).toBe(0);
  });

  test('needs a stream, and room for one at least', () => {
    expect(() => consume({ streams: [] })).toThrow(TypeError);
    expect(() => consume({ concurrency: 0 })).toThrow(RangeError);
  });
});
