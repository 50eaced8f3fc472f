import { inject } from 'vitest';

/** Whether every case is run, rather than some that the seed chooses. */
export const isLongRun = Boolean(process.env.LONG_RUN);

/** Some of the cases, the same ones for the same seed. All of them in a long run. */
export function choose<T>(cases: readonly T[], count: number): T[] {
  if (isLongRun) return [...cases];
  const random = createRandom(inject('seed'));
  const chosen = new Set<number>();
  while (chosen.size < Math.min(count, cases.length)) chosen.add(random(cases.length));
  return cases.filter((_, i) => chosen.has(i));
}

/** Whole numbers below a bound, in the order that the seed gives. */
export function createRandom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    // Mulberry32: small, and good enough to choose by.
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}
