import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EventWay, openBare, openOld, openOurs } from '../support/event-ways.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { hasOld } from '../support/peers.ts';
import { takeTurns } from '../support/rounds.ts';
import { startBenchRedis } from '../support/start-bench-redis.ts';

const SIZES = { full: 60_000, tiny: 300 } as const;
/** Least share of the speed of the client alone with the same codec. */
const LEAST_SHARE = 0.9;
/** Events that are on their way at once. */
const WINDOW = 2_000;
const PACES = [
  { pace: 'a hundred at a time', batch: 100, weight: 1 },
  { pace: 'one at a time', batch: 1, weight: 2 },
] as const;

type Run = { readonly count: number; readonly batch: number; readonly subscribers: number };

/**
 * Small events from one sender to 1 and 10 subscribers, all in one process so that the cost of both
 * ends counts; each round waits until the last event is heard everywhere. A hundred in one turn are
 * what a relay publishes; one at a time shows what ours costs where nothing can be put together.
 */
export const globalEvents: Figure = {
  name: 'global-events',
  title: 'small events over Redis to 1 and 10 subscribers',
  async measure({ size, rounds }) {
    await using redis = await startBenchRedis();
    const measures: Measure[] = [];
    for (const subscribers of [1, 10]) {
      const open = {
        ours: openOurs('msgpack'),
        bare: openBare('msgpack'),
        oursJson: openOurs('json'),
        bareJson: openBare('json'),
        ...(hasOld('global-events') ? { old: openOld } : {}),
      };
      const ways = new Map<string, EventWay>();
      for (const [name, openWay] of Object.entries(open)) {
        ways.set(name, await openWay(redis.url, subscribers));
      }
      for (const { pace, batch, weight } of PACES) {
        const count = Math.ceil(SIZES[size] / weight / (subscribers === 1 ? 1 : 4));
        measures.push(
          ...(await measurePace(ways, `to ${subscribers}, ${pace}`, rounds, {
            count,
            batch,
            subscribers,
          })),
        );
      }
      for (const way of ways.values()) await way.close();
    }
    return measures;
  },
};

async function measurePace(
  ways: ReadonlyMap<string, EventWay>,
  what: string,
  rounds: number,
  run: Run,
): Promise<Measure[]> {
  const runs = [...ways].map(([name, way]) => [name, () => drive(way, run)]);
  const timing = await takeTurns<string>(rounds, Object.fromEntries(runs));
  const rate = (name: string) => ({
    value: (run.count / (timing[name]?.wallMs ?? Number.NaN)) * 1_000,
    spread: timing[name]?.spread ?? 0,
  });
  const share = (ours: string, bare: string) => ({
    unit: '×',
    value: rate(ours).value / rate(bare).value,
    spread: Math.max(rate(ours).spread, rate(bare).spread),
    bar: { atLeast: LEAST_SHARE },
  });
  return [
    { what: `${what}, MessagePack, share of the client alone`, ...share('ours', 'bare') },
    { what: `${what}, JSON, share of the client alone`, ...share('oursJson', 'bareJson') },
    {
      what: `${what}, MessagePack`,
      unit: 'events/s',
      ...rate('ours'),
      ...(ways.has('old') ? { peer: { what: 'the old module', ...rate('old') } } : {}),
    },
    {
      what: `${what}, JSON`,
      unit: 'events/s',
      ...rate('oursJson'),
      peer: { what: 'ioredis and JSON', ...rate('bareJson') },
    },
  ];
}

async function drive(way: EventWay, { count, batch, subscribers }: Run): Promise<void> {
  const start = way.received();
  const heard = () => (way.received() - start) / subscribers;
  for (let sent = 0; sent < count; sent += batch) {
    const event = { code: 'AT-7K3M-9QX2', state: 'contracted', verdict: 'valid', version: sent };
    for (let index = 0; index < Math.min(batch, count - sent); index += 1) way.emit(event);
    // Whatever is put off to the end of this step is done by then.
    await null;
    while (sent - heard() > WINDOW) await nextTurn();
  }
  // Nothing may be lost: a round ends only when all of it is heard.
  while (heard() < count) await nextTurn();
}
