import { afterEach, beforeEach, expect, test } from 'vitest';
import { testRedisUrl } from '#tests/support/services.ts';
import { GroupConsumer } from './group-consumer.ts';
import type { GroupOptions } from './group-options.ts';
import { type Stage, stageStreams } from './testing/stage-streams.ts';

let stage: Stage;
let consumers: GroupConsumer[];
beforeEach(() => {
  stage = stageStreams(testRedisUrl());
  consumers = [];
});
afterEach(async () => {
  for (const consumer of consumers) await consumer.stop(0);
  await stage[Symbol.asyncDispose]();
});

function consume(options: Partial<GroupOptions<Record<string, string>>>): void {
  const consumer = new GroupConsumer(stage.redis, {
    streams: [stage.name('a')],
    group: 'g',
    handle: () => {},
    ...options,
  });
  consumers.push(consumer);
}

/** Long enough that no stall of this process passes for a death. */
const CLAIM_AFTER_MS = 2_000;

/** Entries that another consumer was given long ago, before it died. */
async function leaveBehind(count: number): Promise<void> {
  const name = stage.name('a');
  await stage.redis.xgroup('CREATE', name, 'g', '0', 'MKSTREAM');
  const many = stage.redis.pipeline();
  for (let value = 0; value < count; value += 1) many.xadd(name, '*', 'value', value);
  await many.exec();
  await stage.redis.xreadgroup('GROUP', 'g', 'dead', 'COUNT', count, 'STREAMS', name, '>');
  const ids = (await stage.redis.xrange(name, '-', '+')).map(([id]) => id);
  await stage.redis.xclaim(name, 'g', 'dead', 0, ...ids, 'IDLE', 60_000, 'JUSTID');
}

const pendingOf = async (consumer: string) => {
  const pending = await stage.redis.xpending(stage.name('a'), 'g', '-', '+', 1_000, consumer);
  return pending.length;
};

test('what is taken over is handled in order, and no more at once than told', async () => {
  await leaveBehind(350);
  const handled: string[] = [];
  let now = 0;
  let most = 0;
  consume({
    claimAfterMs: CLAIM_AFTER_MS,
    async handle({ data }) {
      now += 1;
      most = Math.max(most, now);
      handled.push(data.value ?? '');
      await stage.redis.ping();
      now -= 1;
    },
  });
  await expect.poll(() => handled.length).toBe(350);
  expect(most).toBe(1);
  expect(handled).toEqual(Array.from({ length: 350 }, (_, value) => String(value)));
});

test('what there is no room for is left to the others', async () => {
  await leaveBehind(350);
  let begun = 0;
  consume({
    consumer: 'busy',
    claimAfterMs: CLAIM_AFTER_MS,
    handle() {
      begun += 1;
      return new Promise(() => {});
    },
  });
  await expect.poll(() => begun).toBe(1);
  const handled: string[] = [];
  consume({ claimAfterMs: CLAIM_AFTER_MS, handle: ({ data }) => handled.push(data.value ?? '') });
  await expect.poll(() => handled.length).toBeGreaterThanOrEqual(250);
  expect(await pendingOf('busy')).toBeLessThanOrEqual(100);
  expect(begun).toBe(1);
});

test('work that was done is not called failed where Redis cannot be told so', async () => {
  const commands = stage.redis.duplicate({ maxRetriesPerRequest: 0, enableOfflineQueue: false });
  commands.on('error', () => {});
  await expect.poll(() => commands.status).toBe('ready');
  const codes: string[] = [];
  let handled = 0;
  const consumer = new GroupConsumer(commands, {
    streams: [stage.name('a')],
    group: 'g',
    handle() {
      handled += 1;
      commands.disconnect();
    },
    onError: ({ code }) => codes.push(code),
  });
  consumers.push(consumer);
  await stage.write('a', 1);
  await expect.poll(() => codes).toEqual(['ERR_STREAMS_UNAVAILABLE']);
  expect(handled).toBe(1);
});
