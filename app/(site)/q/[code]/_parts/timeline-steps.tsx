import type { ReactNode } from 'react';
import type { QuotePage, StandingKind } from '#lib/features/quotes/schema.ts';
import type { TimelineStep } from '#lib/ui/trade/timeline.tsx';

type Tone = 'accent' | 'warn' | 'gain' | 'loss';

/** How far along the way each standing is: the number of steps behind it. */
const STEPS_DONE: Record<StandingKind, number> = {
  waiting: 1,
  'not-seen': 1,
  expired: 1,
  cancelled: 1,
  found: 2,
  'found-fix': 2,
  suspicious: 2,
  'found-valid': 3,
  'partly-paid': 4,
  paid: 5,
};

const TONES: Partial<Record<StandingKind, Tone>> = {
  'not-seen': 'warn',
  'found-fix': 'warn',
  suspicious: 'loss',
  'found-valid': 'gain',
  'partly-paid': 'gain',
};

/** Name of the current step, where it differs from the name of the step itself. */
const CURRENT_NAMES: Partial<Record<StandingKind, string>> = {
  waiting: 'Waiting for your contract',
  'not-seen': 'No contract seen yet',
  expired: 'Ran out without a contract',
  cancelled: 'Cancelled',
  found: 'Being checked',
  'found-fix': 'Needs fixing',
  suspicious: 'Does not fit the quote',
  'found-valid': 'Waiting for the trader',
  'partly-paid': 'Partly paid',
};

/** The way of a quote from code to payment. `detail` stands under the current step. */
export function timelineSteps(
  { standing, quote }: { standing: QuotePage['standing']; quote: Pick<QuotePage['quote'], 'role'> },
  detail: ReactNode,
): { readonly steps: TimelineStep[]; readonly tone: Tone } {
  const done = STEPS_DONE[standing.kind];
  const way: readonly (readonly [name: string, at: Date | null])[] = [
    ['Quoted', standing.quotedAt],
    ['Contract found', standing.foundAt],
    ['Checked line by line', standing.checkedAt],
    ['Accepted in game', standing.paidAt],
    ['Paid', standing.paidAt],
  ];
  const steps = way.map(([name, at], index): TimelineStep => {
    if (index < done) return { name, at, state: 'done' };
    if (index > done) return { name, state: 'ahead' };
    return { name: currentName(standing.kind, quote.role) ?? name, state: 'current', detail };
  });
  return { steps, tone: TONES[standing.kind] ?? 'accent' };
}

/** The public is not told what was found, so it must not read that nobody has looked yet. */
function currentName(kind: StandingKind, role: QuotePage['quote']['role']): string | undefined {
  if (kind === 'found' && role === 'public') return 'Waits in game';
  return CURRENT_NAMES[kind];
}
