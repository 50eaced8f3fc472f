/**
 * A chart's axis: round numbers, and where a value stands among them.
 *
 * @module
 */
export type Scale = {
  readonly low: number;
  readonly high: number;
  /** Round values from `low` to `high`. */
  readonly ticks: readonly number[];
};

const ROUND = [1, 2, 2.5, 5, 10];

/** An axis that has both values, in about so many round steps. Nothing on it is negative. */
export function toScale(least: number, most: number, steps: number): Scale {
  const spread = most - least || Math.max(most, 1) / 10;
  const rough = spread / steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (ROUND.find((round) => round * power >= rough) ?? 10) * power;
  const from = Math.max(0, Math.floor(least / step));
  const to = Math.max(Math.ceil(most / step), from + 1);
  const ticks = Array.from({ length: to - from + 1 }, (_, index) => (from + index) * step);
  return { low: from * step, high: to * step, ticks };
}

/** Where a value stands, in percent from the top; beyond the axis it stands at its end. */
export function placeOn({ low, high }: Scale, value: number): number {
  return Math.min(100, Math.max(0, ((high - value) / (high - low)) * 100));
}
