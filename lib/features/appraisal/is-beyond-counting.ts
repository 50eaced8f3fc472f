import { ONE_ISK } from '#lib/core/isk.ts';
import type { SettledItems } from '#lib/core/pricing/fees/apply-fees.ts';

/** A thousand times all ISK in the game. Beyond it sums would not fit our columns. */
const MOST = 1_000_000_000_000_000n * ONE_ISK;

/** Whether counts or money have left the numbers that we can hold exactly. */
export function isBeyondCounting({
  lines,
  refused,
  lineSum,
}: Pick<SettledItems, 'lines' | 'refused' | 'lineSum'>): boolean {
  const units = [...lines, ...refused].reduce((sum, { quantity }) => sum + quantity, 0);
  return !Number.isSafeInteger(units) || lineSum > MOST;
}
