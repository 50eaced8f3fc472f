import { findFreePort } from '#bin/setup/ports.ts';
import { type BenchProcess, startProcess } from '../support/bench-process.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { LUCE_WAYS, type LuceWay } from '../support/luce-ways.ts';
import { installPeers } from '../support/peers.ts';
import { median, spreadOf, type Timing, takeTurns } from '../support/rounds.ts';
import { openCrowd, type SocketCrowd } from '../support/socket-crowd.ts';

const SIZES = {
  full: { clients: 100, messages: 200_000, idle: 5_000, broadcasts: 20 },
  tiny: { clients: 4, messages: 2_000, idle: 20, broadcasts: 1 },
} as const;
const MESSAGE = '{"cmd":"quote.watch","id":17,"data":{"code":"AT-7K3M-9QX2","version":7}}';
const NAMES: Readonly<Record<LuceWay, string>> = {
  ours: 'luce',
  bare: 'ws and JSON',
  crossws: 'crossws',
  old: 'the old luce',
};

/**
 * JSON echoed with hooks, limits and counters on; what an idle socket costs; one message to all of them.
 * Each server has a process of its own, and so have the clients: this one.
 */
export const luce: Figure = {
  name: 'luce',
  title: 'WebSockets: echo of 100 clients with 16 messages under way each, 5,000 idle, broadcast',
  async measure({ size, rounds, say }) {
    const { clients, messages, idle, broadcasts } = SIZES[size];
    // Without the peers of other folders, and without memory, of which a few sockets say nothing.
    if (size === 'tiny') {
      return measureEcho({ ways: ['ours', 'bare'], clients, messages, rounds, inFlight: 2 });
    }
    installPeers(say);
    const echo = { ways: LUCE_WAYS, clients, rounds };
    return [
      ...(await measureEcho({ ...echo, messages, inFlight: 16 })),
      // What comes together is answered together: with one each, nothing is gained by that.
      ...(await measureEcho({ ...echo, messages: messages / 2, inFlight: 1 })),
      ...(await measureCrowd({ size: idle, broadcasts, rounds })),
    ];
  },
};

type Served = AsyncDisposable & { readonly port: number; readonly process: BenchProcess };

async function serve(way: LuceWay): Promise<Served> {
  const port = await findFreePort();
  const settings = { PORT: String(port), BENCH_WAY: way };
  const process = await startProcess('bench/support/luce-server.ts', settings);
  return { port, process, [Symbol.asyncDispose]: () => process[Symbol.asyncDispose]() };
}

