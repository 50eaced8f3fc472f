import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import { Pool } from 'undici';
import * as z from 'zod';
import { findFreePort } from '#bin/setup/ports.ts';
import {
  createEsiClient,
  createMemoryAnswers,
  createRedisAnswers,
  createRedisBudgets,
  type EsiClient,
  type EsiClientOptions,
  operation,
} from '#lib/eve/esi/index.ts';
import { startProcess } from '../support/bench-process.ts';
import { ROOT, startBenchServices } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { median, spreadOf, takeTurns } from '../support/rounds.ts';

const SIZES = {
  full: { walk: 3_000, pages: 300, reads: 50_000 },
  tiny: { walk: 30, pages: 2, reads: 30 },
} as const;
const AT_ONCE = 64;
/** More than are asked for at once: who asks for the same at the same moment shares one answer. */
const KEPT = 1_000;
const HOUR_MS = 3_600_000;
const resultSchema = z.object({ tookMs: z.number(), heldMs: z.number(), peakMb: z.number() });
type PagesResult = z.output<typeof resultSchema>;

/**
 * What the client costs beside the work itself: an ESI of good answers in a process of its own, cache, budgets
 * and retries on, budgets and answers in memory and in Redis.
 *
 * The peer is undici's `Pool.request`, with as many connections and as many calls at once.
 */
export const esi: Figure = {
  name: 'esi',
  title: 'ESI asked again for 3,000 answers, 300 pages of orders read, kept answers given',
  async measure({ size, rounds, say }) {
    const { walk, pages, reads } = SIZES[size];
    await using services = await startBenchServices(say);
    await using site = await services.openSite();
    const port = await findFreePort();
    const baseUrl = `http://127.0.0.1:${port}`;
    const settings = { PORT: String(port), BENCH_PAGES: String(pages), BENCH_ESI_URL: baseUrl };
    await using _server = await startProcess('bench/support/esi-server.ts', settings);
    const redis = new Redis(site.settings.REDIS_URL ?? '');
    try {
      return [
        ...(await measureWalk({ baseUrl, redis, count: walk, rounds })),
        ...(await measurePages(settings, rounds)),
        ...(await measureReads({ baseUrl, redis, count: reads, rounds })),
        await measureBudgets({ redis, count: Math.min(reads, 5_000), rounds }),
      ];
    } finally {
      redis.disconnect();
    }
  },
};

type Context = { baseUrl: string; redis: Redis; count: number; rounds: number };

/** Every answer has expired, and is still good: 304. */
async function measureWalk({ baseUrl, redis, count, rounds }: Context): Promise<Measure[]> {
  let nowMs = Date.now();
  const clock = () => new Date(nowMs);
  await using inMemory = create({ baseUrl, clock });
  await using inRedis = create({
    baseUrl,
    clock,
    budgets: createRedisBudgets({ redis, clock, prefix: '{bench-walk}' }),
    answers: createRedisAnswers({
      redis,
      clock,
      redisClock: clock,
      prefix: '{bench-walk}:answer',
    }),
  });
  const pool = new Pool(baseUrl, { connections: 16 });
  const walk = async (client: EsiClient) => {
    nowMs += HOUR_MS;
    await all(count, async (typeId) => {
      await client.request(orders(typeId), { signal: NEVER });
    });
  };
  await walk(inMemory);
  await walk(inRedis);
  const timing = await takeTurns(rounds, {
    memory: () => walk(inMemory),
    redis: () => walk(inRedis),
    bare: () =>
      all(count, async (typeId) => {
        const path = `/markets/10000002/orders?order_type=all&type_id=${typeId}`;
        const headers = { 'if-none-match': '"bench"' };
        await (await pool.request({ path, method: 'GET', headers })).body.dump();
      }),
  });
  await pool.close();
  const rate = (name: keyof typeof timing) => (count / timing[name].wallMs) * 1_000;
  const peer = { what: 'undici', value: rate('bare'), spread: timing.bare.spread };
  const share = (name: 'memory' | 'redis') => ({
    unit: '×',
    value: timing.bare.wallMs / timing[name].wallMs,
    spread: timing[name].spread,
  });
  return [
    { what: '304s, share of undici’s speed', ...share('memory'), bar: { atLeast: 0.6 } },
    { what: '304s, budgets and answers in Redis, share', ...share('redis') },
    {
      what: '304s a second',
      unit: '/s',
      value: rate('memory'),
      spread: timing.memory.spread,
      peer,
    },
  ];
}

