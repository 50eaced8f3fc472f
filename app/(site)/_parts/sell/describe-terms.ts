import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { formatPercent, formatShortIsk } from '#lib/ui/trade/format-numbers.ts';
import { shortPlace } from '#lib/ui/trade/short-place.ts';

const NBSP = '\u00a0';

/** "92 % of Jita buy · to Jita 4-4 · 1 M to 5 B ISK" */
export function describeTerms(terms: ProgramTerms): string {
  const place = terms.locations[0];
  return [
    `${formatPercent(terms.rateBp)}${NBSP}% of ${describeBasis(terms.basis)}`,
    place && `to ${shortPlace(place.name)}`,
    describeLimits(terms),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** "Jita buy" */
export function describeBasis(basis: ProgramTerms['basis']): string {
  return `${basis.hubName} ${basis.side}`;
}

/** "3 days", "36 hours" */
export function describeLifetime(hours: number): string {
  if (hours % 24 !== 0 || hours < 48) return hours === 1 ? '1 hour' : `${hours} hours`;
  return `${hours / 24} days`;
}

function describeLimits({ minimumTotalIsk, maximumTotalIsk }: ProgramTerms): string | null {
  if (minimumTotalIsk !== null && maximumTotalIsk !== null) {
    return `${formatShortIsk(minimumTotalIsk)} to ${formatShortIsk(maximumTotalIsk)} ISK`;
  }
  if (minimumTotalIsk !== null) return `from ${formatShortIsk(minimumTotalIsk)} ISK`;
  if (maximumTotalIsk !== null) return `up to ${formatShortIsk(maximumTotalIsk)} ISK`;
  return null;
}
