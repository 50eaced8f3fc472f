import { fork } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import { createRedisBackend, openRegistry } from '#lib/messaging/registry/index.ts';
import { ROOT } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { median, spreadOf, takeTurns } from '../support/rounds.ts';
import { startBenchRedis } from '../support/start-bench-redis.ts';

const SIZES = { full: 100_000, tiny: 200 } as const;
const AT_ONCE = 500;
const LEAST_A_SECOND = 30_000;

/**
 * Messages from one node to a client on another one, in another process, each confirmed by its
 * connection; 500 on their way at once. The peer publishes message and confirmation by hand, and knows
 * beforehand where the client is.
 */
export const registry: Figure = {
  name: 'registry',
  title: 'confirmed messages to a client on another node',
  async measure({ size, rounds }) {
    const count = SIZES[size];
    await using server = await startBenchRedis();
    await using _node = await startNode(server.url);
    const redis = new Redis(server.url);
    const ours = await openRegistry({ backend: createRedisBackend({ redis, prefix: 'bench' }) });
    const bare = await openBare(server.url);
    const message = { cmd: 'offer', data: { sdp: 'v=0', id: 'AT-7K3M-9QX2' } };
    const p99s: number[] = [];
    const timing = await takeTurns(rounds, {
      ours: async () => {
        const tookMs = await sendAll(count, () => ours.send('client', message));
        p99s.push(tookMs.toSorted((a, b) => a - b)[Math.floor(count * 0.99)] ?? Number.NaN);
      },
      bare: () => sendAll(count, () => bare.send(message)),
    });
    await ours.close();
    redis.disconnect();
    bare.close();
    const rate = (name: keyof typeof timing) => ({
      value: (count / timing[name].wallMs) * 1_000,
      spread: timing[name].spread,
    });
    const measures: Measure[] = [
      {
        what: 'confirmed messages',
        unit: '/s',
        ...rate('ours'),
        bar: { atLeast: LEAST_A_SECOND },
        peer: { what: 'two publishes by hand', ...rate('bare') },
      },
      { what: 'p99 of a message', unit: 'ms', value: median(p99s), spread: spreadOf(p99s) },
    ];
    return measures;
  },
};

async function sendAll(count: number, send: () => Promise<unknown>): Promise<number[]> {
  const tookMs: number[] = [];
  let next = 0;
  const work = async () => {
    while (next < count) {
      next += 1;
      const startedMs = performance.now();
      await send();
      tookMs.push(performance.now() - startedMs);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return tookMs;
}

async function openBare(url: string) {
  const redis = new Redis(url);
  const hearing = redis.duplicate();
  const waiting = new Map<number, () => void>();
  let number = 0;
  hearing.on('message', (_channel, text: string) => {
    const answered = Number(text);
    waiting.get(answered)?.();
    waiting.delete(answered);
  });
  await hearing.subscribe('bench-answers');
  return {
    send(message: object): Promise<void> {
      number += 1;
      const own = number;
      void redis.publish('bench-letters', JSON.stringify({ number: own, id: 'client', message }));
      return new Promise((resolve) => waiting.set(own, resolve));
    },
    close() {
      redis.disconnect();
      hearing.disconnect();
    },
  };
}

async function startNode(url: string): Promise<AsyncDisposable> {
  const child = fork('bench/support/registry-node.ts', [], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, BENCH_REDIS_URL: url },
  });
  await once(child, 'message');
  return {
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
