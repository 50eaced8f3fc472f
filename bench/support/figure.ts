/**
 * What a figure is, and what comes of measuring it.
 *
 * @module
 */

/** `tiny` only proves that a figure still runs. */
export type Size = 'full' | 'tiny';

export type FigureContext = {
  readonly size: Size;
  /** Measured rounds; one more warms up. */
  readonly rounds: number;
  say(text: string): void;
};

/** One file of `bench/figures`. */
export type Figure = {
  readonly name: string;
  /** What is measured, in one line. */
  readonly title: string;
  measure(context: FigureContext): Promise<readonly Measure[]>;
};

/** A number that was measured, beside its bar and its peer where it has them. */
export type Measure = {
  readonly what: string;
  readonly unit: string;
  /** The median of the rounds. */
  readonly value: number;
  /** (most - least) / median of the rounds: the noise of the machine. */
  readonly spread: number;
  readonly bar?: Bar;
  /** The same work done bare, in the same run. */
  readonly peer?: { readonly what: string; readonly value: number; readonly spread: number };
};

export type Bar = { readonly atMost: number } | { readonly atLeast: number };

/** Whether a measure keeps its bar; true where it has none. */
export function keepsBar({ value, bar }: Pick<Measure, 'value' | 'bar'>): boolean {
  if (!bar) return true;
  return 'atMost' in bar ? value <= bar.atMost : value >= bar.atLeast;
}
