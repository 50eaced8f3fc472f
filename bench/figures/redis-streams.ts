import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { ROOT } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { hasOld } from '../support/peers.ts';
import { takeTurns } from '../support/rounds.ts';
import { startBenchRedis } from '../support/start-bench-redis.ts';
import { bareWay, oldWay, oursWay, type StreamWay } from '../support/stream-ways.ts';

const SIZES = { full: 100_000, tiny: 1_000 } as const;
const COUNTS = [1, 100, 1_000] as const;
/** Least share of the speed of XREAD on the same client. */
const LEAST_SHARE = 0.9;

type Write = (order: { prefix: string; streams: number; count: number }) => Promise<void>;
type Task = { readonly url: string; readonly streams: number; readonly count: number };

/**
 * Small entries read from 1, 100 and 1,000 streams over one connection: what is there already, and what
 * another process writes meanwhile. A round ends when the last entry was heard.
 */
export const redisStreams: Figure = {
  name: 'redis-streams',
  title: 'entries of 1, 100 and 1,000 streams, caught up with and live',
  async measure({ size, rounds }) {
    await using redis = await startBenchRedis();
    await using writer = await startWriter(redis.url);
    const ways: Record<string, StreamWay> = {
      ours: oursWay,
      bare: bareWay,
      ...(hasOld('redis-streams-manager') ? { old: oldWay } : {}),
    };
    const measures: Measure[] = [];
    for (const streams of COUNTS) {
      const task = { url: redis.url, streams, count: SIZES[size] };
      await writer.write({ prefix: `kept-${streams}-`, streams, count: task.count });
      const caughtUp = (way: StreamWay) => () => catchUp(way, task);
      const live = (way: StreamWay) => () => follow(way, task, writer.write);
      for (const [what, run] of [
        ['caught up', caughtUp],
        ['live', live],
      ] as const) {
        const runs = Object.entries(ways).map(([name, way]) => [name, run(way)]);
        const timing = await takeTurns<string>(rounds, Object.fromEntries(runs));
        measures.push(...toMeasures(`${streams} streams, ${what}`, task.count, timing));
      }
    }
    return measures;
  },
};

type Timings = Readonly<Record<string, { wallMs: number; spread: number }>>;

function toMeasures(what: string, count: number, timing: Timings): Measure[] {
  const rate = (name: string) => ({
    value: (count / (timing[name]?.wallMs ?? Number.NaN)) * 1_000,
    spread: timing[name]?.spread ?? 0,
  });
  return [
    {
      what: `${what}, share of XREAD on the same client`,
      unit: '×',
      value: rate('ours').value / rate('bare').value,
      spread: Math.max(rate('ours').spread, rate('bare').spread),
      bar: { atLeast: LEAST_SHARE },
    },
    {
      what,
      unit: 'entries/s',
      ...rate('ours'),
      ...(timing.old ? { peer: { what: 'the old module', ...rate('old') } } : {}),
    },
  ];
}

async function catchUp(way: StreamWay, { url, streams, count }: Task): Promise<void> {
  const positions = Array.from({ length: streams }, (_, index) => ({
    key: `kept-${streams}-${index}`,
    id: '0',
  }));
  await untilHeard(way, { url, positions, count });
}

async function follow(way: StreamWay, { url, streams, count }: Task, write: Write): Promise<void> {
  const prefix = `live-${streams}-`;
  const redis = new Redis(url);
  // What other rounds have left would be read as well.
  const keys = Array.from({ length: streams }, (_, index) => `${prefix}${index}`);
  await redis.del(...keys);
  redis.disconnect();
  const positions = keys.map((key) => ({ key, id: '0' }));
  const written = write({ prefix, streams, count });
  await untilHeard(way, { url, positions, count });
  await written;
}

async function untilHeard(
  way: StreamWay,
  {
    url,
    positions,
    count,
  }: { url: string; positions: readonly { key: string; id: string }[]; count: number },
): Promise<void> {
  const reading = await way.read(url, positions);
  // Nothing may be lost: else this never ends.
  while (reading.received() < count) await nextTurn();
  await reading.stop();
}

async function startWriter(url: string): Promise<{ write: Write } & AsyncDisposable> {
  const child = fork('bench/support/stream-writer.ts', [], {
    cwd: ROOT,
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, BENCH_REDIS_URL: url },
  });
  await once(child, 'message');
  return {
    async write(order) {
      child.send(order);
      await once(child, 'message');
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit');
      child.disconnect();
      await gone;
    },
  };
}
