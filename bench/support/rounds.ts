import { performance } from 'node:perf_hooks';

export type Sample = { readonly wallMs: number; readonly cpuMs: number };
/** Medians of the rounds, and how far the rounds were apart. */
export type Timing = Sample & { readonly spread: number; readonly cpuSpread: number };

/**
 * Run several ways of doing the same work in turn, round by round, so that a busy minute of the
 * machine hits them alike. The first round warms up and does not count.
 */
export async function takeTurns<Name extends string>(
  rounds: number,
  ways: Readonly<Record<Name, () => unknown>>,
): Promise<Record<Name, Timing>> {
  const entries = Object.entries<() => unknown>(ways);
  const samples = new Map<string, Sample[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    // Whoever is second finds other heaps and caches: each is first in turn.
    const order = round % 2 === 0 ? entries : entries.toReversed();
    for (const [name, run] of order) {
      const sample = await timeOne(run);
      if (round > 0) samples.get(name)?.push(sample);
    }
  }
  const timings = [...samples].map(([name, taken]) => [name, toTiming(taken)]);
  // The keys are those of `ways`, which the compiler forgets on the way through the map.
  return Object.fromEntries(timings) as Record<Name, Timing>;
}

/** Wall and processor time of one run in this process. */
export async function timeOne(run: () => unknown): Promise<Sample> {
  // With --expose-gc, the rubbish of one way is not collected at the cost of the next.
  globalThis.gc?.();
  const cpuBefore = process.cpuUsage();
  const startedMs = performance.now();
  await run();
  const wallMs = performance.now() - startedMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  return { wallMs, cpuMs: (user + system) / 1_000 };
}

export function toTiming(samples: readonly Sample[]): Timing {
  const walls = samples.map(({ wallMs }) => wallMs);
  const cpus = samples.map(({ cpuMs }) => cpuMs);
  return {
    wallMs: median(walls),
    spread: spreadOf(walls),
    cpuMs: median(cpus),
    cpuSpread: spreadOf(cpus),
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}

export function spreadOf(values: readonly number[]): number {
  const middle = median(values);
  return middle === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / middle;
}
