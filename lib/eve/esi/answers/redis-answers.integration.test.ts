import { Redis } from 'ioredis';
import { afterAll, expect, test, vi } from 'vitest';
import { createTestRedis } from '#tests/support/services.ts';
import { headOf, holdAnswers } from '../testing/answers-contract.ts';
import { createMemoryAnswers } from './memory-answers.ts';
import { createRedisAnswers } from './redis-answers.ts';

const service = await createTestRedis();
const redis = new Redis(service.url);
const clock = () => new Date('2026-11-20T10:00:00Z');
const WRITTEN = { ...headOf(), body: 'b' };
let suites = 0;
afterAll(async () => {
  redis.disconnect();
  await service[Symbol.asyncDispose]();
});

holdAnswers((byClock) =>
  createRedisAnswers({ redis, clock: byClock, redisClock: byClock, prefix: nextPrefix() }),
);

// Nothing in memory: what one process has kept, another reads.
holdAnswers((byClock) => {
  const memory = createMemoryAnswers({ maxEntries: 0 });
  const prefix = nextPrefix();
  const [writer, reader] = [memory, createMemoryAnswers()].map((front) =>
    createRedisAnswers({ redis, clock: byClock, redisClock: byClock, prefix, memory: front }),
  );
  if (!writer || !reader) throw new Error('Two were made');
  return {
    get: reader.get,
    set: writer.set,
    renew: async (key, head) => {
      // As the client does, which needs the data anyway.
      (await reader.get(key))?.read(JSON.parse);
      await reader.renew(key, head);
    },
  };
});

test('a body is parsed once a process, until Redis has another', async () => {
  const prefix = nextPrefix();
  const [writer, reader] = [0, 1].map(() =>
    createRedisAnswers({ redis, clock, redisClock: clock, prefix }),
  );
  const stale = headOf({ expiresAt: clock() });
  const parse = vi.fn(JSON.parse);
  const read = async () => (await reader?.get('k'))?.read(parse);
  await writer?.set('k', stale, { text: '[1]', data: [1] });
  expect([await read(), await read(), await read()]).toEqual([[1], [1], [1]]);
  expect(parse).toHaveBeenCalledTimes(1);
  await writer?.set('k', stale, { text: '[2]', data: [2] });
  expect([await read(), await read()]).toEqual([[2], [2]]);
  expect(parse).toHaveBeenCalledTimes(2);
});

test('a head that another process has written never gets the body of before', async () => {
  const prefix = nextPrefix();
  const make = () => createRedisAnswers({ redis, clock, redisClock: clock, prefix });
  const [one, two, three] = [make(), make(), make()];
  await one.set('k', headOf({ etag: 'one' }), { text: '[1]', data: [1] });
  await two.set('k', headOf({ etag: 'two' }), { text: '[2]', data: [2] });
  // Renews the head of the body that it has, while the text is another by now.
  await one.renew('k', headOf({ etag: 'one' }));
  expect(await three.get('k')).toBeUndefined();
});

test.each([
  { name: 'no JSON', fields: { head: '{', text: 'x' } },
  { name: 'JSON of somebody else', fields: { head: '{"a":1}', text: 'x' } },
  { name: 'no head', fields: { text: 'x' } },
  { name: 'no text', fields: { head: JSON.stringify(WRITTEN) } },
  {
    name: 'another text',
    fields: { head: JSON.stringify(WRITTEN), text: 'c []' },
  },
])('what Redis holds is no answer: $name', async ({ fields }) => {
  const prefix = nextPrefix();
  await redis.hset(`${prefix}:k`, fields);
  expect(
    await createRedisAnswers({ redis, clock, redisClock: clock, prefix }).get('k'),
  ).toBeUndefined();
});

test('a key that is no hash is no answer, either, and is left alone', async () => {
  const prefix = nextPrefix();
  await redis.set(`${prefix}:k`, 'text');
  const answers = createRedisAnswers({ redis, clock, redisClock: clock, prefix });
  expect(await answers.get('k')).toBeUndefined();
  await answers.set('k', headOf(), { text: '[1]', data: [1] });
  expect((await answers.get('k'))?.read(JSON.parse)).toEqual([1]);
  expect(await redis.get(`${prefix}:k`)).toBe('text');
});

test('what has expired leaves Redis a day later, what is too long never gets there', async () => {
  const prefix = nextPrefix();
  const answers = createRedisAnswers({ redis, clock, redisClock: clock, prefix, maxTextLength: 5 });
  await answers.set('short', headOf(), { text: '[1]', data: [1] });
  await answers.set('long', headOf(), { text: '[1,2,3]', data: [1, 2, 3] });
  expect(await redis.pttl(`${prefix}:short`)).toBeLessThanOrEqual(86_460_000);
  expect(await redis.pttl(`${prefix}:short`)).toBeGreaterThan(86_400_000);
  expect(await redis.exists(`${prefix}:long`)).toBe(0);
  expect((await answers.get('long'))?.read(JSON.parse)).toEqual([1, 2, 3]);
});

test.each([-20_000, 20_000])(
  'processes whose clocks differ by %s ms agree on what is fresh',
  async (aheadMs) => {
    const prefix = nextPrefix();
    const theirs = () => new Date(Date.now() + aheadMs);
    const one = createRedisAnswers({ redis, prefix });
    const other = createRedisAnswers({ redis, prefix, clock: theirs });
    const now = Date.now();
    const [fetchedAt, expiresAt] = [new Date(now), new Date(now + 15_000)];
    await one.set('k', headOf({ fetchedAt, readAt: fetchedAt, expiresAt }), {
      text: '[1]',
      data: [1],
    });
    const kept = await other.get('k');
    const laterMs = (kept?.head.expiresAt.getTime() ?? 0) - aheadMs - expiresAt.getTime();
    // Never earlier; later by what a question to Redis takes.
    expect(laterMs).toBeGreaterThanOrEqual(0);
    expect(laterMs).toBeLessThan(5_000);
    expect(kept?.head.lastModified).toEqual(headOf().lastModified);
  },
);

test('without Redis, or with one that hangs, memory alone is there', async () => {
  const away = new Redis({ port: 1, lazyConnect: true, retryStrategy: () => null });
  away.on('error', () => {});
  const never = () => new Promise<never>(() => {});
  const same = () => pipeline;
  const pipeline = { hset: same, pexpire: same, exec: never };
  const hanging = { hget: never, hmget: never, time: never, multi: () => pipeline };
  for (const client of [away, hanging]) {
    const answers = createRedisAnswers({ redis: client, clock, timeoutMs: 20 });
    expect(await answers.get('k')).toBeUndefined();
    await answers.set('k', headOf(), { text: '[1]', data: [1] });
    await answers.renew('k', headOf({ expiresAt: clock() }));
    expect((await answers.get('k'))?.read(JSON.parse)).toEqual([1]);
  }
});

function nextPrefix(): string {
  suites += 1;
  return `answers-${suites}`;
}
