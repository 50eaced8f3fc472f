/**
 * Numbers of evidence as people read them.
 *
 * @module
 */
import { formatIsk, parseIsk } from '#lib/core/isk.ts';

/** Write basis points as a percentage without idle zeros: 9 200 as "92 %", 9 250 as "92.5 %". */
export function formatRateBp(rateBp: number): string {
  return `${rateBp / 100} %`;
}

/** A stored amount, grouped: "1,200.00". */
export function shown(isk: string): string {
  return formatIsk(parseIsk(isk));
}

/** A count, grouped: "34,936". */
export function shownUnits(units: number): string {
  return units.toLocaleString('en-US');
}
