import { ProcedureCaller } from '#lib/messaging/procedure-caller/index.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { importOld } from '../support/peers.ts';
import { takeTurns } from '../support/rounds.ts';

const CALLS = { full: 20_000_000, tiny: 1_000 } as const;
const NAMES = 16;
const LEAST_SHARE = 0.65;

type Add = (a: number, b: number) => number;
type Table = {
  define(name: string, fn: Add): unknown;
  call(name: string, ...args: unknown[]): unknown;
};

/** A plain function called by its name in the process; the peer is `Map.get` and the call itself. */
export const procedureCaller: Figure = {
  name: 'procedures',
  title: 'procedures called in the process, sixteen of them in turn',
  async measure({ size, rounds }) {
    const count = CALLS[size];
    const names = Array.from({ length: NAMES }, (_, index) => `worker.procedure-${index}`);
    const map = new Map<string, Add>(names.map((name) => [name, createAdd()]));
    const ours = fill(new ProcedureCaller(), names);
    const Old = (await importOld<{ default: new () => Table }>('procedure-caller'))?.default;
    const old = Old === undefined ? undefined : fill(new Old(), names);

    const timing = await takeTurns(rounds, {
      ours: () => callOurs(ours, names, count),
      bare: () => callMap(map, names, count),
      old: () => (old === undefined ? 0 : callOld(old, names, count)),
    });
    const rate = (name: keyof typeof timing) => (count / timing[name].wallMs) * 1_000;
    const measures: Measure[] = [
      {
        what: 'share of Map.get and the call',
        unit: '×',
        value: timing.bare.wallMs / timing.ours.wallMs,
        spread: timing.ours.spread,
        bar: { atLeast: LEAST_SHARE },
      },
      {
        what: 'calls a second',
        unit: '/s',
        value: rate('ours'),
        spread: timing.ours.spread,
        peer: { what: 'Map.get and the call', value: rate('bare'), spread: timing.bare.spread },
      },
    ];
    if (old === undefined) return measures;
    const peer = { what: 'the old module', value: rate('old'), spread: timing.old.spread };
    return [
      ...measures,
      { what: 'calls a second', unit: '/s', value: rate('ours'), spread: timing.ours.spread, peer },
    ];
  },
};

/** A function of its own for each name, as a table has them. */
function createAdd(): Add {
  return (a, b) => a + b;
}

function fill<T extends Table>(table: T, names: readonly string[]): T {
  for (const name of names) table.define(name, createAdd());
  return table;
}

// Three loops that are the same: in one for all, the first way would cost the others their inlining.

function callOurs(table: ProcedureCaller, names: readonly string[], count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    sum += table.call<number>(names[index % NAMES] ?? '', index, 1);
  }
  return requireSum(sum, count);
}

function callOld(table: Table, names: readonly string[], count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    sum += table.call(names[index % NAMES] ?? '', index, 1) as number;
  }
  return requireSum(sum, count);
}

function callMap(map: ReadonlyMap<string, Add>, names: readonly string[], count: number): number {
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const add = map.get(names[index % NAMES] ?? '');
    if (add === undefined) throw new Error('Not there');
    sum += add(index, 1);
  }
  return requireSum(sum, count);
}

function requireSum(sum: number, count: number): number {
  if (sum !== (count * (count - 1)) / 2 + count) throw new Error('Not all were called');
  return sum;
}