async function measureEcho({
  ways,
  clients,
  messages,
  rounds,
  inFlight,
}: {
  ways: readonly LuceWay[];
  clients: number;
  messages: number;
  rounds: number;
  inFlight: number;
}): Promise<Measure[]> {
  const cpuS: Record<string, number[]> = {};
  const opened: { way: LuceWay; server: Served; crowd: SocketCrowd }[] = [];
  try {
    for (const way of ways) {
      const server = await serve(way);
      opened.push({ way, server, crowd: await openCrowd(server.port, clients) });
      cpuS[way] = [];
    }
    const runs = opened.map(({ way, server, crowd }) => {
      const run = async () => {
        const before = server.process.cpuS();
        await crowd.echo(MESSAGE, { total: messages, inFlight });
        cpuS[way]?.push(server.process.cpuS() - before);
      };
      return [way, run] as const;
    });
    const timing = await takeTurns(rounds, Object.fromEntries(runs));
    return describeEcho(timing as Record<LuceWay, Timing>, cpuS, { ways, messages, inFlight });
  } finally {
    for (const { crowd, server } of opened) {
      crowd[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    }
  }
}

function describeEcho(
  timing: Readonly<Record<LuceWay, Timing>>,
  cpuS: Readonly<Record<string, readonly number[]>>,
  { ways, messages, inFlight }: { ways: readonly LuceWay[]; messages: number; inFlight: number },
): Measure[] {
  const rate = (way: LuceWay) => (messages / timing[way].wallMs) * 1_000;
  const costOf = (way: LuceWay) => {
    // The first round warmed up.
    const each = (cpuS[way] ?? []).slice(1).map((seconds) => (seconds / messages) * 1e6);
    return { value: median(each), spread: spreadOf(each) };
  };
  return [
    {
      what: `echo, ${inFlight} under way each, share of the speed of ws and JSON`,
      unit: '×',
      value: rate('ours') / rate('bare'),
      spread: timing.ours.spread,
      bar: { atLeast: 0.9 },
    },
    ...ways
      .filter((way) => way !== 'ours')
      .map((way) => ({
        what: `echoes a second, ${inFlight} under way each`,
        unit: '/s',
        value: rate('ours'),
        spread: timing.ours.spread,
        peer: { what: NAMES[way], value: rate(way), spread: timing[way].spread },
      })),
    {
      what: `processor time of the server for an echo, ${inFlight} under way each`,
      unit: 'µs',
      ...costOf('ours'),
      peer: { what: NAMES.bare, ...costOf('bare') },
    },
  ];
}

type CrowdSample = {
  readonly kbEach: number;
  readonly broadcastMs: number;
  readonly cpuMs: number;
};

async function measureCrowd({
  size,
  broadcasts,
  rounds,
}: {
  size: number;
  broadcasts: number;
  rounds: number;
}): Promise<Measure[]> {
  const samples: Record<string, CrowdSample[]> = {};
  for (let round = 0; round <= rounds; round += 1) {
    // Whoever is first finds the rubbish of the round before.
    for (const way of round % 2 === 0 ? LUCE_WAYS : LUCE_WAYS.toReversed()) {
      globalThis.gc?.();
      const sample = await gather(way, size, broadcasts);
      // The first round warmed up the clients.
      if (round > 0) samples[way] = [...(samples[way] ?? []), sample];
    }
  }
  const of = (way: LuceWay, what: keyof CrowdSample) => {
    const values = (samples[way] ?? []).map((sample) => sample[what]);
    return { value: median(values), spread: spreadOf(values) };
  };
  const peers = LUCE_WAYS.filter((way) => way !== 'ours');
  return [
    ...peers.map((way) => ({
      what: `memory of one of ${size} idle sockets`,
      unit: 'kB',
      ...of('ours', 'kbEach'),
      bar: { atMost: 10 },
      peer: { what: NAMES[way], ...of(way, 'kbEach') },
    })),
    {
      what: 'broadcast to all of them, times that of bare ws',
      unit: '×',
      value: of('ours', 'broadcastMs').value / of('bare', 'broadcastMs').value,
      spread: of('ours', 'broadcastMs').spread,
      bar: { atMost: 1.1 },
    },
    {
      what: 'processor time of the server for a broadcast',
      unit: 'ms',
      ...of('ours', 'cpuMs'),
      peer: { what: NAMES.bare, ...of('bare', 'cpuMs') },
    },
    ...peers.map((way) => ({
      what: 'broadcast to all of them, until the last has it',
      unit: 'ms',
      ...of('ours', 'broadcastMs'),
      peer: { what: NAMES[way], ...of(way, 'broadcastMs') },
    })),
  ];
}

/** A fresh process each time: memory once taken is not given back. */
async function gather(way: LuceWay, size: number, broadcasts: number): Promise<CrowdSample> {
  await using server = await serve(way);
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`);
    return Number(await response.text());
  };
  // What connecting itself leaves behind is not what a socket costs.
  (await openCrowd(server.port, Math.ceil(size / 10)))[Symbol.dispose]();
  await ask('/memory');
  const before = await ask('/memory');
  using crowd = await openCrowd(server.port, size);
  const after = await ask('/memory');
  const took: number[] = [];
  let cpuS = 0;
  for (let i = 0; i <= broadcasts; i += 1) {
    // The first one warms up.
    if (i === 1) cpuS = server.process.cpuS();
    const startedMs = performance.now();
    const all = crowd.nextFrame();
    await Promise.all([ask('/broadcast'), all]);
    if (i > 0) took.push(performance.now() - startedMs);
  }
  const cpuMs = ((server.process.cpuS() - cpuS) / broadcasts) * 1_000;
  return { kbEach: (after - before) / size / 1_024, broadcastMs: median(took), cpuMs };
}
