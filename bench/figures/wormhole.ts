import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Figure, Measure } from '../support/figure.ts';
import { hasOld, installPeers } from '../support/peers.ts';
import { median, spreadOf } from '../support/rounds.ts';
import { type Result, resultSchema, type Task } from '../support/wormhole-task.ts';
import type { Serialization, WayName } from '../support/wormhole-ways.ts';

const RUNNER = fileURLToPath(new URL('../support/wormhole-runner.ts', import.meta.url));
/** One core for both ends, where the machine lets one choose. */
const ONE_CORE = ['taskset', '-c', '0'] as const;

type Scenario = {
  readonly what: string;
  readonly serialization: Serialization;
  readonly isPinned: boolean;
  readonly ways: readonly WayName[];
  readonly task: Task;
  /** Least share of the raw way's speed. */
  readonly atLeast: number;
  readonly p99AtMostMs?: number;
};

const ALL: readonly WayName[] = ['ours', 'raw', 'birpc', 'old'];
const PAIR: readonly WayName[] = ['ours', 'raw'];

const SCENARIOS: readonly Scenario[] = [
  {
    what: 'small calls, 100 in flight, JSON',
    serialization: 'json',
    isPinned: false,
    ways: ALL,
    task: { kind: 'calls', count: 100_000, atOnce: 100, bytes: 0 },
    atLeast: 0.75,
    p99AtMostMs: 2,
  },
  {
    what: 'small calls one at a time, one core, JSON',
    serialization: 'json',
    isPinned: true,
    ways: ALL,
    task: { kind: 'calls', count: 20_000, atOnce: 1, bytes: 0 },
    atLeast: 0.85,
  },
  ...(['json', 'advanced'] as const).flatMap((serialization): Scenario[] => [
    {
      what: `64 KiB and back, ${serialization}`,
      serialization,
      isPinned: false,
      ways: PAIR,
      task: { kind: 'calls', count: 1_500, atOnce: 1, bytes: 65_536 },
      atLeast: 0.9,
    },
    {
      what: `1 MiB and back, ${serialization}`,
      serialization,
      isPinned: false,
      ways: PAIR,
      task: { kind: 'calls', count: 80, atOnce: 1, bytes: 1_048_576 },
      atLeast: 0.9,
    },
  ]),
  {
    what: 'events with back-pressure, JSON',
    serialization: 'json',
    isPinned: false,
    ways: ALL,
    task: { kind: 'events', count: 300_000, atOnce: 1, bytes: 0 },
    atLeast: 0.9,
  },
];

/** Calls and events between a process and its child, beside `process.send` with a Map by hand. */
export const wormhole: Figure = {
  name: 'wormhole',
  title: 'calls and events between a process and its child',
  async measure({ size, rounds, say }) {
    const isTiny = size === 'tiny';
    if (!isTiny) installPeers(say);
    const scenarios = isTiny ? [SCENARIOS.at(0), SCENARIOS.at(-1)] : SCENARIOS;
    const measures: Measure[] = [];
    for (const scenario of scenarios) {
      if (scenario === undefined) continue;
      measures.push(...(await measureOne(isTiny ? shrink(scenario) : scenario, rounds)));
    }
    return measures;
  },
};

function shrink(scenario: Scenario): Scenario {
  return { ...scenario, ways: PAIR, task: { ...scenario.task, count: 10, atOnce: 2 } };
}

async function measureOne(scenario: Scenario, rounds: number): Promise<Measure[]> {
  const ways = scenario.ways.filter((way) => way !== 'old' || hasOld('wormhole'));
  const runners = new Map<WayName, ChildProcess>();
  const results = new Map<WayName, Result[]>(ways.map((way) => [way, []]));
  try {
    for (const way of ways) runners.set(way, await startRunner(way, scenario));
    for (let round = 0; round <= rounds; round += 1) {
      // Whoever is first finds a cooler machine: each is, in turn.
      for (const way of round % 2 === 0 ? ways : ways.toReversed()) {
        const result = await runTask(runners.get(way), scenario.task);
        if (round > 0) results.get(way)?.push(result);
      }
    }
  } finally {
    for (const runner of runners.values()) runner.kill();
  }
  return toMeasures(scenario, results);
}

async function startRunner(way: WayName, scenario: Scenario): Promise<ChildProcess> {
  const node = [
    process.execPath,
    '--expose-gc',
    '--import',
    'tsx',
    RUNNER,
    way,
    scenario.serialization,
  ];
  const isPinned = scenario.isPinned && process.platform === 'linux';
  const [command = '', ...args] = isPinned ? [...ONE_CORE, ...node] : node;
  const runner = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  await awaitMessage(runner);
  return runner;
}

async function runTask(runner: ChildProcess | undefined, task: Task): Promise<Result> {
  if (runner === undefined) throw new Error('There is no such way');
  const answer = awaitMessage(runner);
  runner.send(task);
  return resultSchema.parse(await answer);
}

async function awaitMessage(runner: ChildProcess): Promise<unknown> {
  const ended = new AbortController();
  const failed = once(runner, 'exit', { signal: ended.signal }).then(() => {
    throw new Error('A way that is measured has ended');
  });
  failed.catch(() => {});
  try {
    const [message] = await Promise.race([once(runner, 'message'), failed]);
    return message;
  } finally {
    ended.abort();
  }
}

function toMeasures(scenario: Scenario, results: ReadonlyMap<WayName, Result[]>): Measure[] {
  const { what, atLeast, p99AtMostMs } = scenario;
  const of = (way: WayName, key: keyof Result) => {
    const values = (results.get(way) ?? []).map((result) => result[key]);
    return { value: median(values), spread: spreadOf(values) };
  };
  const ours = of('ours', 'perS');
  const measures: Measure[] = [
    {
      what: `${what}: share of process.send by hand`,
      unit: '×',
      value: ours.value / of('raw', 'perS').value,
      spread: ours.spread,
      bar: { atLeast },
    },
    {
      what: `${what}: the same by processor time of both ends`,
      unit: '×',
      value: of('raw', 'cpuUs').value / of('ours', 'cpuUs').value,
      spread: of('ours', 'cpuUs').spread,
    },
  ];
  for (const way of results.keys()) {
    if (way === 'ours') continue;
    const peer = { what: way === 'raw' ? 'by hand' : way, ...of(way, 'perS') };
    measures.push({ what, unit: '/s', ...ours, peer });
  }
  if (p99AtMostMs !== undefined) {
    measures.push({
      what: `${what}: the slowest of a hundred`,
      unit: 'ms',
      ...of('ours', 'p99Ms'),
      bar: { atMost: p99AtMostMs },
      peer: { what: 'by hand', ...of('raw', 'p99Ms') },
    });
  }
  return measures;
}
