import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { createTestDatabase, createTestRedis } from '#tests/support/services.ts';
import { type Container, createContainer } from './container.ts';
import { disposeAll } from './dispose.ts';
import { defineJob, openQueue, startWorker } from './jobs.ts';
import { createLog } from './log.ts';
import { testEnv } from './testing/test-env.ts';

let container: Container;
let ending: AsyncDisposable;
beforeAll(async () => {
  const [database, redis] = [await createTestDatabase(), await createTestRedis()];
  const env = testEnv({ databaseUrl: database.url, redisUrl: redis.url });
  const made = await createContainer(env, 'test', {
    log: createLog({ name: 'test', level: 'silent' }),
  });
  container = made;
  ending = disposeAll([database, redis, made]);
});
afterAll(async () => {
  await ending[Symbol.asyncDispose]();
});

function job(queue: string, attempts = 3) {
  const payload = z.strictObject({ n: z.int() });
  return defineJob({ queue, payload, concurrency: 2, attempts, timeoutMs: 5_000 });
}

describe('a queue', () => {
  test('a piece of work that is put in twice is done once', async () => {
    const definition = job('test.once');
    await using queue = openQueue(container, definition);
    const done: number[] = [];
    await queue.enqueue({ n: 1 }, 'feed.1');
    await queue.enqueue({ n: 1 }, 'feed.1');
    await queue.enqueue({ n: 2 }, 'feed.2');
    await using _worker = startWorker(container, definition, async ({ n }) => {
      done.push(n);
    });
    await expect.poll(() => done.toSorted()).toEqual([1, 2]);
    await queue.enqueue({ n: 1 }, 'feed.1');
    await queue.enqueue({ n: 3 }, 'feed.3');
    await expect.poll(() => done.toSorted()).toEqual([1, 2, 3]);
  });

  test('what fails is tried again; what says that it is pointless is not', async () => {
    const definition = job('test.retry');
    await using queue = openQueue(container, definition);
    const tries = new Map<number, number>();
    await using _worker = startWorker(container, definition, async ({ n }) => {
      tries.set(n, (tries.get(n) ?? 0) + 1);
      if (n === 1 && tries.get(n) === 1) throw new Error('once');
      if (n === 2) throw Object.assign(new Error('never'), { isRetryable: false });
    });
    await queue.enqueue({ n: 1 }, 'a');
    await queue.enqueue({ n: 2 }, 'b');
    await expect.poll(() => tries.get(1), { timeout: 10_000 }).toBe(2);
    expect(tries.get(2)).toBe(1);
  });

  test('what finds the database away waits for it, however often it has to be tried', async () => {
    const definition = job('test.away', 1);
    await using queue = openQueue(container, definition);
    const away = Object.assign(new Error('terminating connection'), { code: '57P01' });
    let tries = 0;
    await using _worker = startWorker(container, definition, async () => {
      tries += 1;
      if (tries < 3) throw away;
    });
    await queue.enqueue({ n: 1 }, 'a');
    await expect.poll(() => tries, { timeout: 15_000 }).toBe(3);
  });

  test('a worker that stops aborts what it is doing, and the work is not lost', async () => {
    const definition = job('test.stop', 1);
    await using queue = openQueue(container, definition);
    let isRunning = false;
    let wasAborted = false;
    const first = startWorker(container, definition, async (_payload, signal) => {
      isRunning = true;
      await sleep(60_000, undefined, { signal }).catch((error: unknown) => {
        wasAborted = true;
        throw error;
      });
    });
    await queue.enqueue({ n: 1 }, 'a');
    await expect.poll(() => isRunning).toBe(true);
    await first[Symbol.asyncDispose]();
    expect(wasAborted).toBe(true);

    let isDone = false;
    await using _second = startWorker(container, definition, async () => {
      isDone = true;
    });
    await expect.poll(() => isDone, { timeout: 10_000 }).toBe(true);
  });

  test('a name with a colon is a mistake', async () => {
    await using queue = openQueue(container, job('test.colon'));
    await expect(queue.enqueue({ n: 1 }, 'a:b')).rejects.toThrow(TypeError);
  });
});
