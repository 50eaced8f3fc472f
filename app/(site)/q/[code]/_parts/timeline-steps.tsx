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

/** The same of an order, whose contract the trader makes. */
const ORDER_NAMES: Partial<Record<StandingKind, string>> = {
  ...CURRENT_NAMES,
  waiting: 'Your items are being picked',
  'not-seen': 'Your items are being picked',
  expired: 'Ran out, and is no longer reserved',
  'found-fix': 'Not as ordered: the trader makes it again',
  suspicious: 'Not as ordered: do not accept it',
  'found-valid': 'The contract is made to you: accept it in game',
  'partly-paid': 'A part of it is delivered',
};

/** The trader's own order says what the trader does. */
const STAFF_NAMES: Partial<Record<StandingKind, string>> = {
  waiting: 'Waiting for your contract',
  'not-seen': 'Waiting for your contract',
  'found-fix': 'Not as ordered: make it again',
  suspicious: 'Not as ordered: make it again',
  'found-valid': 'Waiting for the pilot to accept',
};

/** The way of a quote from code to payment. `detail` stands under the current step. */
export function timelineSteps(
  {
    standing,
    quote,
  }: {
    standing: QuotePage['standing'];
    quote: Pick<QuotePage['quote'], 'role'> & { readonly side?: QuotePage['quote']['side'] };
  },
  detail: ReactNode,
): { readonly steps: TimelineStep[]; readonly tone: Tone } {
  const way = quote.side === 'sells' ? orderWay(standing) : quoteWay(standing);
  const done = stepsDone(standing.kind, way.length);
  const steps = way.map(([name, at], index): TimelineStep => {
    if (index < done) return { name, at, state: 'done' };
    if (index > done) return { name, state: 'ahead' };
    return { name: currentName(standing.kind, quote) ?? name, state: 'current', detail };
  });
  return { steps, tone: TONES[standing.kind] ?? 'accent' };
}

type Way = readonly (readonly [name: string, at: Date | null])[];

function quoteWay({ quotedAt, foundAt, checkedAt, paidAt }: QuotePage['standing']): Way {
  return [
    ['Quoted', quotedAt],
    ['Contract found', foundAt],
    ['Checked line by line', checkedAt],
    ['Accepted in game', paidAt],
    ['Paid', paidAt],
  ];
}

function orderWay({ quotedAt, foundAt, checkedAt, paidAt }: QuotePage['standing']): Way {
  return [
    ['Ordered and reserved', quotedAt],
    ['Contract made to you', foundAt],
    ['Checked line by line', checkedAt],
    ['Accepted in game', paidAt],
  ];
}

// What is delivered in part is not at the end of a way that has no step of its own for that.
function stepsDone(kind: StandingKind, steps: number): number {
  return kind === 'partly-paid' ? Math.min(STEPS_DONE[kind], steps - 1) : STEPS_DONE[kind];
}

/** The public is not told what was found, so it must not read that nobody has looked yet. */
function currentName(
  kind: StandingKind,
  { role, side }: Parameters<typeof timelineSteps>[0]['quote'],
): string | undefined {
  if (kind === 'found' && role === 'public') return 'Waits in game';
  if (side === 'sells' && role === 'staff' && kind in STAFF_NAMES) return STAFF_NAMES[kind];
  return (side === 'sells' ? ORDER_NAMES : CURRENT_NAMES)[kind];
}
