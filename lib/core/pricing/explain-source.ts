/**
 * What a figure was worked out from, in words.
 *
 * @module
 */
import type { FigureSourceEvidence } from './evidence.ts';
import { shown, shownUnits } from './explained-numbers.ts';
import { STATISTIC_NAMES, type Statistic } from './statistic.ts';

/** "best order", "depth for the quantity" */
export function describeStatistic(statistic: Statistic): string {
  const name = STATISTIC_NAMES[statistic];
  return name.charAt(0).toLowerCase() + name.slice(1);
}

/**
 * Every level, side or day that counted: "buy: 2,000 × 17.00, 50 × 16.90".
 *
 * @param of The material whose figure it is.
 */
export function explainSource(source: FigureSourceEvidence, of?: string): string {
  const name = of === undefined ? '' : `${of}, `;
  if (source.kind === 'walk') {
    const levels = source.taken.map(([price, units]) => `${shownUnits(units)} × ${shown(price)}`);
    return `${name}${source.side}: ${levels.join(', ')}`;
  }
  if (source.kind === 'middle') {
    return `${name}middle of buy ${shown(source.buyIsk)} and sell ${shown(source.sellIsk)}`;
  }
  const days = source.days.map(
    ([date, average, units]) => `${date} ${shownUnits(units)} × ${shown(average)}`,
  );
  return `${name}read ${source.fetchedAt.slice(0, 16).replace('T', ' ')} EVE: ${days.join(', ')}`;
}
