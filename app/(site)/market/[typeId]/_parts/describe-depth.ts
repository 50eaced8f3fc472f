import { formatIsk } from '#lib/core/isk.ts';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import type { DepthStep, DepthView } from './depth-view.ts';

/** What the picture says, for who does not see it. */
export function describeDepth({ buy, sell }: DepthView, name: string, hubName: string): string {
  return `Order book of ${name} at ${hubName}: ${describeSide(buy, 'wanted')}; ${describeSide(sell, 'offered')}.`;
}

/** One level in a sentence. */
export function describeStep({ side, priceIsk, sumUnits, meanIsk }: DepthStep): string {
  const [what, until] = side === 'buy' ? ['wanted', 'or more'] : ['offered', 'or less'];
  return `${formatUnits(sumUnits)} units ${what} at ${formatIsk(priceIsk)} ISK ${until}, on average at ${formatIsk(meanIsk)} ISK`;
}

function describeSide(steps: readonly DepthStep[], what: string): string {
  const [best, last] = [steps[0], steps.at(-1)];
  if (!best || !last) return `no units ${what}`;
  const range =
    steps.length === 1
      ? `at ${formatIsk(best.priceIsk)} ISK`
      : `from ${formatIsk(best.priceIsk)} to ${formatIsk(last.priceIsk)} ISK`;
  return `${formatUnits(last.sumUnits)} units ${what} ${range}`;
}
