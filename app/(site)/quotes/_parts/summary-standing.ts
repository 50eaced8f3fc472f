import type { QuoteSummary } from '#lib/features/quotes/schema.ts';
import type { QuoteStanding } from '#lib/ui/trade/quote-state-tag.tsx';

const STANDING_OF_VERDICT = {
  valid: 'found-valid',
  'fix-needed': 'found-fix',
  unmatched: 'found-fix',
  suspicious: 'suspicious',
} as const satisfies Record<NonNullable<QuoteSummary['verdict']>, QuoteStanding>;

/** Where a quote of the list stands. Only a valid contract ever shows as valid, only a settled one as paid. */
export function summaryStanding(
  { state, verdict, expiresAt }: Pick<QuoteSummary, 'state' | 'verdict' | 'expiresAt'>,
  now: Date,
): QuoteStanding {
  if (state === 'completed') return 'paid';
  if (state === 'cancelled') return 'cancelled';
  if (verdict) return STANDING_OF_VERDICT[verdict];
  if (state === 'partly-completed') return 'partly-paid';
  if (state === 'contracted') return 'found';
  return state === 'expired' || expiresAt <= now ? 'expired' : 'waiting';
}