/** One process for each reading, as fresh as a worker's. */
async function measurePages(
  settings: Readonly<Record<string, string>>,
  rounds: number,
): Promise<Measure[]> {
  const ways = ['bare', 'typed', 'checked'] as const;
  const results: Record<(typeof ways)[number], PagesResult[]> = {
    bare: [],
    typed: [],
    checked: [],
  };
  for (let round = 0; round < rounds; round += 1) {
    for (const way of ways) results[way].push(await readPages(way, settings));
  }
  const of = (way: (typeof ways)[number], what: keyof PagesResult) => {
    const values = results[way].map((result) => result[what]);
    return { value: median(values), spread: spreadOf(values) };
  };
  const bare = of('bare', 'tookMs');
  const share = (way: 'typed' | 'checked') => {
    const took = of(way, 'tookMs');
    return { unit: '×', value: bare.value / took.value, spread: took.spread };
  };
  return [
    { what: 'all pages, share of undici’s speed', ...share('typed'), bar: { atLeast: 0.85 } },
    { what: 'all pages, each row checked by zod, share', ...share('checked') },
    {
      what: 'all pages',
      unit: 'ms',
      ...of('typed', 'tookMs'),
      peer: { what: 'undici and JSON.parse', ...bare },
    },
    {
      what: 'longest that the event loop was held, rows checked',
      unit: 'ms',
      ...of('checked', 'heldMs'),
      bar: { atMost: 20 },
    },
    {
      what: 'most memory of a process that read them, rows checked',
      unit: 'MB',
      ...of('checked', 'peakMb'),
      bar: { atMost: 250 },
      peer: { what: 'undici', ...of('bare', 'peakMb') },
    },
  ];
}

async function readPages(
  way: string,
  settings: Readonly<Record<string, string>>,
): Promise<PagesResult> {
  const child = fork('bench/support/read-pages.ts', [way], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...settings, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`Reading ${way} pages ended without a result`);
  });
  const [result] = await Promise.race([once(child, 'message'), ended]);
  ended.catch(() => {});
  return resultSchema.parse(result);
}

async function measureReads({ baseUrl, redis, count, rounds }: Context): Promise<Measure[]> {
  const prefix = '{bench-reads}:answer';
  const memory = createMemoryAnswers({ maxEntries: 0 });
  await using inMemory = create({ baseUrl });
  await using inRedis = create({ baseUrl, answers: createRedisAnswers({ redis, prefix, memory }) });
  const read = async (client: EsiClient, index: number) => {
    const { fromCache } = await client.request(orders(index % KEPT), { signal: NEVER });
    if (!fromCache) throw new Error('Not kept');
  };
  for (const client of [inMemory, inRedis]) {
    await all(
      KEPT,
      async (typeId) => void (await client.request(orders(typeId), { signal: NEVER })),
    );
  }
  const timing = await takeTurns(rounds, {
    memory: () => all(count, (index) => read(inMemory, index)),
    redis: () => all(count, (index) => read(inRedis, index)),
  });
  const rate = (name: keyof typeof timing) => ({
    unit: '/s',
    value: (count / timing[name].wallMs) * 1_000,
    spread: timing[name].spread,
  });
  return [
    { what: 'kept answers from memory', ...rate('memory'), bar: { atLeast: 100_000 } },
    { what: 'kept answers from Redis', ...rate('redis'), bar: { atLeast: 15_000 } },
  ];
}

/** Reserving and settling, one call after another. */
async function measureBudgets({
  redis,
  count,
  rounds,
}: Pick<Context, 'redis' | 'count' | 'rounds'>): Promise<Measure> {
  const medians: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const budgets = createRedisBudgets({ redis, prefix: `{bench-budgets-${round}}` });
    const meter = { key: 'bucket', limit: 1_000_000, windowMs: 900_000 };
    const taken: number[] = [];
    for (let calls = 0; calls < count; calls += 1) {
      const startedMs = performance.now();
      const answer = await budgets.reserve({
        blocks: ['everything', 'bucket', 'route'],
        charges: [{ meter, cost: 5 }],
      });
      if (answer.ok) budgets.settle({ id: answer.id, charges: [{ meter, cost: 2 }] });
      taken.push(performance.now() - startedMs);
    }
    if (round > 0) medians.push(median(taken));
  }
  const value = median(medians);
  return {
    what: 'budgets of a call in Redis, half of them within',
    unit: 'ms',
    value,
    spread: spreadOf(medians),
    bar: { atMost: 0.15 },
  };
}

const NEVER = new AbortController().signal;

function create(options: Partial<EsiClientOptions> & { baseUrl: string }): EsiClient {
  return createEsiClient({ userAgent: 'Bench (this machine)', connections: 16, ...options });
}

function orders(typeId: number) {
  const ask = {
    path: { region_id: 10_000_002 },
    query: { order_type: 'all', type_id: typeId },
  } as const;
  return operation('GET /markets/{region_id}/orders', ask);
}

async function all(count: number, run: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const work = async () => {
    while (next < count) await run(next++);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}
