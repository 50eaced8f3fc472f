import { expect, test } from 'vitest';
import { books } from './figures/books.ts';
import { luce } from './figures/luce.ts';
import { matching } from './figures/matching.ts';
import { procedureCaller } from './figures/procedure-caller.ts';
import { rules } from './figures/rules.ts';
import { verify } from './figures/verify.ts';
import { wormhole } from './figures/wormhole.ts';
import { describeMeasure } from './support/describe-measure.ts';
import { keepsBar } from './support/figure.ts';
import { median, spreadOf, takeTurns } from './support/rounds.ts';

test.each([
  { name: 'matching', figure: matching },
  { name: 'rules', figure: rules },
  { name: 'books', figure: books },
  { name: 'luce', figure: luce },
  { name: 'verify', figure: verify },
  { name: 'procedures', figure: procedureCaller },
  { name: 'wormhole', figure: wormhole },
])('$name still runs: it measures both sides and says what came of it', async ({ figure }) => {
  const measures = await figure.measure({ size: 'tiny', rounds: 1, say: () => {} });

  for (const measure of measures) {
    expect(measure.value).toBeGreaterThan(0);
    expect(describeMeasure(measure)).toContain(measure.what);
  }
});

test('ways of doing the same work are run in turn, each first in its turn', async () => {
  const runs: string[] = [];

  await takeTurns(2, { ours: () => runs.push('ours'), bare: () => runs.push('bare') });

  expect(runs).toEqual(['ours', 'bare', 'bare', 'ours', 'ours', 'bare']);
});

test('the median and the spread of rounds are what they are called', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(spreadOf([9, 10, 12])).toBeCloseTo(0.3);
});

test('a bar is kept on its own side only', () => {
  expect(keepsBar({ value: 15, bar: { atMost: 15 } })).toBe(true);
  expect(keepsBar({ value: 15.1, bar: { atMost: 15 } })).toBe(false);
  expect(keepsBar({ value: 0.4, bar: { atLeast: 0.5 } })).toBe(false);
  expect(keepsBar({ value: 1 })).toBe(true);
});
